"""Labels in bulk: one after the other, as they are asked for, and never more than one of them in memory.

What labels share (words, rules, rows of the table) is set once and kept; the caches are bounded, so ten million labels
take no more memory than two hundred. One process draws on one core: for more, give each process a part of the products.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

from co2label.errors import Co2LabelError, DrawError, clip
from co2label.label._brand import HOUSE, House
from co2label.label._calorie import calorie
from co2label.label._mini import mini
from co2label.label._phrases import MOST_LANGUAGES
from co2label.label._shelf import shelf
from co2label.wording import read_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from co2label.declaration import Declaration
    from co2label.draw import Picture

    Template = str | Callable[..., Picture]
    OnError = Callable[[Declaration, Co2LabelError], Any]


Ink = Literal["colour", "grey", "black"]

TEMPLATES: Mapping[str, Callable[..., Picture]] = {"calorie": calorie, "mini": mini, "shelf": shelf}
"""Templates of one Declaration, by name; each takes `language` and `house` as well."""

_INKS = ("colour", "grey", "black")

_FORMATS = ("png", "svg", "html", "pdf", "zpl")

_WITH_DPI, _WITH_INK = ("png", "zpl"), ("png",)

_PNG_DPI, _ZPL_DPI = 381.0, 203

_Options = tuple[float | None, Ink | None]


@overload
def many(
    declarations: Iterable[Declaration],
    *,
    template: Template = ...,
    language: str | Sequence[str] = ...,
    house: House = ...,
    format: None = ...,
    on_error: OnError | None = ...,
) -> Iterator[Picture]: ...


@overload
def many(
    declarations: Iterable[Declaration],
    *,
    template: Template = ...,
    language: str | Sequence[str] = ...,
    house: House = ...,
    format: Literal["png", "pdf", "zpl"],
    dpi: float | None = ...,
    ink: Ink | None = ...,
    on_error: OnError | None = ...,
) -> Iterator[bytes]: ...


@overload
def many(
    declarations: Iterable[Declaration],
    *,
    template: Template = ...,
    language: str | Sequence[str] = ...,
    house: House = ...,
    format: Literal["svg", "html"],
    on_error: OnError | None = ...,
) -> Iterator[str]: ...


@overload
def many(
    declarations: Iterable[Declaration],
    *,
    template: Template = ...,
    language: str | Sequence[str] = ...,
    house: House = ...,
    format: str | None,
    dpi: float | None = ...,
    ink: Ink | None = ...,
    on_error: OnError | None = ...,
) -> Iterator[Any]: ...


def many(  # noqa: PLR0913 - what a picture may differ in
    declarations: Iterable[Declaration],
    *,
    template: Template = "calorie",
    language: str | Sequence[str] = "ja",
    house: House = HOUSE,
    format: str | None = None,  # noqa: A002 - the word that everyone looks for
    dpi: float | None = None,
    ink: Ink | None = None,
    on_error: OnError | None = None,
) -> Iterator[Any]:
    """Draw one label a declaration, in order, each when it is asked for.

    Args:
        declarations: any iterable; one is taken at a time.
        template: a name of `TEMPLATES`, or a function that takes a Declaration, `language` and `house`; a template that
            needs more, such as a price, is given as a function that adds it.
        language: as for the template.
        house: as for the template.
        format: "png", "pdf" or "zpl" gives bytes, "svg" or "html" text, None a Picture. PNG is the same to the byte as
            `Picture.png`, and quicker.
        dpi: of PNG (72 to 2400; 381 where nothing is said) and ZPL (203, 300 or 600; else 203).
        ink: of PNG: "colour", "grey" or "black"; see `Picture.png`.
        on_error: what to do with a declaration that cannot be drawn: it is called with the declaration and the error,
            and what it returns stands in the place of the label, so that labels and declarations stay in step. Without
            it the first such declaration ends the run.

    Returns:
        An iterator of as many things as there are declarations.

    Raises:
        DrawError: at once, for a template, format, resolution, ink or language that there is not, or options that do
            not go together; while drawing, where there is no `on_error`, for a declaration that cannot be drawn: it
            names the product.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> said = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> [len(svg) > 1000 for svg in many([said, said], language="en", format="svg")]
    [True, True]
    >>> many([said], format="svg", dpi=203)
    Traceback (most recent call last):
    ...
    co2label.errors.DrawError: dpi is of png, zpl; svg has none
    """
    languages = read_languages(language, MOST_LANGUAGES)
    draw = _template(template)
    finish = _finish(format, dpi, ink)

    def drawn(declaration: Declaration) -> Any:
        return finish(draw(declaration, language=languages, house=house))

    return _each(declarations, drawn, on_error)


def _each(
    declarations: Iterable[Declaration], drawn: Callable[[Declaration], Any], on_error: OnError | None
) -> Iterator[Any]:
    for declaration in declarations:
        try:
            result = drawn(declaration)
        except Co2LabelError as error:
            if on_error is None:
                message = f"product {clip(declaration.product_id)}: {error}"
                raise DrawError(message) from error
            result = on_error(declaration, error)
        yield result


def _template(template: Template) -> Callable[..., Picture]:
    if not isinstance(template, str):
        return template
    if template not in TEMPLATES:
        message = f"expected a template of {', '.join(TEMPLATES)}, got {clip(template)}"
        raise DrawError(message)
    return TEMPLATES[template]


def _finish(name: str | None, dpi: float | None, ink: Ink | None) -> Callable[[Picture], Any]:
    """What is made of each Picture.

    Raises:
        DrawError: a format or an ink that there is not, or an option that the format has not.
    """
    if name is not None and name not in _FORMATS:
        message = f"expected a format of {', '.join(_FORMATS)}, got {clip(name)}"
        raise DrawError(message)
    if ink not in (None, *_INKS):
        message = f"expected an ink of {', '.join(_INKS)}, got {clip(ink)}"
        raise DrawError(message)
    for option, value, formats in (("dpi", dpi, _WITH_DPI), ("ink", ink, _WITH_INK)):
        if value is not None and name not in formats:
            message = f"{option} is of {', '.join(formats)}; {name or 'a Picture'} has none"
            raise DrawError(message)
    if name is None:
        return lambda picture: picture
    return _bytes_of(name, (dpi, ink))


def _bytes_of(name: str, options: _Options) -> Callable[[Picture], Any]:
    if name == "png":
        return _press(options)
    if name == "zpl":
        return lambda picture: picture.zpl(int(_ZPL_DPI if options[0] is None else options[0]))
    return lambda picture: getattr(picture, name)()


def _press(options: _Options) -> Callable[[Picture], bytes]:
    dpi, ink = options
    return lambda picture: picture.png(_PNG_DPI if dpi is None else dpi, ink or "colour")
