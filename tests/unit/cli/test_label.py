"""`co2label label`: templates, house style and formats; what does not go together is wrong usage."""

import io
import json
import re
import tomllib
from functools import partial
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from typer.testing import CliRunner

import builders
from co2label.cli import app

ONIGIRI = str(Path(__file__).parents[3] / "examples" / "onigiri.toml")
BOWLS = str(Path(__file__).parents[3] / "examples" / "bowls.toml")


run = partial(builders.run, "label")


def test_a_house_and_a_resolution(tmp_path):
    brand = tmp_path / "brand.toml"
    brand.write_text('accent = "#7a1f3d"\n', encoding="utf-8")
    run(ONIGIRI, "-o", tmp_path / "a.svg", "--brand", brand)
    assert "#7a1f3d" in (tmp_path / "a.svg").read_text("utf-8")
    run(ONIGIRI, "-o", tmp_path / "a.png", "--dpi", "254", "--language", "ja+fr")
    assert Image.open(io.BytesIO((tmp_path / "a.png").read_bytes())).width == 620


def test_a_house_that_is_refused(tmp_path):
    brand = tmp_path / "brand.toml"
    brand.write_text('ink = "#999999"\n', encoding="utf-8")
    result = run(ONIGIRI, "-o", tmp_path / "a.svg", "--brand", brand, code=1)
    assert "contrast of 2.8" in result.output
    assert not (tmp_path / "a.svg").exists()


def test_a_directory_takes_every_product_in_one_format(tmp_path):
    run(BOWLS, "-o", tmp_path / "labels", "--format", "svg", "--language", "fr")
    files = sorted((tmp_path / "labels").iterdir())
    assert len(files) > 1
    assert {file.suffix for file in files} == {".svg"}
    assert all('lang="fr"' in file.read_text("utf-8") for file in files)


def test_a_menu_is_one_picture_of_all_dishes(tmp_path):
    title = ("--title", "お昼のどんぶり", "--link", "https://example.jp/menu", "--width", "148")
    result = run(BOWLS, "--template", "menu", "-o", tmp_path / "menu.svg", *title, "--json")
    drawn = (tmp_path / "menu.svg").read_text("utf-8")
    assert all(word in drawn for word in ("お昼のどんぶり", "牛丼", "親子丼", 'width="148mm"'))
    assert {entry["file"] for entry in json.loads(result.stdout)} == {str(tmp_path / "menu.svg")}


def test_a_menu_of_one_dish_is_refused(tmp_path):
    assert "2 to 40" in run(ONIGIRI, "--template", "menu", "-o", tmp_path / "menu.svg", code=1).output
    assert not (tmp_path / "menu.svg").exists()


def test_copies_on_stock_begin_in_the_first_free_cell(tmp_path):
    mini = ("--template", "mini", "--size", "35.6x16.9", "--language", "en")
    sheet = ("--stock", "l4732", "--start", "3", "--copies", "80")
    result = run(ONIGIRI, *mini, *sheet, "-o", tmp_path / "packs.svg", "--json")
    pages = [(tmp_path / f"packs-{number}.svg").read_text("utf-8") for number in (1, 2)]
    assert [len(re.findall('aria-label="240"', page)) for page in pages] == [
        78,
        2,
    ]  # of 80 cells, two are used up
    assert json.loads(result.stdout)["file"] == str(tmp_path / "packs-1.svg")


def test_the_second_product_is_on_the_page_that_is_named(tmp_path):
    sheet = ("--grid", "2x1", "--copies", "2")
    result = run(BOWLS, *sheet, "-o", tmp_path / "cards.svg", "--json")
    for entry in json.loads(result.stdout):
        assert entry["name"]["ja"] in Path(entry["file"]).read_text("utf-8")
    assert len(list(tmp_path.iterdir())) == 2


def test_plain_paper_has_cells_as_large_as_the_largest_card_and_marks_to_cut(tmp_path):
    run(ONIGIRI, "--grid", "3x2", "--copies", "6", "-o", tmp_path / "plain.svg")
    run(ONIGIRI, "--grid", "3x2", "--copies", "6", "--crop-marks", "-o", tmp_path / "marked.svg")
    plain, marked = ((tmp_path / f"{name}.svg").read_text("utf-8") for name in ("plain", "marked"))
    assert 'viewBox="0 0 210 297"' in plain
    # 3 columns and 2 rows that touch have 4 and 3 edges, each with a mark at both ends
    assert marked.count("<rect") - plain.count("<rect") == 2 * (4 + 3)


