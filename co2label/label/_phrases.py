"""Phrases of a label in one language: the only place where a Declaration is put into words.

Phrases for print write CO₂ with a lowered 2; phrases to be spoken or read by machines write CO2.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.declaration import coverage_words, gwp_set_words
from co2label.wording import (
    format_date,
    format_number,
    format_quantity,
    format_unit,
    in_language,
    per_words,
    read_languages,
    translate,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.declaration import BandStep, Declaration, ReferenceShare, StageLine


MOST_LANGUAGES = 2

_IN_THE_METHOD = "mixed-gwp-set"

_ALL_BUT_NOTHING = 0.995
"""From here on a range is that of the whole figure."""


def name(declaration: Declaration, language: str) -> str:
    """The product's name; where a language has none, the name in another (see `in_language`)."""
    return in_language(declaration.name, language)


def per(declaration: Declaration, language: str) -> str:
    """What the figure is per: 1個（110 g）あたり."""
    return per_words(declaration.declared_unit.words, language)


def unit_of_account(declaration: Declaration, language: str) -> str:
    """The declared unit: 1個（110 g）."""
    return in_language(declaration.declared_unit.words, language)


def percent(value: str, language: str) -> str:
    """A percentage as a language writes it: "71%", in French "71 %"."""
    return translate("reference.percent", language, value=value)


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """What two languages say alike: without widths of letters and blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def stage_value(line: StageLine, language: str) -> str:
    """The part of a stage that has one, in the digits of a language."""
    return format_number(line.value or "", language)


def unit(declaration: Declaration, language: str) -> str:
    """The unit of the figure in print: g-CO₂e, in English g CO₂e."""
    return format_unit(declaration.shown.unit, language)


def near(declaration: Declaration, language: str) -> tuple[str, ...]:
    """What must stand near the figure, a sentence each."""
    return tuple(in_language(remark.words, language) for remark in declaration.near)


def near_short(declaration: Declaration, language: str) -> tuple[str, ...]:
    """The same in a few words each, where there is little room."""
    return tuple(in_language(remark.short, language) for remark in declaration.near)


def budget(reference: ReferenceShare, language: str) -> str:
    """What the percentage is of, or what the days, meals or years are counted by."""
    of = reference.span if reference.kind in ("percent", "below-one") else reference.kind
    return translate(f"reference.of-{of}", language, day=format_number(reference.shown.value, language))


def basis(reference: ReferenceShare, language: str) -> str:
    """Where the budget comes from."""
    return translate(f"reference.basis.{reference.basis}", language)


def of_budget(reference: ReferenceShare, language: str) -> str:
    """The share and what it is of, in the order of the language: "3% of one person’s daily CO₂ budget …"."""
    share_words, of = share(reference, language), budget(reference, language)
    return translate("reference.sentence", language, share=share_words, of=of)


def of_budget_short(reference: ReferenceShare, language: str) -> str:
    """The same in a few words, where there is little room."""
    if reference.span != "day":
        return of_budget(reference, language)
    day = format_number(reference.shown.value, language)
    return translate("shelf.of-day", language, share=share(reference, language), day=day)


def share(reference: ReferenceShare, language: str) -> str:
    """The percentage of the budget, or how many of it."""
    value = format_number(str(reference.value), language)
    return translate(f"reference.{reference.kind}", language, value=value)


def interval(declaration: Declaration, language: str) -> str:
    """The range of the figure, with the share of it that the range is known for; nothing where no range was computed."""
    span = declaration.interval
    if span is None:
        return ""
    low, high = (format_number(end, language) for end in (span.low, span.high))
    unit = declaration.shown.unit.removesuffix("-CO2e")
    known = percent(str(min(99, round(100 * span.share))), language)
    key = "interval.words" if span.share > _ALL_BUT_NOTHING else "interval.words-partial"
    return translate(key, language, low=low, high=high, unit=unit, known=known)


def interval_short(declaration: Declaration, language: str) -> tuple[str, ...]:
    """The same in fewer words on two lines; nothing where it is the range of a part of the figure, which needs all words."""
    span = declaration.interval
    if span is None or span.share <= _ALL_BUT_NOTHING:
        return ()
    low, high = (format_number(end, language) for end in (span.low, span.high))
    unit = declaration.shown.unit.removesuffix("-CO2e")
    return tuple(translate("interval.words-short", language, low=low, high=high, unit=unit).split("|"))


def judged_within(band: BandStep, language: str) -> str:
    """What a scale compares with: the products of a category, or whose scale it is."""
    category = in_language(band.category, language) if band.category else ""
    if band.products is not None:
        return translate("scale.among", language, category=category, products=band.products).strip()
    if category:
        return translate("scale.category", language, category=category)
    return scheme(band, language)


def scale_made(band: BandStep, language: str) -> str:
    """Who made a scale, of when, and what its bounds are per; what `judged_within` says is not said again."""
    said = judged_within(band, language)
    parts = [scheme(band, language), format_date(band.date, language) if band.date else ""]
    if band.per in ("kg", "day"):
        parts.append(translate(f"scale.per-{band.per}", language))
    return translate("small.joint", language).join(part for part in parts if part and part != said)


def stage_share(line: StageLine, declaration: Declaration, language: str, *, sign: bool = True) -> str:
    """A stage with its share in percent, or with its mass where a credit is among the stages."""
    stage = translate(f"stage.short.{line.stage}", language)
    if line.percent is not None:
        return f"{stage} {percent(line.percent, language) if sign else line.percent}"
    unit_of_mass = declaration.shown.unit.removesuffix("-CO2e")
    return f"{stage} {format_quantity(line.value or '', unit_of_mass, language)}"


def no_data(stages: Sequence[str], language: str) -> str:
    """Which stages lack data."""
    names = translate("stages.joint", language).join(
        translate(f"stage.short.{each}", language) for each in stages
    )
    return translate("stages.no-data", language, stages=names)


def small_print(declaration: Declaration, language: str) -> tuple[str, ...]:
    """The small print of a label for shoppers: what is covered, the year and who verified, who declares, until when.

    That there are notes is said as well; what they say stands behind the code.
    """
    checked, joint = declaration.verification, translate("pack.joint", language)
    year = translate("pack.year", language, year=declaration.year)
    verification = translate(f"verification.{checked.kind}", language, by=checked.by)
    valid = translate("pack.valid", language, date=format_date(declaration.valid_until, language))
    notes = (translate("mini.notes", language),) if _notes(declaration, language) else ()
    covers = coverage_words(declaration, language)
    return (covers, f"{year}{joint}{verification}", in_language(declaration.company, language), valid, *notes)


def facts(declaration: Declaration, language: str) -> dict[str, str]:
    """The small print in order: what is said, by what it is said of (`対象`, `Covers`, …)."""
    texts = {
        "covers": coverage_words(declaration, language),
        "data": _data(declaration, language),
        "method": _method(declaration, language),
        "band": _band(declaration, language),
        "valid": translate("valid.until", language, date=format_date(declaration.valid_until, language)),
        "note": _notes(declaration, language),
        "company": in_language(declaration.company, language),
    }
    return {translate(f"fact.{fact}", language): text for fact, text in texts.items() if text}


def scheme(band: BandStep, language: str) -> str:
    """The name of the scheme that sets the steps of a band."""
    return in_language(band.scheme, language)


def comparison(declaration: Declaration, language: str) -> tuple[str, str] | None:
    """The comparison with the company's own product, and what it rests on."""
    own = declaration.comparison
    if own is None:
        return None
    return in_language(own.sentence, language), in_language(own.basis, language)


