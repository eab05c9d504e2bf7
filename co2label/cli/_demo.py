"""`co2label demo`: one of everything from bundled data, and a page that shows it.

Days of issue are fixed, so the files are the same on every day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import co2label as c2
from co2label._options import Option
from co2label._storage import write
from co2label.cli._output import write_text
from co2label.cli._reading import declaration_of, nudge_context

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.declaration import Declaration
    from co2label.footprint import Footprints
    from co2label.model import Product

_LANGUAGES = ("ja", "en", "ja+en")
_DAY = date(2026, 11, 23)
_SHELF_PRICE, _SHELF_PRICE_NOTE = "178円", "税込192円"
_PACK = (35.6, 16.9)
"""mm: one of the 80 labels of a sheet."""
_DISPLAY = (400, 300)
"""Pixels of a display of 4.2 inches."""
_TEA, _BOWL = "green-tea-500", "gyudon"


@dataclass(frozen=True, slots=True)
class _Carrier:
    """A figure of the page: what it is, its files (the first is the picture that is shown), and how it is set."""

    title: str
    text: str
    files: tuple[str, ...]
    kind: str = "label"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the page behind the labels: what it is, pictures in a row, and a file that leads on, with its words."""

    title: str
    text: str
    carriers: tuple[_Carrier, ...] = ()
    leads_to: tuple[str, str] | None = None


