"""The page that the QR code opens: a static HTML5 file that needs no script, loads nothing, and holds all its languages.

One file and not one a language: what a person saves or sends on is whole, and the QR code needs one address. Each language is an
article with its own `lang`; the links between them are plain (`#en`), so they work without a script. The page also holds the
product as schema.org JSON-LD, in words of that vocabulary only.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from co2label.declaration import coverage_words, text_problems
from co2label.draw import Picture
from co2label.errors import ClaimError, IdentifierError, TextError, clip
from co2label.figures import adds_up
from co2label.identifiers import gtin14, in_one_company
from co2label.links import web_link
from co2label.model import in_language
from co2label.text import clean_text
from co2label.wording import format_number, read_languages, translate, translations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from co2label.declaration import BandStep, Declaration, Qualifier, SourceLine, StageLine, WorkingLine
    from co2label.figures import Shown


_CO2 = re.compile("CO[2₂]")

_ADDRESS = re.compile(r"https?://(.+)")

_IN_SCRIPT = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@lru_cache(maxsize=4096)
def text(words: str) -> str:
    """Words as the content of an element; CO₂ with a real subscript, whatever font the reader has.

    Most words of a page stand on every page, so they are kept.

    >>> text("CO2 < 3"), attribute('"'), link("javascript:alert(1)", "x")
    ('CO<sub>2</sub> &lt; 3', '&quot;', 'x')
    """
    return _CO2.sub("CO<sub>2</sub>", escape(words))


def attribute(words: str) -> str:
    """Words as the value of an attribute between double quotes."""
    return escape(words)


def link(address: str | None, words: str) -> str:
    """Words that lead to a web address of http or https; plain words where it is none, or not everybody can reach it."""
    if address is None or not _leads_somewhere(address):
        return text(words)
    return f'<a href="{attribute(address)}" rel="noreferrer">{text(words)}</a>'


def _leads_somewhere(address: str) -> bool:
    found = _ADDRESS.fullmatch(address)
    try:
        return found is not None and bool(web_link(f"https://{found[1]}"))
    except IdentifierError:
        return False


def data(value: Any) -> str:
    r"""Plain data as JSON that a script element can hold: nothing in it ends the element.

    >>> print(data({"name": "</script>"}))
    {"name":"\u003c/script\u003e"}
    """
    compact = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return compact.translate(_IN_SCRIPT)


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


def stages(declaration: Declaration, language: str) -> str:
    """The parts of the figure by life-cycle stage, and what an absent stage means."""
    rows = "\n".join(_stage_row(line, language) for line in declaration.stages)
    unit = text(declaration.shown.unit)
    notes = "".join(f'<p class="quiet">{text(note)}</p>\n' for note in _stage_notes(declaration, language))
    return f"""<section><h2>{text(translate("stages.title", language))}</h2>
