"""Labels in bulk: one after the other, as they are asked for, and never more than one of them in memory.

What labels share (words, rules, rows of the table) is set once and kept; the caches are bounded, so ten million labels
take no more memory than two hundred. One process draws on one core: for more, give each process a part of the products.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict, overload

from co2label.draw import find_format, format_option_error
from co2label.errors import Co2LabelError, DrawError, clip
from co2label.label._brand import DEFAULT_BRAND, Brand
from co2label.label._phrases import MOST_LANGUAGES
from co2label.label._templates import find_template
from co2label.wording import read_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Unpack

    from co2label.declaration import Declaration
    from co2label.draw import Ink, Picture, TextKind

    Template = str | Callable[..., Picture]
    OnError = Callable[[Declaration, Co2LabelError], Any]

    class _Look(TypedDict, total=False):
        template: Template
        language: str | Sequence[str]
        brand: Brand
        on_error: OnError | None

    class _Svg(_Look, total=False):
        text: TextKind | None

    class _Options(_Look, total=False):
        dpi: float | None
        ink: Ink | None


@overload
def many(
    declarations: Iterable[Declaration], *, format: None = ..., **look: Unpack[_Look]
) -> Iterator[Picture]: ...
@overload
def many(
    declarations: Iterable[Declaration], *, format: Literal["svg", "html"], **look: Unpack[_Svg]
) -> Iterator[str]: ...
@overload
def many(
    declarations: Iterable[Declaration], *, format: Literal["png", "pdf", "zpl"], **options: Unpack[_Options]
) -> Iterator[bytes]: ...
@overload
def many(
    declarations: Iterable[Declaration], *, format: str | None, **options: Unpack[_Options]
) -> Iterator[Any]: ...
def many(  # noqa: PLR0913 - what a picture may differ in
    declarations: Iterable[Declaration],
    *,
    template: Template = "calorie",
    language: str | Sequence[str] = "ja",
    brand: Brand = DEFAULT_BRAND,
    format: str | None = None,  # noqa: A002 - the word that everyone looks for
    dpi: float | None = None,
    ink: Ink | None = None,
    text: TextKind | None = None,
    on_error: OnError | None = None,
) -> Iterator[Any]:
    """Draw one label a declaration, in order, each when it is asked for.

    Args:
        declarations: any iterable; one is taken at a time.
        template: a name of `TEMPLATES`, or a function that takes a Declaration, `language` and `brand`; a template that
            needs more, such as a price, is given as a function that adds it.
        language: as for the template.
        brand: as for the template.
        format: "png", "pdf" or "zpl" gives bytes, "svg" or "html" text, None a Picture; the same as `Picture.encode` gives.
        dpi: of PNG and ZPL; see `Picture.encode`.
        ink: of PNG: "colour", "grey" or "black".
        text: of SVG and HTML: letters as "outlines", or as "live" text.
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
    >>> declaration = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> [len(svg) > 1000 for svg in many([declaration, declaration], language="en", format="svg")]
    [True, True]
    >>> many([declaration], format="svg", dpi=203)
    Traceback (most recent call last):
    ...
    co2label.errors.DrawError: dpi is of png, zpl; svg has none
    """
    languages = read_languages(language, MOST_LANGUAGES)
    draw = find_template(template) if isinstance(template, str) else template
    encode = _encoder(format, dpi=dpi, ink=ink, text=text)

    def draw_one(declaration: Declaration) -> Any:
        return encode(draw(declaration, language=languages, brand=brand))

    return _each(declarations, draw_one, on_error)


def _each(
    declarations: Iterable[Declaration], draw: Callable[[Declaration], Any], on_error: OnError | None
) -> Iterator[Any]:
    for declaration in declarations:
        try:
            result = draw(declaration)
        except Co2LabelError as error:
            if on_error is None:
                raise DrawError(f"product {clip(declaration.product_id)}: {error}") from error
            result = on_error(declaration, error)
        yield result


def _encoder(name: str | None, **given: Any) -> Callable[[Picture], Any]:
    """What is made of each Picture.

    Raises:
        DrawError: a format, a resolution or an ink that there is not, or an option that the format does not have.
    """
    if name is None:
        for option, value in given.items():
            if value is not None:
                raise format_option_error(option, "a Picture")
        return lambda picture: picture
    found = find_format(name)
    options = found.options(**given)
    return lambda picture: found.text_or_bytes(picture.scene, **options)