def demo(
    output: Annotated[Path, Option("Made where it is not there.", metavar="DIRECTORY", short="-o")] = Path(
        "demo-out"
    ),
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
    from co2label._html import Translator, render

    footprints = _bundled_footprints("demo.toml")
    declarations = [declaration_of(footprint, footprints) for footprint in footprints]
    explanation = footprints[0].explain().text("ja")
    parts = list(_parts(output, declarations, _bundled_footprints("demo_more.toml")))
    page = render(
        "cli/demo.html.j2",
        declarations=declarations,
        languages=_LANGUAGES,
        parts=parts,
        explanation=explanation,
        en=Translator("en"),
    )
    yield write_text(output / "index.html", page)
    for one in declarations:
        for language in _LANGUAGES:
            card = c2.label.calorie(one, language=language)
            yield from _saved(output, f"{one.product_id}.{language}", card)
        yield from _saved(output, f"{one.product_id}.qr", c2.tag.qr(one))
    for part in parts:
        yield from (output / file for carrier in part.carriers for file in carrier.files)
    yield from _site(output / "site", declarations)
    yield from _catalogue(output / "catalogue", [footprint.product for footprint in footprints])
    yield write_text(output / "explanation.txt", explanation + "\n")


def _bundled_footprints(name: str) -> Footprints:
    with as_file(files("co2label.cli").joinpath(name)) as path:
        return c2.compute_all(c2.read_document(path).products)


def _parts(output: Path, declarations: Sequence[Declaration], more: Footprints) -> Iterator[_Part]:
    """Parts of the page behind the labels; draws their pictures."""
    yield _Part(
        "On shelves, packs and printers",
        "The same declaration of the first product, for everything that a shop prints or shows.",
        tuple(_carriers(output, declarations[0])),
    )
    yield _Part(
        "Beside the figure",
        "What a label may say of electricity, buildings, wood, places: from data, by published rules, explained on the page.",
        _sdg_lines(output, more),
    )
    yield _Part(
        "Behind the code",
        "What a phone opens, without scripts, for any web server:",
        leads_to=("site/index.html", "the pages of the first four products"),
    )
    yield _Part(
        "On the receipt",
        "Information below the sum, no amount. The magazine has no data: it is counted as missing, not as zero.",
        (_receipt(output, declarations), _nudge_receipt(output, more)),
    )
    yield _Part(
        "What a person can do",
        "Actions with the kilograms and the source of each; a plan never adds up past the household's footprint.",
        (_action_card(output),),
    )
    yield _Part(
        "A whole catalogue",
        "One command for any number of products; interrupted, it goes on. Here the four above:",
        leads_to=("catalogue/index.html", "labels, results, and what was refused"),
    )


def _saved(output: Path, stem: str, picture: Any, *suffixes: str) -> tuple[Path, ...]:
    """Write a picture, as PNG and SVG if nothing else is asked for."""
    paths = tuple(output / f"{stem}.{suffix}" for suffix in suffixes or ("png", "svg"))
    for path in paths:
        picture.save(path)
    return paths


def _names(paths: Sequence[Path]) -> tuple[str, ...]:
    return tuple(path.name for path in paths)


def _carriers(output: Path, declaration: Declaration) -> Iterator[_Carrier]:
    """Everything that a shop and a factory would print or show of one declaration."""
    stem = declaration.product_id
    shelf = c2.label.shelf(declaration, price=_SHELF_PRICE, price_note=_SHELF_PRICE_NOTE)
    text = "70 × 38 mm, the figure per 100 g like a unit price"
    yield _Carrier("Shelf label", text, _names(_saved(output, f"{stem}.shelf", shelf)))

    display = c2.label.shelf(declaration, price=_SHELF_PRICE, size=c2.label.ESL_42).epaper(*_DISPLAY)
    names = (f"{stem}.display.png", f"{stem}.display.bin")
    for name, content in zip(names, (display.png(), display.black), strict=True):
        write(output / name, content)
    yield _Carrier("Electronic shelf label", "400 × 300 pixels, a bit each: no greys", names)

    mini = c2.label.mini(declaration, size=_PACK)
    text = f"{_PACK[0]:g} × {_PACK[1]:g} mm: what has no room stands behind the code"
    yield _Carrier("Small pack", text, _names(_saved(output, f"{stem}.mini", mini)), "small")

    card = c2.label.calorie(declaration)
    names = (f"{stem}.203dpi.png", f"{stem}.203dpi.zpl")
    for name, content in zip(names, (card.png(203, "black"), card.zpl(203)), strict=True):
        write(output / name, content)
    yield _Carrier("Thermal printer", "203 dots per inch, black only; ZPL for label printers", names)

    stock = c2.label.STOCKS["L4732"]
    sheet = c2.label.sheet([mini], stock, copies=stock.cells)
    suffixes = ("svg", "pdf") if find_spec("typst") is not None else ("svg",)
    text = "A4, 80 labels, for an office printer"
    yield _Carrier("Sheet of labels", text, _names(_saved(output, f"{stem}.sheet", sheet, *suffixes)))


def _sdg_lines(output: Path, footprints: Footprints) -> tuple[_Carrier, ...]:
    """A label with lines that a rule wrote, and the picture that explains one of them."""
    tea = footprints[_TEA]
    card = c2.label.calorie(declaration_of(tea, footprints), language="ja+en")
    mix = c2.label.power_mix(tea, language="ja+en")
    return (
        _Carrier(
            "Label with SDG lines",
            "Where its electricity comes from and the place where it is made: by rule, from certificates and a public list",
            _names(_saved(output, f"{_TEA}.ja+en", card)),
        ),
        _Carrier(
            "Power mix",
            "What the electricity is generated from, for the page behind the code",
            _names(_saved(output, f"{_TEA}.mix", mix)),
        ),
    )


def _receipt(output: Path, declarations: Sequence[Declaration]) -> _Carrier:
    """A purchase in a convenience store: two of the products, and a magazine without data."""
    onigiri, milk = declarations[:2]
    line = c2.receipt.ReceiptLine
    bought = c2.receipt.Receipt(
        store="サンプルストア 駅前店",
        receipt_id="2026-11-23-0042",
        lines=(
            line(name=onigiri.name["ja"], quantity=2, price=178, gtin=onigiri.gtin, declaration=onigiri),
            line(name=milk.name["ja"], price=248, gtin=milk.gtin, declaration=milk),
            line(name="雑誌", price=690),
        ),
    )
    c2.receipt.preview(bought, columns=32, detail="full").save(output / "receipt.png")
    write_text(output / "receipt.txt", c2.receipt.plain(bought, columns=32, detail="full") + "\n")
    names = ("receipt.png", "receipt.txt")
    return _Carrier("Receipt", "The sum, what is known of it, each item", names, "paper")


def _nudge_receipt(output: Path, footprints: Footprints) -> _Carrier:
    """A receipt whose last line is at most one short message, which the shop's own products bear out."""
    declaration = declaration_of(footprints[_BOWL], footprints)
    line = c2.receipt.ReceiptLine(
        name=declaration.name["ja"],
        price=480,
        gtin=declaration.gtin,
        product=declaration.product_id,
        declaration=declaration,
    )
    bought = c2.receipt.Receipt(store="サンプル食堂 駅前店", receipt_id="2026-11-24-0107", lines=(line,))
    found = c2.incentive.nudge(nudge_context(bought, None), footprints).nudge
    assert found is not None, "of the bundled bowls one is lower for certain"
    with_message = bought.model_copy(update={"notices": (dict(found.words),)})
    c2.receipt.preview(with_message, columns=32).save(output / "receipt-nudge.png")
    text = "One short, true message, or none; never of blame, and only where the difference is certain"
    return _Carrier("Receipt of another shop", text, ("receipt-nudge.png",), "paper")


def _action_card(output: Path) -> _Carrier:
    """Plan of a household with its expected reduction, for social media."""
    chosen = ["renewable-electricity", "insulation-renovation", "telework", "clothes-longer"]
    plan = c2.incentive.Plan.read({"who": "みどり", "since": "2026-11-01", "persons": 2, "actions": chosen})
    reduction = c2.incentive.expected_reduction(plan, c2.incentive.ActionTable.bundled())
    picture = c2.incentive.action_card(reduction, "ja", shape="wide")
    names = ("actions.png", "actions.svg")
    write(output / names[0], picture.png(c2.incentive.WIDE_DPI))
    picture.save(output / names[1])
    text = "1,200 × 630 pixels; what overlaps is counted once"
    return _Carrier("Actions of a household", text, names, "wide")


def _site(folder: Path, declarations: Sequence[Declaration]) -> Iterator[Path]:
    """The pages that the codes open, with their labels; the index comes first."""
    yield c2.page.site(
        declarations, folder, label=lambda one, language: c2.label.calorie(one, language=language)
    )
    for one in declarations:
        yield folder / c2.page.page_path(one) / "index.html"
        yield folder / c2.page.page_path(one) / "index.json"


def _catalogue(folder: Path, products: Sequence[Product]) -> Iterator[Path]:
    """A run over the products; the summary comes first, and what the run keeps for itself is not named."""
    source = c2.catalogue.CatalogueSource("demo", lambda: products)
    c2.catalogue.run(source, folder, c2.catalogue.Job(today=_DAY, language="ja"), restart=True)
    index = folder / "index.html"
    yield index
    made = (path for path in (*folder.glob("*.*"), *folder.glob("labels/*")) if path.is_file())
    yield from sorted(path for path in made if path != index)
