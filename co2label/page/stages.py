"""The stage table of a page: a real table, bars linear from zero, stages that are absent said and not shown as 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.page.hero import bar
from co2label.page.markup import text
from co2label.wording import digits, say

if TYPE_CHECKING:
    from co2label.declaration import Declaration, StageLine

__all__ = ["stages"]


def stages(declaration: Declaration, language: str) -> str:
    """The parts of the figure by life-cycle stage, and what an absent stage means."""
    rows = "\n".join(_row(line, language) for line in declaration.stages)
    unit = text(declaration.shown.unit)
    absent = any(line.status != "included" for line in declaration.stages)
    note = f'<p class="quiet">{text(say("page.absent", language))}</p>' if absent else ""
    return f"""<section><h2>{text(say("stages.title", language))}</h2>
<table class="stages"><thead><tr><th scope="col">{text(say("page.stage", language))}</th>
<th scope="col" class="number">{unit}</th><th scope="col">{text(say("page.share", language))}</th></tr></thead>
<tbody>
{rows}
</tbody>
<tfoot><tr><th scope="row">{text(say("page.total", language))}</th>
<td class="number">{text(digits(declaration.shown.value, language))}</td><td class="part"></td></tr></tfoot></table>
{note}</section>"""


def _row(line: StageLine, language: str) -> str:
    stage = f'<tr><th scope="row">{text(say(f"stage.{line.stage}", language))}</th>'
    if line.status != "included":
        return f'{stage}<td class="absent number" colspan="2">{text(say(f"stage.{line.status}", language))}</td></tr>'
    value = text(digits(line.value or "", language))
    percent = text(say("reference.percent", language, value=line.percent))
    return (
        f'{stage}<td class="number">{value}</td>'
        f'<td class="part"><div>{bar(line.share)}<span class="percent">{percent}</span></div></td></tr>'
    )
