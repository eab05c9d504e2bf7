"""One sheet a format with every template in every language, to be looked at: `python docs/images/contact_sheet.py`.

Each picture is made by the product in that format and brought back to dots by a reader that is not ours: resvg (SVG),
poppler's pdftoppm (PDF), Chromium (HTML), zpl-renderer-js (ZPL, through tests/node). Needs the packages of the tests.
"""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import resvg_py
from PIL import Image, ImageDraw, ImageFont

import co2label as c2
from co2label.draw import BOLD, REGULAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from co2label.draw import Picture

ROOT = Path(__file__).parents[2]
LANGUAGES = ("ja", "en", "fr", "ja+en")
DPI = 203
GAP, HEAD, EDGE = 24, 44, 3
_GREY = 24
"""A colour whose channels are less apart is a grey."""
GREY, INK = (196, 202, 205), (17, 17, 17)
FONTS = [str(font.path) for font in (REGULAR, BOLD)]


def declared(file: str) -> list[c2.Declaration]:
    """The declarations of an example, of the products that have one."""
    footprints = c2.compute_all(c2.read_document(ROOT / "examples" / file).products)
    return [
        c2.declare(
            one, issued="2026-11-23", baseline=footprints[statement.baseline] if statement.baseline else None
        )
        for one in footprints
        if (statement := one.product.declaration).company and statement.valid_until
    ]


def templates(language: str) -> dict[str, Picture]:
    """Every template in a language."""
    onigiri, *_ = declared("onigiri.toml")
    bowls = declared("bowls.toml")
    lunch, *_ = declared("lunchbox.toml")
    marked = replace(onigiri, near=())
    price = {"price": "¥228", "price_note": "税込 ¥246" if language.startswith("ja") else None}
    label = c2.label
    mini = label.mini(onigiri, language=language)
    sheet = label.sheet([label.mini(marked)], label.STOCKS["L4732"], copies=9, crop_marks=True)
    return {
        "calorie": label.calorie(onigiri, language=language),
        "calorie, everything": label.calorie(lunch, language=language),
        "detail": label.detail(lunch, language=language),
        "compact": label.compact(onigiri, language=language),
        "strip": label.strip(onigiri, language=language),
        "landscape": label.landscape(onigiri, language=language),
        "mark": label.mark(marked, language=language.split("+", maxsplit=1)[0]),
        "share-card": label.share_card(onigiri, language=language),
        "menu": label.menu(bowls, language=language),
        "shelf": label.shelf(onigiri, language=language, **price),
        "shelf on e-paper": label.shelf(onigiri, language=language, size=label.ESL_29, **price),
        "mini": mini,
        "sheet": next(iter(sheet)),
    }


def of_png(picture: Picture) -> Image.Image:
    """Our own dots, in colour."""
    return Image.open(io.BytesIO(picture.png(DPI)))


def of_black(picture: Picture) -> Image.Image:
    """Our own dots for a thermal printer."""
    return Image.open(io.BytesIO(picture.png(DPI, "black")))


def of_epaper(picture: Picture) -> Image.Image:
    """The planes of a display in black, white and red, each pixel doubled."""
    width = 296 if picture.scene.width < 67 else 400  # noqa: PLR2004 - the two displays
    shape = picture.scene.height / picture.scene.width
    planes = picture.epaper(width, round(width * shape), red=True)
    image = Image.open(io.BytesIO(planes.png()))
    return image.resize((image.width * 2, image.height * 2), Image.Resampling.NEAREST)


def of_svg(picture: Picture) -> Image.Image:
    """SVG, as resvg reads it."""
    data = resvg_py.svg_to_bytes(svg_string=picture.svg(), dpi=DPI, skip_system_fonts=True, font_files=FONTS)
    return Image.open(io.BytesIO(bytes(data)))


