"""Request of labels: what is drawn, and as what it is written, with a sentence for each option.

`LabelRequest` is what `co2label label` makes of its options. Options that do not go together are refused when it is made: which
of them a template takes is read from the arguments of the template itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from co2label._options import Option, check_values, refuse, refuse_given
from co2label.draw import Ink, TextKind, picture_formats
from co2label.errors import DrawError, TextError
from co2label.label._brand import DEFAULT_BRAND, Brand
from co2label.label._phrases import MOST_LANGUAGES
from co2label.label._sheet import PAGES, STOCKS, Pair, Stock, sheet
from co2label.label._template_shelf import ESL_29, ESL_42
from co2label.label._templates import ALL_TEMPLATES, SHARED_TEMPLATES, TEMPLATES, template_options
from co2label.wording import LANGUAGES, read_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from co2label.declaration import Declaration
    from co2label.draw import Pages, Picture

_LOOK, _FILE, _SHEET = "What is drawn", "File format", "Sheets of labels"
_BITS = "bin"
_OF_TEMPLATES = ("size", "scale", "pack_area", "price", "price_note", "title", "link", "dish_codes", "width")
_SHORTEST, _LONGEST = 10, 500
"""Sides of a label, mm."""
_MODULE, _LEAST_PIXELS = 0.5, 2
"""Module of a QR code on a display: mm, and its least pixels."""
_ON_DISPLAYS = ("shelf", "menu")
_SAFE = 1.0001
"""Keeps a module of two pixels from being a rounding error short of them."""
_DISPLAYS = {(296, 128): ESL_29, (400, 300): ESL_42}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelStyle:
    """What labels have in common, whether they are drawn one by one or in bulk."""

    template: Annotated[str | None, Option("Layout.", _LOOK, otherwise="calorie", choices=TEMPLATES)] = None
    language: Annotated[
        str,
        Option(
            f"{', '.join(LANGUAGES)}, or two such as ja+en; the first leads.", _LOOK, "LANGUAGE", short="-l"
        ),
    ] = "ja"
    brand: Annotated[
        Brand | Path | None, Option("House style: ink, accent, font, corner, logo.", _LOOK, "TOML")
    ] = None
    dpi: Annotated[
        float | None,
        Option(
            "Dots per inch: of a png 72 to 2400, else 381; of a zpl 203, 300 or 600, else 203.",
            _FILE,
            "N",
            least=72,
            most=2400,
        ),
    ] = None
    ink: Annotated[
        Ink | None,
        Option(
            "Ink of a png: grey is 4 bits, black 1 bit, for thermal printers.",
            _FILE,
            otherwise="colour",
            choices=picture_formats()["png"].inks,
        ),
    ] = None
    text: Annotated[
        TextKind | None,
        Option(
            "Letters of an svg or html: outlines need no font where the file is opened; live text can be selected.",
            _FILE,
            otherwise="outlines",
            choices=picture_formats()["svg"].texts,
        ),
    ] = None

    def __post_init__(self) -> None:
        """Refuse values that an option cannot have.

        Raises:
            OptionError: names the option.
        """
        check_values(self)
        try:
            read_languages(self.language, MOST_LANGUAGES)
        except TextError as error:
            refuse("language", str(error))

    @property
    def house_style(self) -> Brand:
        """The house style, read where it is a file.

        Raises:
            DrawError: a house style that is refused.
        """
        return Brand.read(self.brand) if isinstance(self.brand, Path) else self.brand or DEFAULT_BRAND

    def check_formats(self, formats: Iterable[str]) -> None:
        """Refuse a resolution or an ink that none of these formats has.

        Raises:
            OptionError: names the option.
        """
        wanted, known = set(formats), picture_formats().values()
        for name, what, takers in (
            ("dpi", "dots per inch", [each.name for each in known if each.dpi]),
            ("ink", "an ink", [each.name for each in known if each.inks]),
            ("text", "a choice of letters", [each.name for each in known if each.texts]),
        ):
            if not wanted & set(takers):
                has = "has" if len(takers) == 1 else "have"
                refuse_given(self, (name,), f"only {' and '.join(takers)} {has} {what}")

    def encode_as(self, name: str, picture: Picture) -> bytes:
        """The picture in a format, with the resolution and the ink of the request.

        Raises:
            DrawError: the format cannot hold it, or there is no such format.
        """
        takes = picture_formats().get(name)
        dpi = self.dpi if takes is None or takes.dpi else None
        ink = self.ink if takes is None or takes.inks else None
        return picture.encode(name, dpi, ink, self.text if takes is None or takes.texts else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRequest(LabelStyle):
    """What is drawn of declarations, and as what it is written.

    Raises:
        OptionError: options that do not go together, or a value that one cannot have.

    >>> LabelRequest(template="shelf", price="178円", size=(60, 40)).format is None
    True
    >>> LabelRequest(price="178円")
    Traceback (most recent call last):
    ...
    co2label.errors.OptionError: price: only the template shelf has it
    """

    template: Annotated[
        str | None,
        Option(
            "Layout; menu draws all products on one picture.",
            _LOOK,
            otherwise="calorie",
            choices=ALL_TEMPLATES,
        ),
    ] = None
    size: Annotated[
        Pair | None,
        Option(
            "Size of a mini or shelf label or of a menu in mm, such as 60x40; 10 to 500 a side.", _LOOK, "WxH"
        ),
    ] = None
    scale: Annotated[
        float | None,
        Option("Size of a label against its design, 0.7 to 2.0; letters keep the least size.", _LOOK, "N"),
    ] = None
    pack_area: Annotated[
        float | None,
        Option(
            "Printable surface of the pack, cm²: smaller letters below 80, in Japanese up to 150.",
            _LOOK,
            "CM2",
        ),
    ] = None
    price: Annotated[str | None, Option("Price on a shelf label, as it is printed.", _LOOK, "TEXT")] = None
    price_note: Annotated[str | None, Option("Text beside the price, such as 税込246円.", _LOOK, "TEXT")] = (
        None
    )
    title: Annotated[str | None, Option("Title of a menu.", _LOOK, "TEXT")] = None
    link: Annotated[
        str | None,
        Option(
            "What the QR code of a menu opens; else the index above the pages of its dishes.", _LOOK, "URL"
        ),
    ] = None
    dish_codes: Annotated[bool, Option("A QR code for each dish of a menu, not one for all.", _LOOK)] = False
    width: Annotated[
        float | None, Option("Width of a menu as high as its dishes need, 60 to 600; else 105.", _LOOK, "MM")
    ] = None
    format: Annotated[
        str | None,
        Option("Format of the files in a directory; else png.", _FILE, f"[{'|'.join(picture_formats())}]"),
    ] = None
    epaper: Annotated[
        tuple[int, int] | None,
        Option(
            "Pixels of an electronic shelf label, such as 296x128, with the template shelf or menu.",
            _FILE,
            "WxH",
        ),
    ] = None
    red: Annotated[bool, Option("The display has red as well.", _FILE)] = False
    stock: Annotated[
        str | None,
        Option(f"Label stock: {', '.join(sorted(STOCKS))}, or a .toml with its measures.", _SHEET, "NAME"),
    ] = None
    grid: Annotated[
        tuple[int, int] | None, Option("Columns and rows on plain paper, such as 3x2.", _SHEET, "CxR")
    ] = None
    page: Annotated[str | None, Option("Paper of the grid.", _SHEET, otherwise="A4", choices=PAGES)] = None
    start: Annotated[
        int | None, Option("First free cell of the page, row by row; else 1.", _SHEET, "N", least=1)
    ] = None
    copies: Annotated[int | None, Option("Copies of each label; else 1.", _SHEET, "N", least=1)] = None
    crop_marks: Annotated[bool, Option("Draw lines in the margins along which to cut.", _SHEET)] = False
    shift: Annotated[
        Pair | None,
        Option(
            "Shift of the page in mm, right and down, for a printer that prints off its place.", _SHEET, "X,Y"
        ),
    ] = None

    def __post_init__(self) -> None:
        """Refuse options that do not go together.

        Raises:
            OptionError: names one of them.
        """
        LabelStyle.__post_init__(self)
        self._check_template()
        self._check_sheet()
        if self.epaper is None:
            self._check_format(self.format or "png")
        else:
            self._check_display()

    def _check_template(self) -> None:
        taken = {name: template_options(name) for name in ALL_TEMPLATES}
        for name in _OF_TEMPLATES:
            if name not in taken[self.template or "calorie"]:
                owners = [template for template in taken if name in taken[template]]
                word = "template" if len(owners) == 1 else "templates"
                has = "has" if len(owners) == 1 else "have"
                refuse_given(self, (name,), f"only the {word} {' and '.join(owners)} {has} it")
        if self.size is not None:
            refuse_given(self, ("width",), "a size says the width as well; give one of them")
        if self.size is not None and not all(_SHORTEST <= side <= _LONGEST for side in self.size):
            got = f"{self.size[0]:g}x{self.size[1]:g}"
            refuse("size", f"expected sides of {_SHORTEST} to {_LONGEST} mm, got {got}")

    def _check_format(self, name: str) -> None:
        if name not in picture_formats():
            refuse("format", f"expected one of {', '.join(picture_formats())}, got {name!r}")
        refuse_given(self, ("red",), "only a display has red; give epaper as well")
        self.check_formats((name,))
        resolutions = picture_formats()[name].resolutions
        if resolutions and self.dpi is not None and self.dpi not in resolutions:
            refuse("dpi", f"expected {', '.join(map(str, resolutions))} for {name}, got {self.dpi:g}")

    def _check_display(self) -> None:
        refuse_given(
            self, ("dpi", "ink", "text"), "a display has its own pixels and its own ink; leave it out"
        )
        if self.template not in _ON_DISPLAYS:
            refuse("epaper", f"only the templates {' and '.join(_ON_DISPLAYS)} are drawn for a display")
        if self.format not in (None, "png", _BITS):
            refuse("format", f"expected png (a preview) or {_BITS} (the bits), got {self.format!r}")

    def _check_sheet(self) -> None:
        if not self.on_pages:
            names = ("page", "start", "copies", "crop_marks", "shift")
            refuse_given(self, names, "only labels on pages have it: give stock or grid")
            return
        refuse_given(
            self, ("dpi", "ink", "epaper"), "a page is for a printer with its own dots; leave it out"
        )
        refuse_given(
            self, ("text",), "letters of a page are outlines, or in the fonts of a pdf; leave it out"
        )
        if self.is_shared:
            refuse("template", f"a {self.template} is one picture; give no stock and no grid")
        if self.grid is not None:
            refuse_given(self, ("stock",), "a page is of label stock or of plain paper; give stock or grid")
            return
        refuse_given(self, ("page",), "the page of label stock is known; page belongs to grid")
        name = self.stock or ""
        if not _is_file(name) and name.upper() not in STOCKS:
            known = "; ".join(
                f"{number}: {each.cells} of {each.label[0]:g} × {each.label[1]:g} mm"
                for number, each in sorted(STOCKS.items())
            )
            refuse("stock", f"expected a .toml with measures, or one of {known}; got {name!r}")

    @property
    def is_shared(self) -> bool:
        """Whether the template draws all products on one picture."""
        return self.template in SHARED_TEMPLATES

    @property
    def on_pages(self) -> bool:
        """Whether labels are laid out on pages."""
        return self.stock is not None or self.grid is not None

    def renderer(self) -> Callable[[Declaration], Picture]:
        """The function that draws one label; where one cannot be drawn, its error names the product.

        Raises:
            DrawError: a house style that is refused.
        """
        options = self._arguments("size", "scale", "pack_area", "price", "price_note")
        if self.epaper is not None:
            options |= _on_display(self.epaper, self.size)
        template = ALL_TEMPLATES[self.template or "calorie"]

        def draw(declaration: Declaration) -> Picture:
            try:
                return template(declaration, **options)
            except DrawError as error:
                raise DrawError(f"product {declaration.product_id!r}: {error}") from error

        return draw

    def draw_menu(self, declarations: Sequence[Declaration]) -> Picture:
        """Draw all of them on one picture.

        Raises:
            DrawError: dishes that must not be compared, or a house style that is refused.
        """
        options = self._arguments("title", "link", "dish_codes", "size", "scale", "width")
        if self.epaper is not None:
            options |= _on_display(self.epaper, self.size)
        return SHARED_TEMPLATES[self.template or "menu"](declarations, **options)

    def lay_out(self, pictures: Sequence[Picture]) -> Pages:
        """Lay out labels on pages; on plain paper every cell is as large as the largest of them.

        Raises:
            DrawError: a label that does not fit its cell, a cell that there is not, or stock that cannot be read.
        """
        return sheet(
            pictures,
            self._stock(pictures),
            copies=self.copies or 1,
            start=self.start or 1,
            crop_marks=self.crop_marks,
            shift=self.shift or (0.0, 0.0),
        )

    def page_of(self, number: int, pictures: Sequence[Picture]) -> int:
        """On which page, from 0, the first copy of a label is."""
        return ((self.start or 1) - 1 + number * (self.copies or 1)) // self._stock(pictures).cells

    def encode(self, picture: Picture) -> bytes:
        """The picture as it is written; of a display a preview, or the bits: the black plane, then the red one.

        Raises:
            DrawError: the format cannot hold it.
        """
        name = self.format or "png"
        if self.epaper is None:
            return self.encode_as(name, picture)
        planes = picture.epaper(*self.epaper, red=self.red)
        return planes.black + (planes.red or b"") if name == _BITS else planes.png()

    def written_as(self, name: str) -> LabelRequest:
        """The same in another format, "svg"."""
        return replace(self, format=name)

    def _arguments(self, *names: str) -> dict[str, Any]:
        given = {name: getattr(self, name) for name in names}
        given |= {"brand": self.house_style, "language": self.language}
        return {name: value for name, value in given.items() if value is not None}

    def _stock(self, pictures: Sequence[Picture]) -> Stock:
        if self.grid is None:
            name = self.stock or ""
            return Stock.read(name) if _is_file(name) else STOCKS[name.upper()]
        columns, rows = self.grid
        across = max(each.scene.width for each in pictures)
        down = max(each.scene.height for each in pictures)
        return Stock.grid(self.page or "A4", rows, columns, label=(across, down))


def _is_file(stock: str) -> bool:
    return stock.lower().endswith(".toml")


def _on_display(pixels: tuple[int, int], size: Pair | None) -> dict[str, Any]:
    """Size of a display, and the module of the QR code: two pixels, or three where they are small.

    The displays of 2.9 and 4.2 inches are known; others have the pixels of the former, 4.4 a millimetre.
    """
    pitch = ESL_29[0] / 296
    across, down = size or _DISPLAYS.get(pixels) or (pixels[0] * pitch, pixels[1] * pitch)
    density = min(pixels[0] / across, pixels[1] / down)
    module = max(_LEAST_PIXELS, round(_MODULE * density)) / density
    return {"size": (across, down), "module": module * _SAFE}
