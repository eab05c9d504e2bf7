"""A folder of pages: paths, links that lead somewhere, nothing lost of what is there."""

from __future__ import annotations

import dataclasses
import json
import re
import runpy
from pathlib import Path

import pytest

from co2label.declaration import ShownInterval
from co2label.errors import DocumentError, DrawError
from co2label.figures import Shown
from co2label.page import page_path, site

rice_ball = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))["rice_ball"]
OTHER = "4569951110023"


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def goods():
    return [
        rice_ball(),
        rice_ball(product_id="tea", gtin=None, name={"ja": "お茶", "en": "Tea"}),
        rice_ball(product_id="bowl", gtin=OTHER, name={"ja": "丼", "en": "Bowl"}),
    ]


def test_pages_stand_at_the_paths_of_their_digital_links(tmp_path):
    seen = []
    start = site(goods(), tmp_path / "s", written=seen.append)
    assert start == tmp_path / "s" / "index.html"
    paths = ["01/04569951110016", "p/tea", "01/04569951110023"]
    assert files(tmp_path / "s") == {
        "index.html",
        *(f"{path}/index.{end}" for path in paths for end in ("html", "json")),
    }
    assert seen == [tmp_path / "s" / path / "index.html" for path in paths]


def test_every_relative_link_leads_to_a_file_and_its_data_are_the_declaration(tmp_path):
    site(goods(), tmp_path)
    for source in tmp_path.rglob("*.html"):
        for target in re.findall('href="([^"#]+)', source.read_text("utf-8")):
            assert (source.parent / target).is_file(), target
    data = json.loads((tmp_path / "p/tea/index.json").read_text("utf-8"))
    assert data == goods()[1].as_dict()
    assert data["shown"] == {"value": "210", "unit": "g-CO2e"}


def test_the_index_is_in_the_order_of_names(tmp_path):
    source = site(goods(), tmp_path, language="en").read_text("utf-8")
    assert re.findall('<th scope="row"><a href="([^"]+)">([^<]+)', source) == [
        ("01/04569951110023/index.html#en", "Bowl"),
        ("01/04569951110016/index.html#en", "Salmon rice ball"),
        ("p/tea/index.html#en", "Tea"),
    ]
    assert re.findall('<td class="number">([^<]+)</td>', source) == ["210"] * 3


def test_the_index_has_one_unit_and_bars_for_what_may_be_compared(tmp_path):
    large = rice_ball(product_id="bowl", gtin=OTHER, shown=Shown("1.3", "kg-CO2e"), kg_co2e=1.3)
    source = site([rice_ball(), large], tmp_path / "a", language="en").read_text("utf-8")
    assert re.findall('<td class="number">([^<]+)</td>', source) == ["0.21", "1.3"]
    widths = [float(each) for each in re.findall("left:0.00%;width:([0-9.]+)%", source)]
    assert widths == [16.15, 100.0]
    other = rice_ball(product_id="bowl", gtin=OTHER, company="Other Ltd")
    assert 'class="bar"' not in site([rice_ball(), other], tmp_path / "b", language="en").read_text("utf-8")


def test_a_page_names_own_products_with_less(tmp_path):
    less = rice_ball(
        product_id="tea", gtin=None, name={"en": "Tea"}, shown=Shown("95", "g-CO2e"), kg_co2e=0.095
    )
    theirs = rice_ball(
        product_id="x", gtin=OTHER, name={"en": "X"}, shown=Shown("50", "g-CO2e"), company="Other Ltd"
    )
    site([rice_ball(), less, theirs], tmp_path, language="en")
    source = (tmp_path / "01/04569951110016/index.html").read_text("utf-8")
    assert re.findall('<a href="(../[^"]+)">([^<]+)</a>', source) == [("../../p/tea/index.html#en", "Tea")]
    assert "width:45.24%" in source  # 95 of 210 g
    assert "the uncertainty is not known for all of them" in source
    assert "From us, with less" not in (tmp_path / "p/tea/index.html").read_text("utf-8")


