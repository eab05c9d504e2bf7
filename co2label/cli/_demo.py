"""`co2label demo`: one of everything from bundled data, and a page that shows it.

Days of issue are fixed, so the files are the same on every day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import co2label as c2
from co2label.cli._output import write_text
from co2label.cli._reading import declaration_of, nudge_context

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.declaration import Declaration
    from co2label.footprint import Footprints
    from co2label.model import Product


_STYLE = """
:root { color-scheme: light; --ink: #1c1c1a; --quiet: #5f5f58; --ground: #f3f2ec; --line: #d9d7cc }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 74rem; padding: 2.5rem 1.5rem 4rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.6 system-ui, "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", Meiryo, sans-serif }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem }
h2 { font-size: 1.25rem; margin: 3rem 0 .25rem; padding-top: 1rem; border-top: 1px solid var(--line) }
p { margin: .25rem 0 1rem; color: var(--quiet); max-width: 44rem }
.row { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start }
figure { margin: 0 }
figure img { display: block; width: 17rem; max-width: 100%; height: auto; background: #fff; box-shadow: 0 1px 6px #0002 }
figure { max-width: 17rem }
figure.code img { width: 8rem }
figure.small img { width: 12rem }
figure.wide, figure.wide img { max-width: 100%; width: 35.5rem }
figcaption { font-size: .8rem; color: var(--quiet); padding-top: .4rem }
pre { background: #fff; padding: 1.25rem; margin: 0; overflow-x: auto; box-shadow: 0 1px 6px #0002; font-size: .85rem;
  line-height: 1.5; font-family: "MS Gothic", "Osaka-Mono", "Noto Sans Mono CJK JP", "BIZ UDGothic", monospace }
pre { white-space: pre-wrap; overflow-wrap: anywhere }
a { color: inherit }
"""


@dataclass(frozen=True, slots=True)
class _Carrier:
    """A figure of the page: the picture that is shown, the files that it names, and what it is."""

    title: str
    said: str
    files: tuple[str, ...]
    kind: str = "label"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the page behind the labels: what it is, pictures in a row, and a file that leads on."""

    title: str
    said: str
    carriers: tuple[_Carrier, ...] = ()
    leads_to: tuple[str, str] | None = None
    """The file, and its words."""


def _demo_page(
    said: Sequence[Declaration], languages: Sequence[str], parts: Sequence[_Part], explanation: str
) -> str:
    """The page as HTML; the pictures stand beside it.

    Args:
        said: what is shown, one section each.
        languages: of the labels; a file is called `<id>.<language>.png`.
        parts: what else was made.
        explanation: the explanation of the first product as text.
    """
    from co2label.model import in_language

    sections = "\n".join((*(_product_section(one, languages) for one in said), *map(_part_section, parts)))
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>co2label demo</title>
<style>{_STYLE}</style>
<h1>The CO<sub>2</sub> of things, as visible as calories</h1>
<p>Everything here was made from two small files of activities and the emission factors that come with co2label.
The amounts are illustrative. Every label, QR code and receipt line shows the same figure.</p>
{sections}
<h2>Where the figure comes from</h2>
<p>{escape(in_language(said[0].name, "en"))}, taken apart: every activity with its sum and its source.</p>
<pre lang="ja">{escape(explanation)}</pre>
</html>
"""


def _product_section(said: Declaration, languages: Sequence[str]) -> str:
    from co2label.model import in_language

    name = escape(" · ".join(said.name.values()))
    labels = "\n".join(
        _label_figure(f"{said.product_id}.{language}", f"Label, {language}") for language in languages
    )
    code = _label_figure(f"{said.product_id}.qr", "QR code alone", "code")
    link = escape(said.link, quote=True)
    unit = in_language(said.declared_unit.words, "en")
    about = escape(", ".join((str(said.shown), unit, *(in_language(each.short, "en") for each in said.near))))
    return f"""<h2>{name}</h2>
<p>{about}. The code opens
<a href="{link}" rel="noreferrer">{link}</a>.</p>
<div class="row">
{labels}
{code}
</div>"""


def _part_section(part: _Part) -> str:
    link = (
        part.leads_to and f' <a href="{escape(part.leads_to[0], quote=True)}">{escape(part.leads_to[1])}</a>.'
    )
    row = "\n".join(map(_carrier_figure, part.carriers))
    pictures = f'\n<div class="row">\n{row}\n</div>' if row else ""
    return f"<h2>{escape(part.title)}</h2>\n<p>{escape(part.said)}{link or ''}</p>{pictures}"


def _label_figure(stem: str, words: str, kind: str = "label") -> str:
    return _picture_figure(words, [f"{stem}.png", f"{stem}.svg"], kind)


def _carrier_figure(carrier: _Carrier) -> str:
    return _picture_figure(f"{carrier.title}. {carrier.said}", carrier.files, carrier.kind)


def _picture_figure(words: str, names: Sequence[str], kind: str) -> str:
    """A picture, what it is, and its files; the first of them is the picture."""
    words, files = escape(words, quote=True), [escape(name, quote=True) for name in names]
    links = " · ".join(f'<a href="{file}">{file.rpartition(".")[2]}</a>' for file in files)
    return f"""<figure class="{kind}"><img src="{files[0]}" alt="{words}"><figcaption>{words}: {links}</figcaption></figure>"""


_SHELF_PRICE, _SHELF_PRICE_NOTE = "178円", "税込192円"

_PACK = (35.6, 16.9)
"""mm: one of the 80 labels of a sheet."""

_DISPLAY = (400, 300)
"""Pixels of a display of 4.2 inches."""


def _carriers(output: Path, said: Declaration) -> Iterator[_Carrier]:
    """Draw and write them; the first file of each is the picture to show."""
    yield _shelf(output, said)
    yield _display(output, said)
    yield _mini(output, said)
    yield _thermal(output, said)
    yield _sheet(output, said)


def _site(output: Path, said: Sequence[Declaration]) -> Iterator[Path]:
    """The pages that the codes open, with their labels; the index comes first."""
    folder = output / "site"
    yield c2.page.site(said, folder, label=lambda one, language: c2.label.calorie(one, language=language))
    for one in said:
        yield folder / c2.page.page_path(one) / "index.html"
        yield folder / c2.page.page_path(one) / "index.json"


def _shelf(output: Path, said: Declaration) -> _Carrier:

    picture = c2.label.shelf(said, price=_SHELF_PRICE, price_note=_SHELF_PRICE_NOTE)
    files = (f"{said.product_id}.shelf.png", f"{said.product_id}.shelf.svg")
    for file in files:
        picture.save(output / file)
    return _Carrier("Shelf label", "70 × 38 mm, the figure per 100 g like a unit price", files)


def _display(output: Path, said: Declaration) -> _Carrier:
    from co2label._storage import write

    planes = c2.label.shelf(said, price=_SHELF_PRICE, size=c2.label.ESL_42).epaper(*_DISPLAY)
    files = (f"{said.product_id}.display.png", f"{said.product_id}.display.bin")
    write(output / files[0], planes.png())
    write(output / files[1], planes.black)
    return _Carrier("Electronic shelf label", "400 × 300 pixels, a bit each: no greys", files)


def _mini(output: Path, said: Declaration) -> _Carrier:

    picture = c2.label.mini(said, size=_PACK)
    files = (f"{said.product_id}.mini.png", f"{said.product_id}.mini.svg")
    for file in files:
        picture.save(output / file)
    return _Carrier(
        "Small pack",
        f"{_PACK[0]:g} × {_PACK[1]:g} mm: what has no room stands behind the code",
        files,
        "small",
    )


def _thermal(output: Path, said: Declaration) -> _Carrier:
    from co2label._storage import write

    card = c2.label.calorie(said)
    files = (f"{said.product_id}.203dpi.png", f"{said.product_id}.203dpi.zpl")
    write(output / files[0], card.png(203, "black"))
    write(output / files[1], card.zpl(203))
    return _Carrier("Thermal printer", "203 dots per inch, black only; ZPL for label printers", files)


def _sheet(output: Path, said: Declaration) -> _Carrier:
    """A sheet of small labels; as PDF too where typst is installed."""
    stock = c2.label.STOCKS["L4732"]
    made = c2.label.sheet([c2.label.mini(said, size=_PACK)], stock, copies=stock.cells)
    files = [f"{said.product_id}.sheet.svg"]
    if find_spec("typst") is not None:
        files.append(f"{said.product_id}.sheet.pdf")
    for file in files:
        made.save(output / file)
    return _Carrier("Sheet of labels", "A4, 80 labels, for an office printer", tuple(files))


_MORE = "demo_more.toml"
"""The bundled products that these are made of."""

_TEA, _BOUGHT = "green-tea-500", "gyudon"

_BOWL_PRICE = 480


def _sdg_lines(output: Path, footprints: Footprints) -> tuple[_Carrier, ...]:
    """A label with lines that a rule wrote, and the picture that explains one of them."""
    tea = footprints[_TEA]
    said = "Where its electricity comes from and the place where it is made: by rule, from certificates and a public list"
    pictures = {
        f"{_TEA}.ja+en": c2.label.calorie(declaration_of(tea, footprints), language="ja+en"),
        f"{_TEA}.mix": c2.label.power_mix(tea, language="ja+en"),
    }
    for stem, picture in pictures.items():
        for ending in ("png", "svg"):
            picture.save(output / f"{stem}.{ending}")
    label, mix = ([f"{stem}.{ending}" for ending in ("png", "svg")] for stem in pictures)
    return (
        _Carrier("Label with SDG lines", said, tuple(label)),
        _Carrier(
            "Power mix", "What the electricity is generated from, for the page behind the code", tuple(mix)
        ),
    )


def _nudge_receipt(output: Path, footprints: Footprints) -> _Carrier:
    """A receipt whose last line is at most one short message, which the shop's own products bear out."""
    bowl = declaration_of(footprints[_BOUGHT], footprints)
    line = c2.receipt.ReceiptLine(
        name=bowl.name["ja"], price=_BOWL_PRICE, gtin=bowl.gtin, product=_BOUGHT, declaration=bowl
    )
    bought = c2.receipt.Receipt(store="サンプル食堂 駅前店", receipt_id="2026-11-24-0107", lines=(line,))
    found = c2.incentive.nudge(nudge_context(bought, None), footprints).nudge
    assert found is not None, "of the bundled bowls one is lower for certain"
    told = bought.model_copy(update={"notices": (dict(found.words),)})
    c2.receipt.preview(told, columns=32).save(output / "receipt-nudge.png")
    said = "One short, true message, or none; never of blame, and only where the difference is certain"
    return _Carrier("Receipt of another shop", said, ("receipt-nudge.png",), "paper")


def _action_card(output: Path) -> _Carrier:
    """What a household means to do and what that is expected to bring, for social media."""
    from co2label._storage import write

    chosen = ["renewable-electricity", "insulation-renovation", "telework", "clothes-longer"]
    plan = c2.incentive.Plan.read({"who": "みどり", "since": "2026-11-01", "persons": 2, "actions": chosen})
    picture = c2.incentive.action_card(
        c2.incentive.expected_reduction(plan, c2.incentive.ActionTable.bundled()), "ja", shape="wide"
    )
    files = ("actions.png", "actions.svg")
    write(output / files[0], picture.png(c2.incentive.WIDE_DPI))
    picture.save(output / files[1])
    return _Carrier(
        "Actions of a household", "1,200 × 630 pixels; what overlaps is counted once", files, "wide"
    )


_DAY = date(2026, 11, 23)
"""The day of issue of all of them: the same files on every day."""


def _catalogue(folder: Path, products: Sequence[Product]) -> Iterator[Path]:
    """Run it; the summary comes first, and what the run keeps for itself is not named."""
    c2.catalogue.run(
        c2.catalogue.CatalogueSource("demo", lambda: products),
        folder,
        c2.catalogue.Job(today=_DAY, language="ja"),
        restart=True,
    )
    index = folder / "index.html"
    yield index
    yield from sorted(
        path for path in (*folder.glob("*.*"), *folder.glob("labels/*")) if path.is_file() and path != index
    )


_LANGUAGES = ("ja", "en", "ja+en")

_PAGES = ("site/index.html", "the pages of the first four products")

_UNKNOWN = "雑誌"
"""An item without data: a receipt counts it, and does not take it as zero."""


def demo(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIRECTORY", help="Made where it is not there.")
    ] = Path("demo-out"),
) -> None:
    """Make one of everything: labels, codes, pages, receipts, a card of actions, a small catalogue; and a page that shows it.

    Example: co2label demo -o demo-out
    """
    output.mkdir(parents=True, exist_ok=True)
    written = list(_write_all(output))
    typer.echo("\n".join(map(str, written)))
    typer.echo(f"\n{len(written)} files in {output}; open {output / 'index.html'} in a browser.")


def _bundled_footprints(name: str) -> Footprints:
    """Of a bundled document, whose days of issue are fixed: the same files on every day."""
    from importlib.resources import as_file, files

    from co2label.footprint import compute_all
    from co2label.model import read_document

    with as_file(files("co2label.cli").joinpath(name)) as path:
        return compute_all(read_document(path).products)


def _write_all(output: Path) -> Iterator[Path]:
    """Write everything; yields the files in the order in which a person looks at them."""
    footprints = _bundled_footprints("demo.toml")
    said = [declaration_of(footprint, footprints) for footprint in footprints]
    explanation = footprints[0].explain().text("ja")
    parts = _parts(output, said)
    yield write_text(output / "index.html", _demo_page(said, _LANGUAGES, parts, explanation))
    for one in said:
        yield from _pictures(output, one)
    for part in parts:
        yield from (output / file for carrier in part.carriers for file in carrier.files)
    yield from _site(output, said)
    yield from _catalogue(output / "catalogue", [footprint.product for footprint in footprints])
    yield write_text(output / "explanation.txt", explanation + "\n")


def _parts(output: Path, said: Sequence[Declaration]) -> list[_Part]:
    """What stands on the page behind the labels; its pictures are drawn here."""
    more = _bundled_footprints(_MORE)
    return [
        _Part(
            "On shelves, packs and printers",
            "The same declaration of the first product, for everything that a shop prints or shows.",
            tuple(_carriers(output, said[0])),
        ),
        _Part(
            "Beside the figure",
            "What a label may say of electricity, buildings, wood, places: from data, by published rules, explained on the page.",
            _sdg_lines(output, more),
        ),
        _Part("Behind the code", "What a phone opens, without scripts, for any web server:", (), _PAGES),
        _Part(
            "On the receipt",
            "Information below the sum, no amount. The magazine has no data: it is counted as missing, not as zero.",
            (_receipt(output, said), _nudge_receipt(output, more)),
        ),
        _Part(
            "What a person can do",
            "Actions with the kilograms and the source of each; a plan never adds up past the household's footprint.",
            (_action_card(output),),
        ),
        _Part(
            "A whole catalogue",
            "One command for any number of products; interrupted, it goes on. Here the four above:",
            (),
            ("catalogue/index.html", "labels, results, and what was refused"),
        ),
    ]


def _pictures(output: Path, said: Declaration) -> Iterator[Path]:

    for language in _LANGUAGES:
        card = c2.label.calorie(said, language=language)
        for ending in ("png", "svg"):
            yield card.save(output / f"{said.product_id}.{language}.{ending}")
    code = c2.tag.qr(said)
    for ending in ("png", "svg"):
        yield code.save(output / f"{said.product_id}.qr.{ending}")


def _receipt(output: Path, said: Sequence[Declaration]) -> _Carrier:
    """What somebody buys in a convenience store: two of the products, and a magazine."""
    onigiri, milk = said[:2]
    bought = c2.receipt.Receipt(
        store="サンプルストア 駅前店",
        receipt_id="2026-11-23-0042",
        lines=(
            c2.receipt.ReceiptLine(
                name=onigiri.name["ja"], quantity=2, price=178, gtin=onigiri.gtin, declaration=onigiri
            ),
            c2.receipt.ReceiptLine(name=milk.name["ja"], price=248, gtin=milk.gtin, declaration=milk),
            c2.receipt.ReceiptLine(name=_UNKNOWN, price=690),
        ),
    )
    c2.receipt.preview(bought, columns=32, detail="full").save(output / "receipt.png")
    write_text(output / "receipt.txt", c2.receipt.plain(bought, columns=32, detail="full") + "\n")
    return _Carrier(
        "Receipt", "The sum, what is known of it, each item", ("receipt.png", "receipt.txt"), "paper"
    )
