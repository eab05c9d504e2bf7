"""What a company may say beside the figure: steps of a named scheme, its own earlier product, SDG lines, tips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.model import in_language
from co2label.page.markup import text
from co2label.wording import translate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from co2label.declaration import BandStep, Declaration

__all__ = ["remarks", "section"]


def section(heading: str, content: str) -> str:
    """A part of a page below its heading, or nothing where there is no content."""
    return f"<section><h2>{text(heading)}</h2>\n{content}</section>\n" if content else ""


def remarks(declaration: Declaration, tips: Sequence[Mapping[str, str]], language: str) -> str:
    """A section for each of them that there is something to say of."""
    parts = {
        "band": _band(declaration.band, language),
        "comparison": _comparison(declaration, language),
        "indicators": _indicators(declaration, language),
        "tips": _list([in_language(dict(tip), language) for tip in tips]),
    }
    return "".join(section(translate(f"page.{key}", language), content) for key, content in parts.items())


def _band(band: BandStep | None, language: str) -> str:
    """The steps from the lowest figure on, the one of this product filled; scheme and limits in words."""
    if band is None:
        return ""
    scheme, basis = in_language(band.scheme, language), in_language(band.basis, language)
    spoken = translate(
        "spoken.band", language, letter=band.letter, step=band.step, steps=band.steps, scheme=scheme
    )
    return f"""<ol class="band" aria-hidden="true">{"".join(_step(band, step) for step in range(1, band.steps + 1))}</ol>
<p>{text(spoken)}</p>
<p class="quiet">{text(translate("band.basis", language, scheme=scheme, basis=basis))}</p>"""


def _step(band: BandStep, step: int) -> str:
    letter = chr(ord(band.letter) + step - band.step)
    here = ' class="here"' if step == band.step else ""
    return f"<li{here}>{text(letter)}</li>"


def _comparison(declaration: Declaration, language: str) -> str:
    own = declaration.comparison
    if own is None:
        return ""
    sentence, basis = in_language(own.sentence, language), in_language(own.basis, language)
    return f'<p>{text(sentence)}</p>\n<p class="quiet">{text(basis)}</p>'


def _indicators(declaration: Declaration, language: str) -> str:
    """The lines of the label, and below them what they mean."""
    lines, notes = (
        [in_language(dict(texts), language) for texts in kind]
        for kind in (declaration.indicators, declaration.indicator_notes)
    )
    return _list(lines) + "".join(f'<p class="quiet">{text(note)}</p>\n' for note in notes)


def _list(lines: Sequence[str]) -> str:
    items = "".join(f"<li>{text(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""
