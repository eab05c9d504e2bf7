"""`co2label demo`: one of everything from bundled data, and a page that shows it.

Days of issue are fixed, so the files are the same on every day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

import co2label as c2
from co2label._options import Option
from co2label._storage import write
from co2label.cli._reading import FigureBasis, ProductFile, nudge_context

_LANGUAGES = ("ja", "en", "ja+en")
_DAY = date(2026, 11, 23)
_SHELF_PRICE, _SHELF_PRICE_NOTE = "178円", "税込192円"
_PACK = (35.6, 16.9)
"""mm: one of the 80 labels of a sheet."""
_DISPLAY = (400, 300)
"""Pixels of a display of 4.2 inches."""
_TEA, _BOWL = "green-tea-500", "gyudon"


def demo(
    output: Annotated[Path, Option("Made where it is not there.", metavar="DIRECTORY")] = Path("demo-out"),
) -> None:
    """Make one of everything: labels, codes, pages, receipts, a card of actions, a small catalogue; and a page that shows it.

    Example: co2label demo -o demo-out
    """
    output.mkdir(parents=True, exist_ok=True)
    written = list(_write_all(output))
    typer.echo("\n".join(map(str, written)))
    typer.echo(f"\n{len(written)} files in {output}; open {output / 'index.html'} in a browser.")


def _write_all(output: Path) -> Iterator[Path]:
    """Write everything; yields the files in the order in which a person looks at them."""
    from co2label._html import render
    from co2label.wording import Translator

    file, more = _bundled_file("demo.toml"), _bundled_file("demo_more.toml")
    footprints, declarations = file.footprints, file.declare(file.footprints)
    explanation = footprints[0].explain().text("ja")
    pictures = dict(_pictures(output, declarations, more))
    page = render(
        "cli/demo.html.j2",
        declarations=declarations,
        languages=_LANGUAGES,
        pictures=pictures,
        pack=_PACK,
        explanation=explanation,
        en=Translator("en"),
    )
    _write(output, {"index.html": page, "explanation.txt": explanation + "\n"})
    yield output / "index.html"
    for one in declarations:
        cards = {language: c2.label.calorie(one, language=language) for language in _LANGUAGES}
        for kind, picture in (*cards.items(), ("qr", c2.tag.qr(one))):
            yield from map(output.joinpath, _save(output, f"{one.product_id}.{kind}", picture))
    yield from (output / name for names in pictures.values() for name in names)
    yield from _site(output / "site", declarations)
    yield from _catalogue(output / "catalogue", [footprint.product for footprint in footprints])
    yield output / "explanation.txt"


def _bundled_file(name: str) -> ProductFile:
    with as_file(files("co2label.cli").joinpath(name)) as path:
        return ProductFile(path, FigureBasis())


def _save(output: Path, stem: str, picture: c2.Picture, *suffixes: str) -> tuple[str, ...]:
    """Write a picture, as PNG and SVG if nothing else is asked for; gives the names of its files."""
    encoded = {f"{stem}.{suffix}": picture.encode(suffix) for suffix in suffixes or ("png", "svg")}
    return _write(output, encoded)


def _write(output: Path, contents: Mapping[str, bytes | str]) -> tuple[str, ...]:
    for name, content in contents.items():
        write(output / name, content)
    return tuple(contents)


def _pictures(
    output: Path, declarations: Sequence[c2.Declaration], more: ProductFile
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Draw what stands behind the labels: by its name in the page, its files, of which the first is shown."""
    first = declarations[0]
    stem = first.product_id
    shelf = c2.label.shelf(first, price=_SHELF_PRICE, price_note=_SHELF_PRICE_NOTE)
    yield "shelf", _save(output, f"{stem}.shelf", shelf)
    display = c2.label.shelf(first, price=_SHELF_PRICE, size=c2.label.ESL_42).epaper(*_DISPLAY)
    planes = {f"{stem}.display.png": display.png(), f"{stem}.display.bin": display.black}
    yield "display", _write(output, planes)
    mini = c2.label.mini(first, size=_PACK)
    yield "mini", _save(output, f"{stem}.mini", mini)
    card = c2.label.calorie(first)
    thermal = {f"{stem}.203dpi.png": card.png(203, "black"), f"{stem}.203dpi.zpl": card.zpl(203)}
    yield "thermal", _write(output, thermal)
    stock = c2.label.STOCKS["L4732"]
    sheet = c2.label.sheet([mini], stock, copies=stock.cells)
    suffixes = ("svg", "pdf") if find_spec("typst") is not None else ("svg",)
    paths = [path for suffix in suffixes for path in sheet.save(output / f"{stem}.sheet.{suffix}")]
    yield "sheet", tuple(path.name for path in paths)

    tea = more.footprints[_TEA]
    card = c2.label.calorie(*more.declare([tea]), language="ja+en")
    yield "lines", _save(output, f"{_TEA}.ja+en", card)
    yield "mix", _save(output, f"{_TEA}.mix", c2.label.power_mix(tea, language="ja+en"))

    bought = _convenience_store(*declarations[:2])
    slip = c2.receipt.preview(bought, columns=32, detail="full").encode("png")
    text = c2.receipt.plain(bought, columns=32, detail="full") + "\n"
    yield "receipt", _write(output, {"receipt.png": slip, "receipt.txt": text.encode()})
    nudged = c2.receipt.preview(_with_nudge(more), columns=32)
    yield "nudge", _save(output, "receipt-nudge", nudged, "png")

    chosen = ["renewable-electricity", "insulation-renovation", "telework", "clothes-longer"]
    plan = c2.incentive.Plan.read({"who": "みどり", "since": "2026-11-01", "persons": 2, "actions": chosen})
    reduction = c2.incentive.expected_reduction(plan, c2.incentive.ActionTable.bundled())
    card = c2.incentive.action_card(reduction, "ja", shape="wide")
    wide = {"actions.png": card.png(c2.incentive.WIDE_DPI), "actions.svg": card.encode("svg")}
    yield "actions", _write(output, wide)


