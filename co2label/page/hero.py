"""The top of a page: what it is, the figure, what must stand near it, what it is of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.model import in_language
from co2label.page.markup import text
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from co2label.declaration import Declaration
    from co2label.figures import Shown

__all__ = ["bar", "hero", "shown"]


def hero(declaration: Declaration, language: str) -> str:
    """The figure and everything that says how much it is."""
    unit = in_language(declaration.declared_unit.words, language)
    return f"""<p class="kind">{text(translate("title", language))}</p>
<h1>{text(in_language(declaration.name, language))}</h1>
<p>{text(translate("unit.per", language, unit=unit))}</p>
<p class="figure"><b>{text(format_number(declaration.shown.value, language))}</b> <span>{text(declaration.shown.unit)}</span></p>
{_near(declaration, language)}{_day(declaration, language)}{_per_amount(declaration, language)}"""


def shown(figure: Shown, language: str) -> str:
    """A figure with its unit: 0.12 kg-CO₂e."""
    return f"{format_number(figure.value, language)} {figure.unit}"


def bar(share: float) -> str:
    """A bar that is linear from zero; the number beside it says the same, so it is hidden from who cannot see it."""
    percent = f"{100 * min(1.0, max(0.0, share)):.1f}"
    return f'<span class="bar" aria-hidden="true"><i style="width:{percent}%"></i></span>'


def _near(declaration: Declaration, language: str) -> str:
    """What must stand near the figure, a sentence each."""
    said = "".join(f"<p>{text(in_language(each.words, language))}</p>" for each in declaration.near)
    return f'<div class="near">{said}</div>\n' if said else ""


def _day(declaration: Declaration, language: str) -> str:
    reference = declaration.reference
    key = "reference.of-days" if reference.kind == "days" else "reference.of-day"
    day = translate(key, language, day=format_number(reference.shown_day, language))
    share = translate(f"reference.{reference.kind}", language, value=reference.value)
    basis = translate("page.basis", language, basis=translate(f"reference.basis.{reference.basis}", language))
    return f"""<p class="share"><span>{text(day)}</span> <b>{text(share)}</b></p>
{bar(reference.share)}
<p class="quiet">{text(basis)}</p>
"""


def _per_amount(declaration: Declaration, language: str) -> str:
    """The figure per 100 g and the like, as a unit price stands beside a price."""
    if declaration.per_amount is None:
        return ""
    unit = translate("unit.per", language, unit=in_language(declaration.per_amount.words, language))
    return f'<p class="share"><span>{text(unit)}</span> <b>{text(shown(declaration.per_amount.shown, language))}</b></p>\n'
