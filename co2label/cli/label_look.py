"""What `co2label label` draws: a template with its house, price, size or title."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from co2label.cli.label_options import Template
from co2label.cli.usage import Pair, refuse, refuse_given
from co2label.errors import DrawError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from co2label.declaration import Declaration
    from co2label.draw import Picture

__all__ = ["Look"]

_SIZED = (Template.MINI, Template.SHELF)
_LEAST, _MOST = 10, 500
"""mm, of a side of a label."""
_MODULE, _LEAST_PIXELS = 0.5, 2
"""mm of a module of a QR code on a display, and its least pixels."""
_SAFE = 1.0001
"""So that a module of two pixels is not a rounding error short of them."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a label is to look; what was not said is None."""

    template: Template | None
    language: str
    house: Path | None
    size: Pair | None
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
        if self.size is not None and not all(_LEAST <= side <= _MOST for side in self.size):
            message = f"expected sides of {_LEAST} to {_MOST} mm, got {self.size.across:g}x{self.size.down:g}"
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
        size = self.size or _display(pixels)
        density = min(pixels[0] / size.across, pixels[1] / size.down)
        module = max(_LEAST_PIXELS, round(_MODULE * density)) / density
        return replace(self, size=size, module=module * _SAFE)

    def draw(self) -> Callable[[Declaration], Picture]:
        """What draws one label.

        Raises:
            DrawError: a house style that is refused.
        """
        from co2label.label import TEMPLATES  # noqa: PLC0415 - a fast start

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
        from co2label.label import menu  # noqa: PLC0415 - a fast start

        return menu(said, **self._given("title", "link", "width"))

    def _given(self, *names: str) -> dict[str, Any]:
        from co2label.label import House  # noqa: PLC0415 - a fast start

        said = {name: getattr(self, name) for name in names}
        house = House.read(self.house) if self.house is not None else None
        given = {**said, "house": house, "language": self.language}
        return {name: value for name, value in given.items() if value is not None}


def _display(pixels: tuple[int, int]) -> Pair:
    """The displays of 2.9 and 4.2 inches; others with the pixels of the former, 4.4 a millimetre."""
    from co2label.label import ESL_29, ESL_42  # noqa: PLC0415 - a fast start

    known = {(296, 128): ESL_29, (400, 300): ESL_42}
    if pixels in known:
        return Pair(*known[pixels])
    pitch = ESL_29[0] / 296
    return Pair(pixels[0] * pitch, pixels[1] * pitch)