<table class="stages"><thead><tr><th scope="col">{text(translate("page.stage", language))}</th>
<th scope="col" class="number">{unit}</th><th scope="col">{text(translate("page.share", language))}</th></tr></thead>
<tbody>
{rows}
</tbody>
<tfoot><tr><th scope="row">{text(translate("page.total", language))}</th>
<td class="number">{text(format_number(declaration.shown.value, language))}</td><td class="part"></td></tr></tfoot></table>
{notes}</section>"""


def _stage_notes(declaration: Declaration, language: str) -> Iterator[str]:
    """That the rows are rounded apart; what the words in the place of figures mean."""
    statuses = {line.status for line in declaration.stages}
    if declaration.rounded:
        yield translate("stages.rounded", language)
    if statuses & {"excluded", "no-data"}:
        yield translate("page.absent", language)
    if "nothing" in statuses:
        yield translate("page.nothing", language)


def _stage_row(line: StageLine, language: str) -> str:
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


def account(declaration: Declaration, language: str) -> str:
    """Everything that a reader needs to judge the figure."""
    parts = {
        "how": _facts(declaration, language),
        "notes": _qualifier_notes(declaration, language),
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
        "checked": _verification(declaration, language),
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


def _verification(declaration: Declaration, language: str) -> str:
    """Who has checked the figure, and when."""
    checked = declaration.verification
    said = translate(f"verification.{checked.kind}", language, by=checked.by)
    if checked.date is None:
        return said
    return translate("page.checked", language, verification=said, date=checked.date.isoformat())


def _qualifier_notes(declaration: Declaration, language: str) -> str:
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


_UNDETERMINED = "und"


def linked_data(declaration: Declaration, language: str) -> dict[str, Any]:
    """The product with its footprint as shown, in the words of one language and with its names in all.

    Raises:
        IdentifierError: a GTIN with a wrong length or check digit.
    """
    product: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "productID": declaration.product_id,
        "name": [_name_in_language(*name) for name in declaration.name.items()],
        "url": declaration.link,
        "additionalProperty": [_footprint(declaration, language)],
    }
    if declaration.gtin is not None and not in_one_company(declaration.gtin):
        product["gtin"] = gtin14(declaration.gtin)
    return product


def _name_in_language(language: str, name: str) -> str | dict[str, str]:
    return name if language == _UNDETERMINED else {"@language": language, "@value": name}


def _footprint(declaration: Declaration, language: str) -> dict[str, Any]:
    """The figure in the digits of the label, with what it is per, until when it holds, and what must stand near it."""
    unit = in_language(declaration.declared_unit.words, language)
    horizon, gwp_set = declaration.gwp_horizon, declaration.gwp_set
    method = translate("method.gwp", language, horizon=horizon, gwp_set=gwp_set)
    boundary = translate(f"boundary.{declaration.boundary}", language)
    until = translate("valid.until", language, date=declaration.valid_until.isoformat())
    near = (in_language(each.words, language).replace("₂", "2") for each in declaration.near)
    joint = translate("page.source.joint", language)
    return {
        "@type": "PropertyValue",
        "name": translate("title", language).replace("₂", "2"),
        "value": declaration.shown.value,
        "unitText": declaration.shown.unit,
        "description": joint.join((translate("unit.per", language, unit=unit), boundary, until, *near)),
        "measurementTechnique": joint.join(filter(None, (declaration.standard, method))),
    }


STYLE = """
:root { color-scheme: light dark; --ground: #f4f6f6; --card: #fff; --ink: #15181a; --quiet: #50565a; --line: #c9d0d3;
  --track: #dde4e7; --accent: #0d5a6e }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: break-word; line-break: strict;
  font: 1rem/1.7 system-ui, "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic", Meiryo, sans-serif }
[lang=ja] h1, [lang=ja] h2 { word-break: auto-phrase }
main { max-width: 66rem; margin: 0 auto; padding: 1.25rem clamp(1.25rem, 4vw, 3rem) 4rem }
@supports selector(:has(*)) {
  .edition:not(.lead):not(:target) { display: none }
  main:has(.edition:target) .lead:not(:target) { display: none }
}
nav { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: .25rem 1rem; font-size: .9rem }
nav a { padding: .4rem 0; min-height: 2rem }
nav a[aria-current] { color: var(--ink); font-weight: 700; text-decoration: none }
a { color: var(--accent); text-underline-offset: .2em }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 1px }
h1, h2 { line-height: 1.3; margin: 0; text-wrap: balance }
h1 { font-size: clamp(1.5rem, 5vw, 2.25rem); margin-top: .75rem }
h2 { font-size: 1.15rem }
p { margin: 0 }
sub { font-size: .72em; line-height: 0; vertical-align: baseline; position: relative; bottom: -.22em }
.kind { font-weight: 700; font-size: 1.15rem; padding-bottom: .4rem; border-bottom: .5rem solid var(--ink) }
.quiet { color: var(--quiet); font-size: .9rem }
.figure { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .5rem; margin: 1rem 0 1.25rem; line-height: 1;
  font-weight: 700 }