def test_ranges_that_overlap_tell_no_difference(tmp_path):
    unsure = rice_ball(interval=ShownInterval("150", "270", 0.95, 1.0))
    for low, high, named in (("60", "160", False), ("60", "140", True)):
        less = rice_ball(product_id="tea", gtin=None, name={"en": "Tea"}, shown=Shown("95", "g-CO2e"))
        less = dataclasses.replace(less, kg_co2e=0.095, interval=ShownInterval(low, high, 0.95, 1.0))
        site([unsure, less], tmp_path / low / high, language="en")
        source = (tmp_path / low / high / "01/04569951110016/index.html").read_text("utf-8")
        assert ("their ranges do not overlap" in source) == named
    assert "cannot be compared" in source


def test_two_products_on_one_path_are_refused_before_anything_is_written(tmp_path):
    with pytest.raises(
        DocumentError, match=r"twin: would stand at 01/04569951110016, where 'onigiri-salmon' stands"
    ):
        site([*goods(), rice_ball(product_id="twin")], tmp_path)
    assert files(tmp_path) == set()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", "/root", "con", "Tea", "a\\b", "a:b", "ｔ" * 300, ".hidden"]
)
def test_no_id_leaves_the_folder(tmp_path, name):
    path = page_path(rice_ball(gtin=None, product_id=name))
    assert re.fullmatch("p/[a-z0-9][a-z0-9-]{0,70}", path)
    site([rice_ball(gtin=None, product_id=name)], tmp_path / "s")
    assert {path.parts[0] for path in map(Path, files(tmp_path))} == {"s"}


def test_ids_that_differ_only_in_case_have_two_places():
    assert page_path(rice_ball(gtin=None, product_id="Tea")) != page_path(
        rice_ball(gtin=None, product_id="tea")
    )


@pytest.mark.parametrize("place", ["index.html", "p/tea/index.html", "p/tea/index.json"])
def test_files_of_others_are_kept(tmp_path, place):
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text("mine")
    with pytest.raises(DrawError, match="was not written by co2label"):
        site(goods(), tmp_path)
    assert files(tmp_path) == {place}
    assert (tmp_path / place).read_text() == "mine"


def test_a_second_run_replaces_our_own_and_leaves_the_rest(tmp_path):
    site(goods(), tmp_path)
    (tmp_path / "robots.txt").write_text("mine")
    site([rice_ball(company="Another")], tmp_path, language="en")
    assert "Another" in (tmp_path / "01/04569951110016/index.html").read_text("utf-8")
    assert {"robots.txt", "p/tea/index.html"} <= files(tmp_path)


def test_a_place_that_cannot_be(tmp_path):
    (tmp_path / "01").write_text("a file")
    with pytest.raises(DrawError, match="cannot make the folder"):
        site([rice_ball()], tmp_path)


def test_a_company_with_names_by_language_is_one_company(tmp_path):
    names = {"ja": "株式会社サンプル", "en": "Sample Ltd"}
    less = rice_ball(
        product_id="tea", gtin=None, name={"en": "Tea"}, shown=Shown("95", "g-CO2e"), kg_co2e=0.095
    )
    said = [dataclasses.replace(one, company=dict(names)) for one in (rice_ball(), less)]
    site(said, tmp_path, language="en")
    source = (tmp_path / "01/04569951110016/index.html").read_text("utf-8")
    assert "Sample Ltd" in source
    assert "../../p/tea/index.html#en" in source


def test_an_index_of_a_rice_ball_and_a_house_has_their_own_units(tmp_path):
    house = rice_ball(product_id="house", gtin=OTHER, shown=Shown("12", "t-CO2e"), kg_co2e=12000.0)
    source = site([rice_ball(), house], tmp_path, language="en").read_text("utf-8")
    assert re.findall('<td class="number">(.*?)</td>', source) == [
        "210 g\u00a0CO<sub>2</sub>e",
        "12 t\u00a0CO<sub>2</sub>e",
    ]