def of_pdf(picture: Picture) -> Image.Image:
    """PDF, as poppler reads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = picture.save(Path(folder) / "one.pdf")
        subprocess.run(["pdftoppm", "-r", str(DPI), "-png", path, path.with_suffix("")], check=True)  # noqa: S603, S607
        image = Image.open(next(Path(folder).glob("*.png")))
        image.load()
        return image


def of_zpl(picture: Picture) -> Image.Image:
    """ZPL, as zpl-renderer-js reads it."""
    size = (str(round(picture.scene.width * 8)), str(round(picture.scene.height * 8)))
    command = ["node", str(ROOT / "tests" / "node" / "zpl.mjs"), *size]
    done = subprocess.run(command, input=picture.zpl(DPI), capture_output=True, check=True)  # noqa: S603
    return Image.open(io.BytesIO(done.stdout))


def of_html(picture: Picture) -> Image.Image:
    """The fragment of HTML, as Chromium reads it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only here

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        config = Path(folder) / "fonts.conf"
        folders = "".join(f"<dir>{Path(font).parent}</dir>" for font in FONTS)
        config.write_text(f"<fontconfig>{folders}<cachedir>{folder}</cachedir></fontconfig>")
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox"],
            env={**os.environ, "FONTCONFIG_FILE": str(config)},
        )
        page = browser.new_page(device_scale_factor=DPI / 96, viewport={"width": 900, "height": 1200})
        page.set_content(f"<!doctype html><body style='margin:0'>{picture.html()}")
        shot = page.locator("figure").screenshot()
        browser.close()
        return Image.open(io.BytesIO(shot))


FORMATS: dict[str, Callable[[Picture], Image.Image]] = {
    "png": of_png,
    "black": of_black,
    "svg": of_svg,
    "pdf": of_pdf,
    "html": of_html,
    "zpl": of_zpl,
    "epaper": of_epaper,
}


def row(images: dict[str, Image.Image], width: int) -> list[list[tuple[str, Image.Image]]]:
    """Pictures set side by side, in as many rows as the width needs."""
    rows: list[list[tuple[str, Image.Image]]] = [[]]
    for name, image in images.items():
        if sum(each.width + GAP for _, each in rows[-1]) + image.width > width:
            rows.append([])
        rows[-1].append((name, image))
    return rows


def compose(images: dict[str, Image.Image], width: int = 2600) -> Image.Image:
    """Pictures with their names above them, on grey."""
    rows = row(images, width)
    heights = [max(image.height for _, image in each) + HEAD + GAP for each in rows]
    sheet = Image.new("RGB", (width + 2 * GAP, sum(heights) + GAP), GREY)
    draw, font = ImageDraw.Draw(sheet), ImageFont.truetype(str(REGULAR.path), 26)
    y = GAP
    for each, height in zip(rows, heights, strict=True):
        x = GAP
        for name, image in each:
            draw.text((x, y), name, INK, font)
            sheet.paste(image.convert("RGB"), (x, y + HEAD))
            x += image.width + GAP
        y += height
    return sheet


def main() -> None:
    """One sheet a format."""
    pictures = {language: templates(language) for language in LANGUAGES}
    for kind, drawn in FORMATS.items():
        chosen = {
            f"{name} · {language}": picture
            for name in pictures["ja"]
            for language in LANGUAGES
            for picture in [pictures[language][name]]
            if (kind != "epaper" or name == "shelf on e-paper") and (name != "sheet" or language == "ja")
        }
        sheet = compose({name: shrunk(name, drawn(picture)) for name, picture in chosen.items()})
        if kind not in {"black", "epaper"}:
            sheet = sheet.resize((sheet.width // 2, sheet.height // 2), Image.Resampling.LANCZOS)
        in_colours(sheet).save(ROOT / "docs" / "images" / "contact" / f"{kind}.png", optimize=True)


def in_colours(sheet: Image.Image) -> Image.Image:
    """The sheet in its 64 most common greys and 192 other colours: fills stay as they are, be they on few labels of many."""
    found = sorted(sheet.getcolors(sheet.width * sheet.height), reverse=True)
    greys = [colour for _, colour in found if max(colour) - min(colour) < _GREY][:64]
    others = [colour for _, colour in found if max(colour) - min(colour) >= _GREY][:192]
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for colour in (*greys, *others) for channel in colour])
    return sheet.quantize(palette=palette, dither=Image.Dither.NONE)


def shrunk(name: str, image: Image.Image) -> Image.Image:
    """A page of A4 at a third, so that it does not dwarf the labels."""
    if not name.startswith("sheet"):
        return image
    return image.convert("RGB").resize((image.width // 3, image.height // 3), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