def test_stock_of_ones_own(tmp_path):
    measures = "rows = 2\ncolumns = 1\nlabel = [90, 140]\npitch = [90, 145]\nmargin = [60, 6]\n"
    (tmp_path / "mine.toml").write_text(measures, "utf-8")
    run(ONIGIRI, "--stock", tmp_path / "mine.toml", "--copies", "2", "-o", tmp_path / "two.svg")
    assert 'viewBox="0 0 210 297"' in (tmp_path / "two.svg").read_text("utf-8")


@pytest.mark.parametrize(("display", "row"), [("400x300", 50), ("800x480", 100)])
def test_bits_and_preview_of_a_display(tmp_path, display, row):
    shelf = ("--template", "shelf", "--price", "178円", "--epaper", display, "--red")
    run(ONIGIRI, *shelf, "-o", tmp_path / "esl.png")
    run(ONIGIRI, *shelf, "-o", tmp_path / "esl.bin")
    run(ONIGIRI, *shelf[:-1], "-o", tmp_path / "black.bin")
    width, height = map(int, display.split("x"))
    seen = Image.open(tmp_path / "esl.png")
    assert seen.size == (width, height)
    planes = (tmp_path / "esl.bin").read_bytes()
    assert len(planes) == 2 * row * height
    black = planes[: row * height]
    dark = seen.convert("RGB").getchannel("R").tobytes().count(0)
    assert sum(byte.bit_count() for byte in black) == dark
    assert len((tmp_path / "black.bin").read_bytes()) == row * height


def test_the_json_of_a_label_is_the_declaration_with_its_file(tmp_path):
    entry = json.loads(run(ONIGIRI, "-o", tmp_path / "a.png", "--json").stdout)
    assert entry["id"] == "onigiri-salmon"
    assert entry["gtin"] == "4569951110016"
    assert entry["link"].endswith("/01/04569951110016")
    assert entry["file"] == str(tmp_path / "a.png")
    assert json.loads(run(ONIGIRI, "--json").stdout)["file"] is None


def test_where_one_label_cannot_be_drawn_none_is_written(tmp_path):
    document = tomllib.loads(Path(BOWLS).read_text("utf-8"))
    second = next(each for each in document["products"] if each["id"] == "oyakodon")
    second["name"] = {"ja": "丼🍚", "en": "bowl"}
    (tmp_path / "bowls.json").write_text(json.dumps(document, default=str), "utf-8")
    result = run(tmp_path / "bowls.json", "-o", tmp_path / "labels", code=1)
    assert "U+1F35A" in result.output
    assert not (tmp_path / "labels").exists()


@pytest.mark.parametrize("display", ["296x128", "400x300", "640x384"])
def test_codes_on_displays_are_read(tmp_path, display):
    run(ONIGIRI, "--template", "shelf", "--epaper", display, "-o", tmp_path / "esl.png")
    seen = Image.open(tmp_path / "esl.png").convert("L")
    (found,) = zxingcpp.read_barcodes(
        seen.resize((seen.width * 3, seen.height * 3), Image.Resampling.NEAREST)
    )
    assert found.text == "https://id.example.jp/01/04569951110016"


def test_what_a_display_refuses_names_its_product(tmp_path):
    shelf = ("--template", "shelf", "--epaper", "296x128", "--size", "66x40")
    result = run(BOWLS, *shelf, "-o", tmp_path / "labels", code=1)
    assert "product 'gyudon': a picture of 66 × 40 mm has another shape" in result.output
    assert not (tmp_path / "labels").exists()


def _out(how):
    result = CliRunner().invoke(app, how)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_all_products_of_a_document_are_shown_in_one_unit(tmp_path):
    line = {"name": "gas", "gas": "CO2", "stage": "production"}
    products = [
        {
            "id": name,
            "name": name,
            "declared_unit": "1 piece",
            "boundary": "cradle-to-gate",
            "year": 2025,
            "activities": [{**line, "amount": amount}],
            "declaration": {
                "company": "Chaya",
                "valid_until": "2027-11-22",
                "info_url": f"https://example.jp/{name}",
            },
        }
        for name, amount in (("light", "800 g"), ("heavy", "1.1 kg"))
    ]
    file = tmp_path / "two.json"
    file.write_text(json.dumps({"products": products}), "utf-8")
    how = ["label", str(file), "--issued", "2026-11-23", "--json"]
    said = json.loads(_out(how))
    assert [(each["shown"]["value"], each["shown"]["unit"]) for each in said] == [
        ("0.80", "kg-CO2e"),
        ("1.1", "kg-CO2e"),
    ]
    products[0]["declaration"]["unit"] = "g"
    file.write_text(json.dumps({"products": products}), "utf-8")
    said = json.loads(_out(how))
    assert [each["shown"]["unit"] for each in said] == ["g-CO2e", "kg-CO2e"]
