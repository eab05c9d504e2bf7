"""The stage table of a page: a real table, bars linear from zero, stages that are absent said and not shown as 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.model import in_language
from co2label.page.hero import bar
from co2label.page.markup import text
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.declaration import Declaration, StageLine

__all__ = ["stages"]


def stages(declaration: Declaration, language: str) -> str:
    """The parts of the figure by life-cycle stage, and what an absent stage means."""
    rows = "\n".join(_row(line, language) for line in declaration.stages)
    unit = text(declaration.shown.unit)
    notes = "".join(f'<p class="quiet">{text(note)}</p>\n' for note in _notes(declaration, language))
    return f"""<section><h2>{text(translate("stages.title", language))}</h2>
<table class="stages"><thead><tr><th scope="col">{text(translate("page.stage", language))}</th>
<th scope="col" class="number">{unit}</th><th scope="col">{text(translate("page.share", language))}</th></tr></thead>
<tbody>
{rows}
</tbody>
<tfoot><tr><th scope="row">{text(translate("page.total", language))}</th>
<td class="number">{text(format_number(declaration.shown.value, language))}</td><td class="part"></td></tr></tfoot></table>
{notes}</section>"""


def _notes(declaration: Declaration, language: str) -> Iterator[str]:
    """That the rows are rounded apart; what the words in the place of figures mean."""
    statuses = {line.status for line in declaration.stages}
    if declaration.rounded:
        yield translate("stages.rounded", language)
    if statuses & {"excluded", "no-data"}:
        yield translate("page.absent", language)
    if "nothing" in statuses:
        yield translate("page.nothing", language)


def _row(line: StageLine, language: str) -> str:
    stage = f'<tr><th scope="row">{text(translate(f"stage.{line.stage}", language))}</th>'
    if line.status != "included":
        return f'{stage}<td class="absent number" colspan="2">{text(_absent(line, language))}</td></tr>'
    value = text(format_number(line.value or "", language))
    if line.percent is None:
        drawn = f"<div>{bar(line.share)}</div>" if line.share > 0 else ""
        return f'{stage}<td class="number">{value}</td><td class="part">{drawn}</td></tr>'
    percent = text(translate("reference.percent", language, value=line.percent))
    return (
        f'{stage}<td class="number">{value}</td>'
        f'<td class="part"><div>{bar(line.share)}<span class="percent">{percent}</span></div></td></tr>'
    )


def _absent(line: StageLine, language: str) -> str:
    """The words in the place of a figure; where nothing happens, with the reason."""
    status = translate(f"stage.{line.status}", language)
    if line.reason is None:
        return status
    return translate("page.reason", language, status=status, reason=in_language(line.reason, language))