.figure b { font-size: clamp(4.5rem, 22vw, 8.5rem); letter-spacing: -.03em }
.figure span { font-size: clamp(1.4rem, 5vw, 2rem) }
.near { border-left: .35rem solid var(--ink); padding-left: .9rem; margin: 0 0 1.5rem; font-weight: 700; line-height: 1.5 }
.near p + p { margin-top: .4rem }
.share { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem }
.share b { font-size: 1.4rem; line-height: 1.3; white-space: nowrap }
.bar { display: block; height: .8rem; background: var(--track); margin: .3rem 0 }
.bar i { display: block; height: 100%; background: var(--accent) }
.quiet + .share { margin-top: .75rem; padding-top: .5rem; border-top: 1px solid var(--line) }
.band { display: flex; gap: 3px; list-style: none; margin: 0 0 .5rem; padding: 0; max-width: 22rem }
.band li { flex: 1; border: 1px solid var(--quiet); text-align: center; color: var(--quiet); line-height: 2.2 }
.band .here { background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 700 }
section { border-top: 3px solid var(--ink); margin-top: 2.5rem; padding-top: .9rem }
section > h2 { margin-bottom: .6rem }
section > p + p, section > ul + p, section > ol + p { margin-top: .6rem }
.scroll { overflow-x: auto }
.scroll:focus-visible { outline: 3px solid var(--accent) }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; vertical-align: baseline; padding: .5rem 0 .5rem 1rem; border-bottom: 1px solid var(--line) }
th:first-child, td:first-child { padding-left: 0 }
th { font-weight: 400 }
thead th { color: var(--quiet); font-size: .85rem; vertical-align: bottom }
td.number, th.number { text-align: right; white-space: nowrap }
.stages th { white-space: nowrap }
td.number { font-weight: 700; font-size: 1.1rem }
.part { width: 52% }
.part div { display: flex; align-items: center; gap: .75rem }
.part .bar { flex: 1; min-width: 2rem }
.part .percent { width: 3.2rem; text-align: right; color: var(--quiet) }
td .quiet { display: block; font-weight: 400; white-space: normal }
td.absent { color: var(--quiet); font-weight: 400; font-size: .95rem; white-space: normal }
tfoot th, tfoot td { border-bottom: 0; border-top: 2px solid var(--ink); font-weight: 700 }
table + p { margin-top: .5rem }
.lines td { font-size: .95rem }
.scroll table { min-width: 40rem }
.lines td.number { font-weight: 400; font-size: .95rem }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; margin: 0 }
dt, dd { margin: 0; padding: .4rem 0; border-bottom: 1px solid var(--line) }
dt { color: var(--quiet); padding-right: 1.5rem }
ul { margin: 0; padding-left: 1.2rem }
li { margin: .2rem 0 }
.band li { margin: 0 }
.sources { list-style: none; padding: 0 }
.sources li { padding: .5rem 0; margin: 0; border-bottom: 1px solid var(--line) }
.sources span { display: block; color: var(--quiet); font-size: .9rem }
.label { margin: 2.5rem 0 0; max-width: 24rem }
.label figure { border: 1px solid var(--line); background: #fff }
.label figure, .label svg { width: 100% !important }
.label p { padding-top: .4rem }
footer { margin-top: 2.5rem; font-size: .9rem; overflow-wrap: anywhere }
@media (min-width: 60rem) {
  .beside { display: grid; grid-template-columns: minmax(0, 1fr) 21rem; gap: 0 3.5rem; align-items: start }
  .beside .label { position: sticky; top: 2rem; margin: .75rem 0 0 }
}
@media (max-width: 34rem) {
  dl { display: block }
  dt { border: 0; padding: .5rem 0 0; font-size: .85rem }
  dd { padding-top: 0 }
  th, td { padding-left: .6rem }
  .part { width: 100% }
  .part .percent { width: 2.6rem }
  .stages td.number { padding-left: .6rem }
}
@media (max-width: 22.5rem) { .stages tbody th { white-space: normal; hyphens: auto } }
@media screen and (prefers-color-scheme: dark) {
  :root { --ground: #121618; --card: #121618; --ink: #e9eded; --quiet: #a7b0b4; --line: #364046; --track: #2a3338;
    --accent: #62bcd3 }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth } }
@media (forced-colors: active) { .bar i, .band .here { background: CanvasText; forced-color-adjust: none } }
@page { size: A4; margin: 14mm 18mm }
@media print {
  :root { color-scheme: light; --ground: #fff }
  html { font-size: 9pt }
  body { line-height: 1.5 }
  .scroll { overflow: visible }
  .scroll table { min-width: 0 }
  main { max-width: none; padding: 0 }
  nav { display: none }
  .beside { display: grid; grid-template-columns: minmax(0, 1fr) 62mm; gap: 0 9mm; align-items: start }
  .label { margin: 0; break-inside: avoid }
  .figure b { font-size: 54pt }
  section { margin-top: 5mm; padding-top: 1.5mm; border-top-width: 1.5pt }
  th, td, dt, dd { padding-top: .8mm; padding-bottom: .8mm }
  tr, li, dt, dd, .share { break-inside: avoid }
  h2 { break-after: avoid }
  .bar i, .bar, .band .here { print-color-adjust: exact; -webkit-print-color-adjust: exact }
}
"""

_RELATIVE = re.compile(r"(?!/)[A-Za-z0-9._~/%-]+")

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def page(
    declaration: Declaration,
    *,
    language: str | Sequence[str] = ("ja", "en"),
    label: Picture | Mapping[str, Picture] | None = None,
    tips: Sequence[Mapping[str, str]] = (),
    machine_link: str | None = "index.json",
) -> str:
    r"""Write the page that the QR code opens.

    Args:
        declaration: what is said.
        language: those of the page, the first leads: "ja", "ja+en" or a tuple of any in `wording.LANGUAGES`.
        label: the product's label: one for each language, or one for all of them.
        tips: what a reader can do, in words by language: `{"ja": "…", "en": "…"}`.
        machine_link: relative address of the same as JSON (`Declaration.as_dict`), or None.

    Returns:
        One HTML file; the same text for the same arguments.

    Raises:
        TextError: no language, one twice or without wording; a tip that must not be printed.
        ClaimError: a tip that makes a claim (see `co2label.declaration._claims`), or in a language without rules.
        IdentifierError: a declaration with a wrong GTIN; a `machine_link` that is no relative address.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> said = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> html = page(said, language="en")
    >>> html[:31], "<b>210</b> <span>g-CO<sub>2</sub>e</span>" in html
    ('<!doctype html>\n<html lang="en"', True)
    """
    languages = read_languages(language)
    labels = dict.fromkeys(languages, label) if isinstance(label, Picture) else label or {}
    _check_link(machine_link)
    said = [_checked_tip(tip, place) for place, tip in enumerate(tips)]
    editions = "\n".join(
        _edition(declaration, each, languages, (labels.get(each), said, machine_link)) for each in languages
    )
    lead = languages[0]
    title = translate("page.title", lead, name=in_language(declaration.name, lead)).replace("₂", "2")
    return frame(title, lead, _head(declaration, lead, machine_link), editions)


def frame(title: str, language: str, head: str, editions: str) -> str:
    """A whole HTML file around the editions of a page; `head` is markup."""
    return f"""<!doctype html>
<html lang="{attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{attribute(_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="co2label">
<title>{attribute(title)}</title>
<style>{STYLE}</style>
{head}</head>
<body>
<main>
{editions}
</main>
</body>
</html>
"""


def switch(language: str, languages: Sequence[str]) -> str:
    """Links to the other languages of a page, each in its own words; nothing where there is only one."""
    if len(languages) == 1:
        return ""
    links = " ".join(_to(each, each == language) for each in languages)
    return f'<nav aria-label="{attribute(translate("page.languages", language))}">{links}</nav>\n'


def _to(language: str, here: bool) -> str:  # noqa: FBT001 - one call, just above
    current = ' aria-current="true"' if here else ""
    name = text(translate("page.language", language))
    return f'<a href="#{language}" lang="{language}" hreflang="{language}"{current}>{name}</a>'


def _checked_tip(tip: Mapping[str, str], place: int) -> dict[str, str]:
    """A tip whose words may be printed, and that claims nothing which the figure cannot bear."""
    where = f"tips[{place}]"
    if not tip:
        message = f'{where}: expected words by language such as {{"en": "…"}}, got none; leave the tip out'
        raise TextError(message)
    said = {key: clean_text(words, where=f"{where}.{key}", limit=300) for key, words in tip.items()}
    problems = [*text_problems(where, said, todo="say what one can do")]
    if problems:
        raise ClaimError(problems)
    return said


def _check_link(address: str | None) -> None:
    if address is not None and not _RELATIVE.fullmatch(address):
        message = f"expected a relative address such as index.json, got {clip(address)}"
        raise IdentifierError(message)


def _head(declaration: Declaration, language: str, machine_link: str | None) -> str:
    alternate = ""
    if machine_link is not None:
        alternate = f'<link rel="alternate" type="application/json" href="{attribute(machine_link)}">\n'
    return f"""{alternate}<script type="application/ld+json">{data(linked_data(declaration, language))}</script>
"""


def _edition(
    declaration: Declaration,
    language: str,
    languages: Sequence[str],
    extras: tuple[Picture | None, Sequence[Mapping[str, str]], str | None],
) -> str:
    """The page in one language; the extras are its label, the tips and the address of the data."""
    label, tips, machine_link = extras
    lead = " lead" if language == languages[0] else ""
    return f"""<article class="edition{lead}" id="{language}" lang="{language}">
{switch(language, languages)}<div class="beside"><div>
{hero(declaration, language)}{stages(declaration, language)}
{remarks(declaration, tips, language)}</div>
{_figure(label, language)}</div>
{account(declaration, language)}{_foot(language, machine_link)}</article>"""


def _figure(label: Picture | None, language: str) -> str:
    """The label as on the product: dark on white in every scheme."""
    if label is None:
        return ""
    caption = text(translate("page.label", language))
    return f'<div class="label">{label.html()}<p class="quiet">{caption}</p></div>\n'


def _foot(language: str, machine_link: str | None) -> str:
    if machine_link is None:
        return ""
    words = text(translate("page.data", language))
    return f'<footer><a href="{attribute(machine_link)}" type="application/json">{words}</a></footer>\n'
