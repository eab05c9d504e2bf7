"""`co2label label`: labels as text, in files, on displays, on sheets, or as a menu."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Self

import typer

from co2label.cli._options import (
    FactorsOption,
    FileArgument,
    Gwp,
    GwpOption,
    Horizon,
    HorizonOption,
    IssuedOption,
    JsonOption,
    NumberPair,
    ProductOption,
    is_directory,
    languages_up_to,
    refuse,
    refuse_given,
)
from co2label.cli._output import check_output, print_json, save_pictures
from co2label.cli._reading import CampaignOption, campaign_of, declarations_of, footprints_of, read_file
from co2label.errors import DrawError, clip
from co2label.wording import LANGUAGES, read_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from co2label.declaration import Declaration
    from co2label.draw import Pages, Picture
    from co2label.label import Pair, Stock


_LOOK_PANEL, _FILE_PANEL, _SHEET_PANEL = "What is drawn", "File format", "Sheets of labels"


class Template(StrEnum):
    """Layouts of a label."""

    CALORIE = "calorie"
    MINI = "mini"
    SHELF = "shelf"
    MENU = "menu"


class Ink(StrEnum):
    """Inks of a PNG."""

    COLOUR = "colour"
    GREY = "grey"
    BLACK = "black"


class Format(StrEnum):
    """Formats of the files in a directory."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"
    HTML = "html"
    ZPL = "zpl"


class Paper(StrEnum):
    """Pages that are cut into labels."""

    A3 = "A3"
    A4 = "A4"
    A5 = "A5"


LabelOutput = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="A .png, .svg, .pdf, .html or .zpl; a directory for all products; with --epaper a .png or .bin.",
    ),
]

TemplateOption = Annotated[
    Template | None,
    typer.Option(
        help="The layout; menu draws all products.", show_default="calorie", rich_help_panel=_LOOK_PANEL
    ),
]

LabelLanguage = Annotated[
    str,
    typer.Option(
        "--language",
        "-l",
        metavar="LANGUAGE",
        callback=languages_up_to(2),
        help=f"{', '.join(LANGUAGES)}, or two such as ja+en.",
        rich_help_panel=_LOOK_PANEL,
    ),
]

HouseOption = Annotated[
    Path | None,
    typer.Option(
        metavar="TOML", help="A house style: ink, accent, font, corner, logo.", rich_help_panel=_LOOK_PANEL
    ),
]

SizeOption = Annotated[
    NumberPair | None,
    typer.Option(
        parser=NumberPair.of,
        metavar="WxH",
        help="Of mini and shelf, in mm, such as 60x40.",
        rich_help_panel=_LOOK_PANEL,
    ),
]

PriceOption = Annotated[
    str | None, typer.Option(help="On a shelf label, as it is written there.", rich_help_panel=_LOOK_PANEL)
]

PriceNoteOption = Annotated[
    str | None, typer.Option(help="Beside the price, such as 税込246円.", rich_help_panel=_LOOK_PANEL)
]

TitleOption = Annotated[str | None, typer.Option(help="Of a menu.", rich_help_panel=_LOOK_PANEL)]

LinkOption = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Of a menu: one QR code for all.", rich_help_panel=_LOOK_PANEL),
]

WidthOption = Annotated[
    float | None,
    typer.Option(metavar="MM", help="Of a menu, 90 to 297; else 105.", rich_help_panel=_LOOK_PANEL),
]

DpiOption = Annotated[
    float | None,
    typer.Option(
        min=72,
        max=2400,
        help="Dots per inch: of png, else 381; of zpl 203, 300 or 600, else 203.",
        rich_help_panel=_FILE_PANEL,
    ),
]

InkOption = Annotated[
    Ink | None,
    typer.Option(help="Of png: black is 1 bit, for thermal printers.", rich_help_panel=_FILE_PANEL),
]

FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="Of the files in a directory; else png.", rich_help_panel=_FILE_PANEL),
]

