"""Files and their formats: whole or not at all, the same bytes for the same Scene, nothing that data could smuggle in."""

import io

import pytest
from PIL import Image

from co2label.draw import Picture, Qr, Rect, Scene, Text
from co2label.errors import DrawError

LINK = "https://id.example.jp/01/04569951110016"
BEGINNINGS = {"png": b"\x89PNG\r", "svg": b"<?xml", "pdf": b"%PDF-", "html": b"<figu"}


def names_in(folder):
    return [path.name for path in folder.iterdir()]


def card(text="CO₂（鮭）"):
    ops = (Text(2, 8, text, 3), Rect(2, 10, 50, 1.3), Qr(30, 12, 14.8, LINK, text))
    return Picture(Scene(60, 30, ops, f"title {text}", f"description {text}"))


@pytest.mark.parametrize("ending", [*BEGINNINGS, "PNG", "Pdf"])
def test_save_writes_the_format_of_the_ending(tmp_path, ending):
    path = card().save(tmp_path / f"card.{ending}")
    assert path.read_bytes()[:5] == BEGINNINGS[ending.lower()]
    assert names_in(tmp_path) == [path.name]


def test_save_replaces_an_older_file(tmp_path):
    path = tmp_path / "card.svg"
    path.write_text("old")
    assert card().save(str(path)).read_text(encoding="utf-8") == card().svg()


@pytest.mark.parametrize("name", ["card.jpg", "card", ".png.exe"])
def test_an_unknown_ending_names_the_known_ones(tmp_path, name):
    with pytest.raises(DrawError, match=r"ends with \.html \.pdf \.png \.svg \.zpl, got"):
        card().save(tmp_path / name)
    assert not names_in(tmp_path)


def test_a_place_that_cannot_be_written_to(tmp_path):
    with pytest.raises(DrawError, match=r"cannot write .*missing.*card\.png: No such file"):
        card().save(tmp_path / "missing" / "card.png")
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(DrawError, match=r"cannot write .*folder\.png"):
        card().save(tmp_path / "folder.png")
    assert names_in(tmp_path) == ["folder.png"]


def test_a_write_that_breaks_off_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "card.png"
    path.write_bytes(b"old")
    monkeypatch.setattr(
        "pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left"))
    )
    with pytest.raises(DrawError, match="No space left"):
        card().save(path)
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["card.png"]


def test_the_same_scene_is_the_same_bytes():
    assert card().png() == card().png()
    assert card().svg() == card().svg()
    assert card().pdf() == card().pdf()
    assert card().html() == card().html()


def test_png_knows_its_size_and_its_words():
    with Image.open(io.BytesIO(card().png(300))) as image:
        assert image.size == (709, 354)
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert image.info["Title"] == "title CO₂（鮭）"
        assert image.info["Description"].startswith("description")


@pytest.mark.parametrize("dpi", [0, -1, 71, 2401, float("nan"), float("inf")])
def test_resolutions_that_no_card_has(dpi):
    with pytest.raises(DrawError, match="expected 72 to 2400 dots per inch"):
        card().png(dpi)


def test_a_code_needs_a_dot_for_each_module():
    small = Picture(Scene(10, 10, (Qr(0, 0, 10, LINK),), "t", "d"))
    with pytest.raises(DrawError, match=r"37 modules in 10 mm gets 0\.7"):
        small.png(72)


def test_modules_are_whole_dots_all_of_one_size():
    with Image.open(io.BytesIO(Picture(Scene(14.8, 14.8, (Qr(0, 0, 14.8, LINK),), "t", "d")).png())) as image:
        pixels = image.convert("L")
    assert pixels.size == (222, 222)
    assert {value for _, value in pixels.getcolors()} == {17, 255}
    assert all(pixels.getpixel((24 + x, 24)) == 17 for x in range(7 * 6))
    assert pixels.getpixel((23, 24)) == pixels.getpixel((24, 23)) == pixels.getpixel((24 + 42, 24)) == 255


def test_equal_rules_are_equally_thick_wherever_they_lie():
    rules = tuple(Rect(1, 1 + 1.03 * index, 5, 0.15) for index in range(20))
    with Image.open(io.BytesIO(Picture(Scene(10, 24, rules, "t", "d")).png(300))) as image:
        column = [image.convert("L").getpixel((30, y)) for y in range(image.height)]
    assert sum(value < 128 for value in column) == 20 * 2


def test_a_notebook_shows_the_png():
    data, size = card()._repr_png_()
    assert data == card().png()
    assert size == {"width": 360}
