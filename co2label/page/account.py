"""How the figure was calculated: scope, data, method, checks; what to know about it; the lines; the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.declaration import coverage_words
from co2label.figures import adds_up
from co2label.model import in_language
from co2label.page.markup import attribute, link, text
from co2label.page.remarks import section
from co2label.wording import format_number, translate, translations

if TYPE_CHECKING:
    from co2label.declaration import Declaration, Qualifier, SourceLine, WorkingLine

__all__ = ["account"]


def account(declaration: Declaration, language: str) -> str:
    """Everything that a reader needs to judge the figure."""
    parts = {
        "how": _facts(declaration, language),
        "notes": _notes(declaration, language),
        "working": _working(declaration, language),
        "sources": _sources(declaration, language),
        "removed": _removed(declaration, language),
        "credits": _credits(declaration, language),
    }
    return "".join(section(translate(f"page.{key}", language), content) for key, content in parts.items())


def _facts(declaration: Declaration, language: str) -> str:
    facts = {
        "covers": coverage_words(declaration, language),
        "unit": in_language(declaration.declared_unit.words, language),
        "year": str(declaration.year),
        "standard": declaration.standard,
        "gwp": translate("page.gwp", language, gwp_set=declaration.gwp_set, horizon=declaration.gwp_horizon),
        "factors": translate("page.factors", language, edition=declaration.factor_edition),
        "checked": _checked(declaration, language),
        "issued": declaration.issued.isoformat(),
        "valid": declaration.valid_until.isoformat(),
        "company": declaration.company,
    }
    rows = (
        f"<dt>{text(translate(f'page.how.{key}', language))}</dt><dd>{text(said)}</dd>\n"
        for key, said in facts.items()
        if said
    )
    return f"<dl>{''.join(rows)}</dl>"


def _checked(declaration: Declaration, language: str) -> str:
    """Who has checked the figure, and when."""
    checked = declaration.verification
    said = translate(f"verification.{checked.kind}", language, by=checked.by)
    if checked.date is None:
        return said
    return translate("page.checked", language, verification=said, date=checked.date.isoformat())


def _notes(declaration: Declaration, language: str) -> str:
    """What the qualifiers mean, in whole sentences; and what the figure is not."""
    notes = "".join(f"<li>{text(_note(each, language))}</li>" for each in declaration.qualifiers)
    return f"{f'<ul>{notes}</ul>' if notes else ''}<p>{text(translate('page.not', language))}</p>"


def _note(qualifier: Qualifier, language: str) -> str:
    return translations(language).get(f"page.note.{qualifier.code}", qualifier.message)


def _working(declaration: Declaration, language: str) -> str:
    """The lines of the calculation, where the company publishes them; a wide table scrolls in its own box."""
    if not declaration.working:
        return ""
    keys = ("page.working.name", "page.stage", "page.working.amount", "page.working.factor")
    heads = "".join(f'<th scope="col">{text(translate(key, language))}</th>' for key in keys)
    unit = text(translate("page.value", language, unit=declaration.shown.unit))
    share = text(translate("page.share", language))
    rows = "\n".join(_line(line, language) for line in declaration.working)
    label = attribute(translate("page.working", language))
    apart = not adds_up((line.value for line in declaration.working), declaration.shown.value)
    note = f'\n<p class="quiet">{text(translate("stages.rounded", language))}</p>' if apart else ""
    return f"""<div class="scroll" tabindex="0" role="group" aria-label="{label}"><table class="lines"><thead><tr>{heads}
<th scope="col" class="number">{unit}</th><th scope="col" class="number">{share}</th></tr></thead>
<tbody>
{rows}
</tbody></table></div>{note}"""


def _line(line: WorkingLine, language: str) -> str:
    cells = (translate(f"stage.{line.stage}", language), line.amount, line.factor)
    said = "".join(f"<td>{text(cell)}</td>" for cell in cells)
    percent = "" if line.percent is None else translate("reference.percent", language, value=line.percent)
    return (
        f'<tr><th scope="row">{text(in_language(line.name, language))}</th>{said}'
        f'<td class="number">{text(format_number(line.value, language))}</td>'
        f'<td class="number">{text(percent)}</td></tr>'
    )


def _sources(declaration: Declaration, language: str) -> str:
    items = "\n".join(f"<li>{_source(line, language)}</li>" for line in declaration.sources)
    return f'<ul class="sources">{items}</ul>' if items else ""


def _removed(declaration: Declaration, language: str) -> str:
    """What shows that something is removed."""
    evidence = declaration.removed.evidence if declaration.removed else ()
    items = "".join(f"<li>{text(in_language(each, language))}</li>" for each in evidence)
    return f"<ul>{items}</ul>" if items else ""


def _credits(declaration: Declaration, language: str) -> str:
    """Credits that were bought, with what they are not: they end the page, far from the figure."""
    items = "".join(f"<li>{text(in_language(each, language))}</li>" for each in declaration.credits)
    return f"<ul>{items}</ul>\n<p>{text(translate('page.credits.not', language))}</p>" if items else ""


def _source(line: SourceLine, language: str) -> str:
    """A source as its licence asks to name it, and what was used of it."""
    title = line.title
    if line.edition:
        title = translate("page.source.edition", language, title=title, edition=line.edition)
    licence = line.licence and translate("page.source.licence", language, licence=line.licence)
    factors = translate("page.source.joint", language).join(line.factors)
    used = factors and translate("page.source.factors", language, factors=factors)
    more = (line.attribution, licence, used)
    return link(line.url, title) + "".join(f"<span>{text(said)}</span>" for said in more if said)