EpaperOption = Annotated[
    NumberPair | None,
    typer.Option(
        parser=NumberPair.of,
        metavar="WxH",
        help="Pixels of an electronic shelf label, such as 296x128: .png shows it, .bin are its bits.",
        rich_help_panel=_FILE_PANEL,
    ),
]

RedOption = Annotated[
    bool, typer.Option("--red", help="The display has red as well.", rich_help_panel=_FILE_PANEL)
]

StockOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Label stock: L4732, L4770, L7160, L7165, J8157, or a .toml with its measures.",
        rich_help_panel=_SHEET_PANEL,
    ),
]

GridOption = Annotated[
    NumberPair | None,
    typer.Option(
        parser=NumberPair.of,
        metavar="CxR",
        help="Columns and rows on plain paper, such as 3x2.",
        rich_help_panel=_SHEET_PANEL,
    ),
]

PageOption = Annotated[
    Paper | None,
    typer.Option(case_sensitive=False, help="The paper of --grid; else A4.", rich_help_panel=_SHEET_PANEL),
]

StartOption = Annotated[
    int | None,
    typer.Option(
        min=1, help="The first cell of the page that is free; else 1.", rich_help_panel=_SHEET_PANEL
    ),
]

CopiesOption = Annotated[
    int | None, typer.Option(min=1, help="Of each label; else 1.", rich_help_panel=_SHEET_PANEL)
]

CropMarksOption = Annotated[
    bool,
    typer.Option(
        "--crop-marks", help="Lines in the margins along which to cut.", rich_help_panel=_SHEET_PANEL
    ),
]

ShiftOption = Annotated[
    NumberPair | None,
    typer.Option(
        parser=NumberPair.of,
        metavar="X,Y",
        help="Move all, right and down in mm: for a printer that prints off its place.",
        rich_help_panel=_SHEET_PANEL,
    ),
]

_STOCK_NEEDED = ("rows", "columns", "label", "pitch", "margin")

_STOCK_KEYS = ("name", "page", *_STOCK_NEEDED)


def read_stock(path: Path) -> Stock:
    """Read stock: `rows`, `columns`, `label`, `pitch`, `margin`, and if need be `page` (else "A4") and `name`.

    Raises:
        DrawError: a file that cannot be read, a key that is missing or unknown, or measures that no page can have.
    """
    from co2label.label import PAGES, Stock

    table = _stock_table(path)
    page = table.get("page", "A4")
    if isinstance(page, str) and page not in PAGES:
        _refuse_stock(
            path, f"expected a page of {', '.join(PAGES)} or [width, height] in mm, got {clip(page)}"
        )
    rows, columns = (_stock_count(path, table, key) for key in ("rows", "columns"))
    label, pitch, margin = (_stock_pair(path, table, key) for key in ("label", "pitch", "margin"))
    size = PAGES[page] if isinstance(page, str) else _stock_pair(path, table, "page")
    return Stock(str(table.get("name", path.stem)), size, rows, columns, label, pitch, margin)


