"""The index of a folder of pages: names, and figures with what must stand near them, each per its own unit.

The order is by name, never by figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.model import in_language
from co2label.page.document import frame, switch
from co2label.page.hero import shown
from co2label.page.markup import attribute, text
from co2label.wording import translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.declaration import Declaration

__all__ = ["index"]

_Entry = tuple["Declaration", str]


def index(entries: Sequence[_Entry], languages: Sequence[str]) -> str:
    """Write the index.

    Args:
        entries: the declarations, each with the relative address of its page.
        languages: of the index, the one that leads first.
    """
    editions = "\n".join(_edition(entries, each, languages) for each in languages)
    return frame(translate("page.index", languages[0]).replace("₂", "2"), languages[0], "", editions)


def _edition(entries: Sequence[_Entry], language: str, languages: Sequence[str]) -> str:
    lead = " lead" if language == languages[0] else ""
    rows = "\n".join(
        _row(*entry, language) for entry in sorted(entries, key=lambda entry: _order(entry, language))
    )
    product, per = translate("page.index.product", language), translate("page.index.per", language)
    return f"""<article class="edition{lead}" id="{language}" lang="{language}">
{switch(language, languages)}<h1 class="kind">{text(translate("page.index", language))}</h1>
<table class="lines"><thead><tr><th scope="col">{text(product)}</th><th scope="col">{text(per)}</th>
<th scope="col" class="number">{text(translate("title", language))}</th></tr></thead>
<tbody>
{rows}
</tbody></table>
<p class="quiet">{text(translate("page.index.note", language))}</p></article>"""


def _order(entry: _Entry, language: str) -> tuple[str, str]:
    return in_language(entry[0].name, language), entry[1]


def _row(declaration: Declaration, address: str, language: str) -> str:
    name = text(in_language(declaration.name, language))
    unit = text(in_language(declaration.declared_unit.words, language))
    figure = text(shown(declaration.shown, language))
    near = "".join(
        f'<span class="quiet">{text(in_language(each.short, language))}</span>' for each in declaration.near
    )
    return (
        f'<tr><th scope="row"><a href="{attribute(address)}#{language}">{name}</a></th><td>{unit}</td>'
        f'<td class="number">{figure}{near}</td></tr>'
    )
