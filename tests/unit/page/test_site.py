"""A folder of pages: paths, links that lead somewhere, nothing lost of what is there."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import pytest

from co2label.errors import DocumentError, DrawError
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
    assert source.count("210 g\xa0CO<sub>2</sub>e") == 3
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