def _stock_table(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        _refuse_stock(path, "no such file; check the path")
    except OSError as error:
        _refuse_stock(path, f"{error.strerror}; choose another file")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        _refuse_stock(path, f"not TOML: {error}")
    wrong = [key for key in table if key not in _STOCK_KEYS] + [
        f"no {key}" for key in _STOCK_NEEDED if key not in table
    ]
    if wrong:
        _refuse_stock(path, f"expected {', '.join(_STOCK_KEYS)}, got {clip(', '.join(wrong))}")
    return table


def _stock_count(path: Path, table: dict[str, Any], key: str) -> int:
    value = table[key]
    if not isinstance(value, int) or isinstance(value, bool):
        _refuse_stock(path, f"{key}: expected a whole number, got {clip(value)}")
    return int(value)


def _stock_pair(path: Path, table: dict[str, Any], key: str) -> Pair:
    value = table[key]
    numbers = isinstance(value, list) and all(type(each) in {int, float} for each in value)
    if not numbers or len(value) != 2:  # noqa: PLR2004 - across and down
        _refuse_stock(path, f"{key}: expected [across, down] in mm, got {clip(value)}")
    return float(value[0]), float(value[1])


def _refuse_stock(path: Path, what: str) -> NoReturn:
    message = f"{path}: {what}"
    raise DrawError(message)


_SIZED = (Template.MINI, Template.SHELF)

_LEAST_SIDE, _MOST_SIDE = 10, 500
"""mm, of a side of a label."""

_MODULE, _LEAST_PIXELS = 0.5, 2
"""mm of a module of a QR code on a display, and its least pixels."""

_SAFE = 1.0001
"""So that a module of two pixels is not a rounding error short of them."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a label is to look; what was not said is None."""

    template: Template | None
    language: str
    house: Path | None
    size: NumberPair | None
    price: str | None
    price_note: str | None
    title: str | None
    link: str | None
    width: float | None
    module: float | None = None

    @property
    def is_menu(self) -> bool:
        """Whether all products are drawn as one picture."""
        return self.template is Template.MENU

    def check(self) -> None:
        """Refuse options of another template.

        Raises:
            BadParameter: an option that this template has no place for.
        """
        if self.template is not Template.SHELF:
            given = {"--price": self.price, "--price-note": self.price_note}
            refuse_given(given, "a price stands on a label of --template shelf")
        if self.template not in _SIZED:
            refuse_given(
                {"--size": self.size},
                "mini and shelf have a size; the other templates are as high as their text",
            )
        if self.size is not None and not all(_LEAST_SIDE <= side <= _MOST_SIDE for side in self.size):
            message = f"expected sides of {_LEAST_SIDE} to {_MOST_SIDE} mm, got {self.size.across:g}x{self.size.down:g}"
            refuse(message, "--size")
        if not self.is_menu:
            of_menu = {"--title": self.title, "--link": self.link, "--width": self.width}
            refuse_given(of_menu, "is of --template menu")

    def check_campaign(self, campaign: Path | None) -> None:
        """Refuse a campaign on a template that has no place for its lines.

        Raises:
            BadParameter: it is not the calorie label.
        """
        if self.template not in (None, Template.CALORIE):
            what = f"the lines of a campaign stand on the calorie label, and {self.template} has no place for them"
            refuse_given({"--campaign": campaign}, what)

    def check_number(self, said: Sequence[Declaration]) -> None:
        """Refuse one price for several products.

        Raises:
            BadParameter: there are several.
        """
        if len(said) > 1:
            given = {"--price": self.price, "--price-note": self.price_note}
            refuse_given(
                given, f"the file has {len(said)} products; choose the one of this price with --product"
            )

    def check_nothing_drawn(self) -> None:
        """Refuse what is of a picture, where none is drawn.

        Raises:
            BadParameter: an option was given.
        """
        given = {"--template": self.template, "--house": self.house}
        refuse_given(given, "without --output the label is printed as text; give a file or a directory")

    def check_display(self) -> None:
        """Refuse a display for a template whose letters it has too few pixels for.

        Raises:
            BadParameter: another template than the shelf label.
        """
        if self.template is not Template.SHELF:
            refuse("a display is drawn on by --template shelf", "--epaper")

    def on_display(self, pixels: tuple[int, int]) -> Self:
        """The same in the size of a display, with two pixels a module of the QR code, or three where they are small."""
        size = self.size or _display_size(pixels)
        density = min(pixels[0] / size.across, pixels[1] / size.down)
        module = max(_LEAST_PIXELS, round(_MODULE * density)) / density
        return replace(self, size=size, module=module * _SAFE)

    def draw(self) -> Callable[[Declaration], Picture]:
        """What draws one label.

        Raises:
            DrawError: a house style that is refused.
        """
        from co2label.label import TEMPLATES

        given = self._given("size", "price", "price_note", "module")
        template = TEMPLATES[self.template or Template.CALORIE]

        def drawn(one: Declaration) -> Picture:
            try:
                return template(one, **given)
            except DrawError as error:
                message = f"product {one.product_id!r}: {error}"
                raise DrawError(message) from error

        return drawn

    def menu(self, said: Sequence[Declaration]) -> Picture:
        """All products on one picture.

        Raises:
            DrawError: a house style that is refused, or dishes that must not be compared.
        """
        from co2label.label import menu

        return menu(said, **self._given("title", "link", "width"))

    def _given(self, *names: str) -> dict[str, Any]:
        from co2label.label import House

        said = {name: getattr(self, name) for name in names}
        house = House.read(self.house) if self.house is not None else None
        given = {**said, "house": house, "language": self.language}
        return {name: value for name, value in given.items() if value is not None}


def _display_size(pixels: tuple[int, int]) -> NumberPair:
    """The displays of 2.9 and 4.2 inches; others with the pixels of the former, 4.4 a millimetre."""
    from co2label.label import ESL_29, ESL_42

    known = {(296, 128): ESL_29, (400, 300): ESL_42}
    if pixels in known:
        return NumberPair(*known[pixels])
    pitch = ESL_29[0] / 296
    return NumberPair(pixels[0] * pitch, pixels[1] * pitch)


_BITS = ".bin"

_ON_DISPLAY = (".png", _BITS)


@dataclass(frozen=True, slots=True)
class _LabelFile:
    """Where pictures go, and as what; what was not said is None."""

    output: Path | None
    format: Format | None
    dpi: float | None
    ink: Ink | None
    epaper: NumberPair | None
    red: bool

    def check(self) -> None:
        """Refuse a place that is no picture, and options that would do nothing there.

        Raises:
            BadParameter: what does not go together.
        """
        if self.output is None:
            refuse_given(
                self._given(), "without --output the label is printed as text; give a file or a directory"
            )
        elif self.epaper is not None:
            self._check_display(self.output, self.epaper)
        else:
            self._check_picture(self.output)

    def _given(self) -> dict[str, object]:
        return {
            "--dpi": self.dpi,
            "--ink": self.ink,
            "--format": self.format,
            "--epaper": self.epaper,
            "--red": self.red,
        }

    def _check_display(self, output: Path, epaper: NumberPair) -> None:
        epaper.whole("--epaper")
        given = {"--dpi": self.dpi, "--ink": self.ink, "--format": self.format}
        refuse_given(given, "a display has its pixels and its ink; leave it out")
        if not is_directory(output) and self.ending not in _ON_DISPLAY:
            message = f"expected a name that ends with .png (a preview) or .bin (the bits) for a display, got {str(output)!r}"
            refuse(message, "--output")

    def _check_picture(self, output: Path) -> None:
        check_output(output)
        refuse_given({"--red": self.red}, "red is of a display: give --epaper as well")
        if not is_directory(output):
            refuse_given(
                {"--format": self.format}, "the ending of a file says its format; --format is for a directory"
            )
        if self.ending not in {".png", ".zpl"}:
            refuse_given({"--dpi": self.dpi}, f"dots per inch are of png and zpl; {self.ending[1:]} has none")
        if self.ending != ".png":
            refuse_given({"--ink": self.ink}, f"an ink is of png; {self.ending[1:]} has none")
        if self.ending == ".zpl":
            self._check_print_head()

    def _check_print_head(self) -> None:
        from co2label.draw import picture_formats

        resolutions = picture_formats()["zpl"].resolutions
        if self.dpi is not None and self.dpi not in resolutions:
            refuse(f"expected {', '.join(map(str, resolutions))} for zpl, got {self.dpi:g}", "--dpi")

    @property
    def ending(self) -> str:
        """Of the files that are written."""
        if self.output is not None and not is_directory(self.output):
            return self.output.suffix.lower()
        return f".{self.format or Format.PNG}"

    def data(self, picture: Picture) -> bytes:
        """A picture as it is written."""
        if self.epaper is not None:
            return self._planes(picture, self.epaper)
        return picture.encode(self.ending[1:], self.dpi, None if self.ink is None else self.ink.value)

    def _planes(self, picture: Picture, epaper: NumberPair) -> bytes:
        """A preview, or the bits: the black plane, then the red one if there is one."""
        planes = picture.epaper(*epaper.whole("--epaper"), red=self.red)
        return planes.black + (planes.red or b"") if self.ending == _BITS else planes.png()


@dataclass(frozen=True, slots=True)
class _SheetLayout:
    """Where labels lie on a page; what was not said is None."""

    stock: str | None
    grid: NumberPair | None
    page: Paper | None
    start: int | None
    copies: int | None
    crop_marks: bool
    shift: NumberPair | None

    @property
    def asked(self) -> bool:
        """Whether there is a page at all."""
        return self.stock is not None or self.grid is not None

    def check(self, output: Path | None) -> None:
        """Refuse what does not go together.

        Raises:
            BadParameter: an option of a sheet without a sheet, two kinds of sheet, or a directory.
        """
        if not self.asked:
            refuse_given(self._given(), "is of labels on pages: give --stock or --grid")
            return
        if self.grid is not None:
            refuse_given(
                {"--stock": self.stock},
                "a page is of label stock or of plain paper; leave out --stock or --grid",
            )
            self.grid.whole("--grid")
        else:
            refuse_given({"--page": self.page}, "the page of label stock is known; --page is of --grid")
        if output is None or is_directory(output):
            refuse("pages are written to one file: give -o labels.pdf", "--output")

    def _given(self) -> dict[str, object]:
        return {
            "--page": self.page,
            "--start": self.start,
            "--copies": self.copies,
            "--crop-marks": self.crop_marks,
            "--shift": self.shift,
        }

    def pages(self, pictures: Sequence[Picture], stock: Stock) -> Pages:
        """The labels on their pages.

        Raises:
            DrawError: a label that does not fit its cell, or a cell that there is not.
        """
        from co2label.label import sheet

        return sheet(
            pictures,
            stock,
            copies=self.copies or 1,
            start=self.start or 1,
            crop_marks=self.crop_marks,
            shift=self.shift or (0.0, 0.0),
        )

    def page_of(self, number: int, cells: int) -> int:
        """On which page, from 0, the first copy of a label is."""
        return ((self.start or 1) - 1 + number * (self.copies or 1)) // cells

    def stock_for(self, pictures: Sequence[Picture]) -> Stock:
        """The stock; on plain paper every cell is as large as the largest label.

        Raises:
            BadParameter: no such stock.
            DrawError: measures that no page can have.
        """
        from co2label.label import Stock

        if self.grid is None:
            return _stock_named(self.stock or "")
        columns, rows = self.grid.whole("--grid")
        across = max(each.scene.width for each in pictures)
        down = max(each.scene.height for each in pictures)
        return Stock.grid(self.page or "A4", rows, columns, label=(across, down))


def _stock_named(name: str) -> Stock:
    """Stock by its name, or from a file.

    Raises:
        BadParameter: no such name.
        DrawError: a file that is no stock.
    """
    from co2label.label import STOCKS

    if Path(name).suffix.lower() == ".toml":
        return read_stock(Path(name))
    if name.upper() not in STOCKS:
        known = "; ".join(f"{each}: {_stock_words(found)}" for each, found in sorted(STOCKS.items()))
        refuse(f"expected a .toml with measures, or one of {known}; got {name!r}", "--stock")
    return STOCKS[name.upper()]


def _stock_words(stock: Stock) -> str:
    return f"{stock.cells} of {stock.label[0]:g} × {stock.label[1]:g} mm"


def _check(look: _Look, target: _LabelFile, layout: _SheetLayout) -> None:
    """Refuse options that do not go together, before anything is read.

    Raises:
        BadParameter: says which, and what would help.
    """
    if target.output is None:
        look.check_nothing_drawn()
    look.check()
    target.check()
    layout.check(target.output)
    if layout.asked:
        given = {"--dpi": target.dpi, "--ink": target.ink, "--epaper": target.epaper}
        refuse_given(given, "a page of labels is for a printer with its own dots; leave it out")
    if look.is_menu and (layout.asked or target.output is None or is_directory(target.output)):
        refuse("a menu is one picture in one file: give -o menu.pdf, and no sheet", "--template")
    if target.epaper is not None:
        look.check_display()


def _draw(said: Sequence[Declaration], look: _Look, target: _LabelFile, layout: _SheetLayout) -> list[Path]:
    """Draw and write everything, or nothing where one cannot be drawn.

    Returns:
        For each declaration, the file that it is in.
    """
    output = target.output
    if output is None:
        return []
    if look.is_menu:
        return _draw_menu(said, look, target, output)
    if layout.asked:
        return _draw_sheet(said, look, layout, output)
    if target.epaper is not None:
        look = look.on_display(target.epaper.whole("--epaper"))
    return save_pictures(said, output, look.draw(), ending=target.ending, data=target.data)


def _draw_menu(said: Sequence[Declaration], look: _Look, target: _LabelFile, output: Path) -> list[Path]:
    """One picture of all."""
    from co2label._storage import write

    write(output, target.data(look.menu(said)))
    return [output] * len(said)


def _draw_sheet(said: Sequence[Declaration], look: _Look, layout: _SheetLayout, output: Path) -> list[Path]:
    """Many on a page; in a PDF all pages are in one file."""
    pictures = list(map(look.draw(), said))
    stock = layout.stock_for(pictures)
    files = layout.pages(pictures, stock).save(output)
    if len(files) == 1:
        return [files[0]] * len(said)
    return [files[layout.page_of(number, stock.cells)] for number in range(len(said))]


def label(
    file: FileArgument,
    *,
    output: LabelOutput = None,
    product: ProductOption = None,
    template: TemplateOption = None,
    language: LabelLanguage = "ja",
    house: HouseOption = None,
    size: SizeOption = None,
    price: PriceOption = None,
    price_note: PriceNoteOption = None,
    title: TitleOption = None,
    link: LinkOption = None,
    width: WidthOption = None,
    picture_format: FormatOption = None,
    dpi: DpiOption = None,
    ink: InkOption = None,
    epaper: EpaperOption = None,
    red: RedOption = False,
    stock: StockOption = None,
    grid: GridOption = None,
    page: PageOption = None,
    start: StartOption = None,
    copies: CopiesOption = None,
    crop_marks: CropMarksOption = False,
    shift: ShiftOption = None,
    issued: IssuedOption = None,
    campaign: CampaignOption = None,
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Draw labels; without -o the label is printed as text.

    Example: co2label label examples/onigiri.toml -o onigiri.png --language ja+en
    · co2label label examples/bowls.toml --template menu -o menu.pdf
    · co2label label examples/onigiri.toml --campaign examples/point-campaign.toml -o points.png
    · co2label label examples/onigiri.toml --template mini --stock L4732 --copies 80 -o packs.pdf
    · co2label label examples/onigiri.toml --template shelf --price 178円 --epaper 296x128 --red -o display.png
    """
    look = _Look(template, language, house, size, price, price_note, title, link, width)
    target = _LabelFile(output, picture_format, dpi, ink, epaper, red)
    layout = _SheetLayout(stock, grid, page, start, copies, crop_marks, shift)
    _check(look, target, layout)
    look.check_campaign(campaign)
    document = read_file(file)
    footprints = footprints_of(file, document, gwp, horizon, factors)
    said = declarations_of(file, document, footprints, product, issued, campaign=campaign_of(campaign))
    look.check_number(said)
    files = [] if output is None else _draw(said, look, target, layout)
    if json:
        entries = _label_entries(said, files)
        print_json(entries[0] if document.single or product else entries)
    elif output is None:
        typer.echo("\n\n".join(_label_text(one, language) for one in said))
    else:
        typer.echo("\n".join(dict.fromkeys(map(str, files))))


def _label_entries(said: Sequence[Declaration], files: Sequence[Path]) -> list[dict[str, Any]]:
    """What is printed as JSON: the declarations, each with its file."""
    names: Sequence[str | None] = [*map(str, files)] or [None] * len(said)
    return [
        {"id": one.product_id, **one.as_dict(), "file": name} for one, name in zip(said, names, strict=True)
    ]


def _label_text(said: Declaration, languages: str) -> str:
    from co2label.label import text_lines

    return "\n\n".join("\n".join(text_lines(said, language)) for language in read_languages(languages))
