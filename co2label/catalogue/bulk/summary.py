"""The summary of a run as a page: counts, why products were refused, what to know of the figures, and some of the labels.

One file that loads nothing; its size does not grow with the catalogue.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from co2label.catalogue.bulk.manifest import MANIFEST
from co2label.catalogue.bulk.record import picture_of
from co2label.catalogue.bulk.results import ERRORS, PARQUET, RESULTS
from co2label.model import in_language
from co2label.page.document import frame
from co2label.page.markup import attribute, text
from co2label.wording import translate, translations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from co2label.catalogue.bulk.folder import Folder
    from co2label.catalogue.bulk.job import Job
    from co2label.catalogue.bulk.record import Done
    from co2label.catalogue.bulk.tally import Tally

__all__ = ["SUMMARY", "write_summary"]

SUMMARY = "index.html"
_MOST_ROWS = 20
_QUALIFYING = ("mixed-basis", "mixed-gwp-set", "gwp-set-unknown", "boundary-overlap", "stale-factor")
"""Notes that a label says beside its figure, the gravest first; the others follow by their number."""
_SAID_AS = {"gwp-set-unknown": "mixed-gwp-set"}
"""One sentence speaks for both."""
_STYLE = """<style>
.labels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(11rem, 45%), 1fr)); gap: 1.5rem 1rem;
  list-style: none; padding: 0; align-items: start }
.labels li { margin: 0; min-width: 0 }
.labels img { display: block; width: 100%; background: #fff; border: 1px solid var(--line) }
.labels a { display: block; font-size: .85rem; line-height: 1.4; text-decoration: none; overflow-wrap: anywhere }
.labels a:hover { text-decoration: underline }
.labels span { display: block; padding-top: .35rem }
.counts td.number { font-size: 1.5rem }
.reasons td { overflow-wrap: anywhere }
.reasons td:first-child { min-width: 7rem }
.quiet + .labels { margin-top: 1rem }
.reasons code, .reasons .quiet { display: block }
code { font-size: .85em }
</style>
"""


def write_summary(folder: Folder, job: Job, found: Tally) -> None:
    """Write `index.html`, in the language that leads."""
    language = job.lead
    parts = (
        _counts(job, found, language),
        _refusals(found, language),
        _notes(found, language),
        _labels(folder, found, language),
    )
    body = f"""<article class="edition lead" id="{language}" lang="{language}">
<h1 class="kind">{text(translate("catalogue.title", language))}</h1>
{"".join(parts)}</article>"""
    page = frame(translate("catalogue.title", language).replace("₂", "2"), language, _STYLE, body)
    folder.put(SUMMARY, page.encode())


def _counts(job: Job, found: Tally, language: str) -> str:
    numbers = {"labelled": found.labelled, "computed": found.computed, "refused": found.refused}
    rows = "".join(
        f'<tr><th scope="row">{_say(name, language)}</th><td class="number">{count:,}</td></tr>\n'
        for name, count in numbers.items()
    )
    facts = {"edition": job.factors.edition, "valid": found.valid_until}
    said = "".join(
        f"<dt>{_say(name, language)}</dt><dd>{text(fact)}</dd>\n" for name, fact in facts.items() if fact
    )
    extras = [PARQUET] * job.parquet + [job.book] * (job.book is not None)
    links = " · ".join(f'<a href="{name}">{name}</a>' for name in (RESULTS, ERRORS, *extras, MANIFEST))
    return f"""<table class="counts"><tbody>
{rows}</tbody>
<tfoot><tr><th scope="row">{_say("items", language)}</th><td class="number">{sum(numbers.values()):,}</td></tr></tfoot></table>
<dl>{said}<dt>{_say("files", language)}</dt><dd>{links}</dd></dl>
"""


def _refusals(found: Tally, language: str) -> str:
    if not found.refused:
        return _section("refusals", f"<p>{_say('refusals.none', language)}</p>", language)
    rows = (_reason(*found.reasoned[kind], count) for kind, count in found.reasons.most_common(_MOST_ROWS))
    table = _table(("place", "reason", "count"), rows, language)
    link = f'<a href="{ERRORS}">{ERRORS}</a>'
    return _section(
        "refusals", f"{table}<p>{_say('refusals.all', language).replace('{file}', link)}</p>", language
    )


def _reason(column: str, reason: str, count: int) -> str:
    """A kind of refusal, shown by its first."""
    return (
        f'<tr><td>{text(column)}</td><td lang="en">{text(reason)}</td><td class="number">{count:,}</td></tr>'
    )


def _notes(found: Tally, language: str) -> str:
    """What stands near figures on every carrier, then the notes."""
    if not found.notes and not found.near:
        return _section("notes", f"<p>{_say('notes.none', language)}</p>", language)
    order = sorted(found.notes, key=lambda code: (_gravity(code), -found.notes[code], code))
    rows = [
        *(_near(code, found, language) for code in found.near),
        *(_note(code, found, language) for code in order),
    ]
    return _section("notes", _table(("note", "example", "count"), rows, language), language)


def _near(code: str, found: Tally, language: str) -> str:
    product, words = found.neared[code]
    return (
        f"<tr><td>{_say('near', language)}<code>{text(code)}</code></td>"
        f'<td>{text(product)}<span class="quiet">{text(in_language(words, language))}</span></td>'
        f'<td class="number">{found.near[code]:,}</td></tr>'
    )


def _note(code: str, found: Tally, language: str) -> str:
    product, message = found.noted[code]
    sentence = translations(language).get(f"note.{_SAID_AS.get(code, code)}", "")
    return (
        f"<tr><td>{text(sentence[:1].upper() + sentence[1:])}<code>{text(code)}</code></td>"
        f'<td lang="en">{text(product)}<span class="quiet">{text(message)}</span></td>'
        f'<td class="number">{found.notes[code]:,}</td></tr>'
    )


def _gravity(code: str) -> int:
    return _QUALIFYING.index(code) if code in _QUALIFYING else len(_QUALIFYING)


def _labels(folder: Folder, found: Tally, language: str) -> str:
    if not found.shown:
        return ""
    some = translate("catalogue.labels.some", language, shown=len(found.shown), count=f"{found.labelled:,}")
    items = "\n".join(_label(folder, done, language) for done in found.shown)
    return _section(
        "labels", f'<p class="quiet">{text(some)}</p><ul class="labels">\n{items}\n</ul>', language
    )


def _label(folder: Folder, done: Done, language: str) -> str:
    """A small picture that leads to the file of the label."""
    small = picture_of(done.entry.product_id)
    data = base64.b64encode(folder.path(small).read_bytes()).decode()
    name = in_language(done.entry.name, language)
    target = next(file for file in done.files if file != small)
    return (
        f'<li><a href="{attribute(target)}"><img alt="{attribute(translate("catalogue.label.of", language, name=name))}" '
        f'src="data:image/svg+xml;base64,{data}"><span>{text(done.entry.product_id)}</span></a></li>'
    )


def _table(headings: Sequence[str], rows: Iterable[str], language: str) -> str:
    cells = "".join(
        f'<th scope="col"{" class=number" if name == "count" else ""}>{_say(name, language)}</th>'
        for name in headings
    )
    body = "\n".join(rows)
    return f'<table class="lines reasons"><thead><tr>{cells}</tr></thead><tbody>\n{body}\n</tbody></table>\n'


def _section(name: str, body: str, language: str) -> str:
    return f"<section><h2>{_say(name, language)}</h2>\n{body}</section>\n"


def _say(name: str, language: str) -> str:
    return text(translations(language)[f"catalogue.{name}"])