def _convenience_store(onigiri: c2.Declaration, milk: c2.Declaration) -> c2.receipt.Receipt:
    """A purchase of two of the products, and a magazine without data."""
    line = c2.receipt.ReceiptLine
    return c2.receipt.Receipt(
        store="サンプルストア 駅前店",
        receipt_id="2026-11-23-0042",
        lines=(
            line(name=onigiri.name["ja"], quantity=2, price=178, gtin=onigiri.gtin, declaration=onigiri),
            line(name=milk.name["ja"], price=248, gtin=milk.gtin, declaration=milk),
            line(name="雑誌", price=690),
        ),
    )


def _with_nudge(file: ProductFile) -> c2.receipt.Receipt:
    """A receipt whose last line is at most one short message, which the shop's own products bear out."""
    (bowl,) = file.declare([file.footprints[_BOWL]])
    line = c2.receipt.ReceiptLine(
        name=bowl.name["ja"], price=480, gtin=bowl.gtin, product=bowl.product_id, declaration=bowl
    )
    bought = c2.receipt.Receipt(store="サンプル食堂 駅前店", receipt_id="2026-11-24-0107", lines=(line,))
    found = c2.incentive.nudge(nudge_context(bought, None), file.footprints).nudge
    assert found is not None, "of the bundled bowls one is lower for certain"
    return bought.model_copy(update={"notices": (dict(found.words),)})


def _site(folder: Path, declarations: Sequence[c2.Declaration]) -> Iterator[Path]:
    """The pages that the codes open; the index comes first."""
    yield c2.page.site(declarations, folder, language=("ja", "en", "fr"))
    for one in declarations:
        yield folder / c2.page.page_path(one) / "index.html"
        yield folder / c2.page.page_path(one) / "index.json"


def _catalogue(folder: Path, products: Sequence[c2.Product]) -> Iterator[Path]:
    """A run over the products; the summary comes first, and what the run keeps for itself is not named."""
    source = c2.catalogue.CatalogueSource("demo", lambda: products)
    c2.catalogue.run(source, folder, c2.catalogue.Job(today=_DAY, language="ja"), restart=True)
    index = folder / "index.html"
    yield index
    made = (path for path in (*folder.glob("*.*"), *folder.glob("labels/*")) if path.is_file())
    yield from sorted(path for path in made if path != index)