def indicators(declaration: Declaration, language: str) -> tuple[str, ...]:
    """The SDG lines."""
    return tuple(in_language(each, language) for each in declaration.indicators)


def spoken(declaration: Declaration, language: str) -> str:
    """The figure as one would say it, with what it is of a day."""
    sentence = translate(
        "spoken",
        language,
        name=name(declaration, language),
        per=per(declaration, language),
        value=format_number(declaration.shown.value, language),
        unit_words=_unit_words(declaration, language),
    )
    reference = declaration.reference
    if reference is None:
        return sentence
    day = format_number(reference.shown.value, language)
    key = (
        f"spoken.{reference.kind}" if reference.span == "day" else f"spoken.{reference.kind}.{reference.span}"
    )
    of_budget = translate(key, language, day=day, value=format_number(str(reference.value), language))
    return f"{sentence}{of_budget}" if sentence.endswith("。") else f"{sentence} {of_budget}"


def text_lines(declaration: Declaration, language: str | Sequence[str] = "ja") -> tuple[str, ...]:
    """Everything that the card says, as plain lines in reading order.

    Args:
        declaration: of the product.
        language: "ja", "en", "ja+en" or a tuple of languages.

    Raises:
        DrawError: none, the same language twice, or more than two.
        TextError: a language without wording.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> declaration = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> text_lines(declaration, "en")[1:3]
    ('Tea: the CO2 footprint is 210 grams of CO2 equivalent each. This is 3% of one person’s daily CO2 budget of 6.8 kilograms, \
for everything.', 'Data for 1 of 2 stages')
    """
    return tuple(
        line.replace("₂", "2")
        for each in read_languages(language, MOST_LANGUAGES)
        for line in (
            translate("title", each),
            spoken(declaration, each),
            *near(declaration, each),
            *_spoken_band(declaration, each),
            *(_spoken_stage(line, declaration, each) for line in declaration.stages),
            *([translate("stages.rounded", each)] if declaration.rounded else []),
            *([basis(declaration.reference, each)] if declaration.reference else []),
            *(comparison(declaration, each) or ()),
            *indicators(declaration, each),
            *(
                translate("fact.spoken", each, fact=fact, said=text)
                for fact, text in facts(declaration, each).items()
            ),
            translate("spoken.qr", each, link=declaration.link),
        )
    )


