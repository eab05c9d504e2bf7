"""The page that the QR code opens: a static HTML5 file that needs no script, loads nothing, and holds all its languages.

One file and not one a language: what a person saves or sends on is whole, and the QR code needs one address. Each language is an
article with its own `lang`; the links between them are plain (`#en`), so they work without a script. The page also holds the
product as schema.org JSON-LD, in words of that vocabulary only.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from co2label._html import render
from co2label.declaration import coverage_words, gwp_set_words, text_problems
from co2label.draw import SCALE_FILLS, step_fill
from co2label.errors import ClaimError, IdentifierError, TextError, clip
from co2label.figures import adds_up, show_percent
from co2label.identifiers import gtin14, in_one_company
from co2label.links import web_link
from co2label.page._rows import made_of, stage_bars, with_less
from co2label.text import clean_text
from co2label.wording import (
    Translator,
    format_date,
    in_language,
    per_words,
    read_languages,
    translate,
    translations,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from co2label.declaration import BandStep, Declaration, Qualifier, ReferenceShare

_ADDRESS = re.compile(r"https?://(.+)")
_RELATIVE = re.compile(r"(?!/)[A-Za-z0-9._~/%-]+")
_UNDETERMINED = "und"


def page(
    declaration: Declaration,
    *,
    language: str | Sequence[str] = ("ja", "en"),
    others: Sequence[tuple[Declaration, str]] = (),
    tips: Sequence[Mapping[str, str]] = (),
    machine_link: str | None = "index.json",
) -> str:
    r"""Write the page that the QR code opens.

    Args:
        declaration: of the product.
        language: those of the page, the first leads: "ja", "ja+en" or a tuple of any in `wording.LANGUAGES`.
        others: the company's other products, each with the relative address of its page; those that may be compared with this
            one and have less are named.
        tips: what a reader can do, in words by language: `{"ja": "…", "en": "…"}`.
        machine_link: relative address of the same as JSON (`Declaration.as_dict`), or None.

    Returns:
        One HTML file; the same text for the same arguments.

    Raises:
        TextError: no language, one twice or without wording; a tip that must not be printed.
        ClaimError: a tip that makes a claim (see `co2label.declaration._claims`), or in a language without rules.
        IdentifierError: a declaration with a wrong GTIN; a link that is no relative address.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> declaration = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> html = page(declaration, language="en")
    >>> html[:31], "<b>210</b> <span>g-CO<sub>2</sub>e</span>" in html
    ('<!doctype html>\n<html lang="en"', False)
    """
    editions = [Translator(each) for each in read_languages(language)]
    for address in (machine_link, *(address for _, address in others)):
        _check_link(address)
    lead = editions[0]
    return render(
        "page/page.html.j2",
        d=declaration,
        editions=editions,
        language=lead.language,
        title=lead.say("page.title", name=lead.of(declaration.name)).replace("₂", "2"),
        amounts=[
            each for each in declaration.amounts if dict(each.words) != dict(declaration.declared_unit.words)
        ],
        stage_bars=stage_bars(declaration),
        made_of=partial(made_of, declaration),
        with_less=partial(with_less, declaration, others),
        scale=_scale(declaration.band),
        span=_span(declaration.reference),
        trust=partial(_trust, declaration),
        equivalent_sources=list(
            dict.fromkeys(each for said in declaration.equivalents for each in said.source.split("; "))
        ),
        known_percent=declaration.interval and show_percent(100 * declaration.interval.share),
        tips=[_checked_tip(tip, place) for place, tip in enumerate(tips)],
        machine_link=machine_link,
        linked_data=linked_data(declaration, lead.language),
        facts=partial(_facts, declaration),
        qualifier_note=_qualifier_note,
        working_adds_up=adds_up((line.value for line in declaration.working), declaration.shown.value),
        is_reachable=_is_reachable,
    )


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
    per = per_words(declaration.declared_unit.words, language)
    horizon, gwp_set = declaration.gwp_horizon, gwp_set_words(declaration.gwp_set, language)
    method = translate("method.gwp", language, horizon=horizon, gwp_set=gwp_set)
    boundary = translate(f"boundary.{declaration.boundary}", language)
    day = format_date(declaration.valid_until, language, "long")
    until = translate("fact.spoken", language, fact=translate("fact.valid", language), said=day)
    near = (in_language(each.words, language).replace("₂", "2") for each in declaration.near)
    joint = translate("page.source.joint", language)
    return {
        "@type": "PropertyValue",
        "name": translate("title", language).replace("₂", "2"),
        "value": declaration.shown.value,
        "unitText": declaration.shown.unit,
        "description": joint.join((per, boundary, until, *near)),
        "measurementTechnique": joint.join(filter(None, (declaration.standard, method))),
    }


def _checked_tip(tip: Mapping[str, str], place: int) -> dict[str, str]:
    """Check that a tip may be printed and makes no claim."""
    where = f"tips[{place}]"
    if not tip:
        raise TextError(
            f'{where}: expected words by language such as {{"en": "…"}}, got none; leave the tip out'
        )
    checked = {key: clean_text(words, where=f"{where}.{key}", limit=300) for key, words in tip.items()}
    problems = [*text_problems(where, checked, todo="say what one can do")]
    if problems:
        raise ClaimError(problems)
    return checked


def _check_link(address: str | None) -> None:
    if address is not None and not _RELATIVE.fullmatch(address):
        raise IdentifierError(f"expected a relative address such as index.json, got {clip(address)}")


def _facts(declaration: Declaration, words: Translator) -> dict[str, str | None]:
    """Scope and basis of the figure, by the key of the term; empty if there is nothing to say."""
    return {
        "covers": coverage_words(declaration, words.language),
        "unit": per_words(declaration.declared_unit.words, words.language),
        "year": str(declaration.year),
        "standard": declaration.standard,
        "gwp": words.say(
            "page.gwp",
            gwp_set=gwp_set_words(declaration.gwp_set, words.language),
            horizon=declaration.gwp_horizon,
        ),
        "factors": words.say("page.factors", edition=declaration.factor_edition),
        "checked": _verification(declaration, words),
        "issued": format_date(declaration.issued, words.language, "long"),
        "valid": format_date(declaration.valid_until, words.language, "long"),
        "company": words.of(declaration.company),
    }


def _verification(declaration: Declaration, words: Translator) -> str:
    """Verifier of the figure, and the date."""
    checked = declaration.verification
    by = words.say(f"verification.{checked.kind}", by=checked.by)
    return (
        by
        if checked.date is None
        else words.say(
            "page.checked", verification=by, date=format_date(checked.date, words.language, "long")
        )
    )


def _qualifier_note(qualifier: Qualifier, words: Translator) -> str:
    """Meaning of a qualifier, in a whole sentence."""
    return translations(words.language).get(f"page.note.{qualifier.code}", qualifier.message)


class Step(NamedTuple):
    """A step of a scale."""

    letter: str
    fill: str
    place: str
    """Of the worst but one and of the worst, which are hatched: "high", "highest"; else ""."""
    bound: str
    """Its upper limit as printed; of the last none."""
    own: bool


def _scale(band: BandStep | None) -> list[Step]:
    """All steps of a scale, from that of the lowest figure on."""
    if band is None:
        return []
    bounds = (*band.bounds, *[""] * (band.steps - len(band.bounds)))
    fills = [step_fill(step, band.steps) for step in range(1, band.steps + 1)]
    return [
        Step(
            chr(ord(band.letter) + step - band.step),
            fill,
            {SCALE_FILLS[-2]: "high", SCALE_FILLS[-1]: "highest"}.get(fill, ""),
            bounds[step - 1],
            step == band.step,
        )
        for step, fill in enumerate(fills, 1)
    ]


class ShareSpan(NamedTuple):
    """A bar of a share of a budget, in percent of its width."""

    bar: float
    whole: float
    """Where the budget ends."""
    low: float | None
    high: float | None


def _span(reference: ReferenceShare | None) -> ShareSpan | None:
    """The bar of a share, with its range; an axis that reaches as far as the largest of them."""
    if reference is None:
        return None
    low, high = reference.interval or (None, None)
    most = max(1.0, reference.share, high or 0.0)
    return ShareSpan(
        100 * reference.share / most,
        100 / most,
        None if low is None else max(0.0, 100 * low / most),
        None if high is None else 100 * high / most,
    )


def _trust(declaration: Declaration, words: Translator) -> str:
    """Who checked the figure, how old the data are, and until when it holds."""
    said = (
        _verification(declaration, words),
        words.say("page.trust.year", year=declaration.year),
        words.say("page.trust.valid", date=format_date(declaration.valid_until, words.language, "long")),
    )
    return " · ".join(said)


def _is_reachable(address: str | None) -> bool:
    """True for an address of http or https that everybody can reach."""
    parts = _ADDRESS.fullmatch(address or "")
    try:
        return parts is not None and bool(web_link(f"https://{parts[1]}"))
    except IdentifierError:
        return False