def _data(declaration: Declaration, language: str) -> str:
    checked = declaration.verification
    verification = translate(f"verification.{checked.kind}", language, by=checked.by)
    return translate("data.of", language, year=declaration.year, verification=verification)


def _band(declaration: Declaration, language: str) -> str:
    """Who sets the steps of the band, and what they are of."""
    band = declaration.band
    if band is None:
        return ""
    return translate(
        "band.basis", language, scheme=scheme(band, language), basis=in_language(band.basis, language)
    )


def _spoken_band(declaration: Declaration, language: str) -> tuple[str, ...]:
    band = declaration.band
    if band is None:
        return ()
    step = {"letter": band.letter, "step": band.step, "steps": band.steps}
    return (translate("spoken.band", language, scheme=scheme(band, language), **step),)


def _method(declaration: Declaration, language: str) -> str:
    mixed = any(each.code == _IN_THE_METHOD for each in declaration.qualifiers)
    key = "method.gwp-mixed" if mixed else "method.gwp"
    gwp = translate(
        key, language, horizon=declaration.gwp_horizon, gwp_set=gwp_set_words(declaration.gwp_set, language)
    )
    return f"{declaration.standard}, {gwp}" if declaration.standard else gwp


def _notes(declaration: Declaration, language: str) -> str:
    """Why nothing happens in a stage; and the qualifiers that the line of the method does not say already."""
    reasons = (_reason(line, language) for line in declaration.stages if line.status == "nothing")
    codes = (each.code for each in declaration.qualifiers if each.code != _IN_THE_METHOD)
    return translate("note.joint", language).join(
        (*reasons, *(translate(f"note.{code}", language) for code in codes))
    )


def _reason(line: StageLine, language: str) -> str:
    """A stage in which nothing happens, and the author's reason."""
    texts = {
        "stage": translate(f"stage.{line.stage}", language),
        "status": translate("stage.nothing", language),
    }
    return translate("stage.reason", language, **texts, reason=in_language(line.reason or {}, language))


def _spoken_stage(line: StageLine, declaration: Declaration, language: str) -> str:
    stage = translate(f"stage.{line.stage}", language)
    if line.status == "nothing":
        return _reason(line, language)
    if line.status != "included":
        return translate(
            "spoken.stage-absent", language, stage=stage, status=translate(f"stage.{line.status}", language)
        )
    texts = {"value": stage_value(line, language), "unit_words": _unit_words(declaration, language)}
    if line.percent is None:
        return translate("spoken.stage-alone", language, stage=stage, **texts)
    return translate("spoken.stage", language, stage=stage, **texts, percent=line.percent)


def _unit_words(declaration: Declaration, language: str) -> str:
    return translate(f"spoken.{declaration.shown.unit}", language)
