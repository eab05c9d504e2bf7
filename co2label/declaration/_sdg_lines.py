"""SDG lines of a declaration: plain words as given, entries with a `kind` in the words of their rule, all checked for claims.

Stars of farm products are rated here because they need `compare`. Rule: MAFF's scheme for showing what farms do for the
environment (www.maff.go.jp …/mieruka.html, in full use since 2024-03): one star from 5 %, two from 10 %, three from 20 % below
the regional conventional value. The scheme's mark is never drawn, nor its name said: it knows some crops only, and these stars
are for any product whose conventional figure stands in the document. Without a registration number the words say that the
declarer judged it. The scheme counts the farm alone; here both figures are what the document computes, of one unit, boundary
and method (CFP display guide, MOE/METI, 2025-02-04: a comparison with an industry's baseline shows that baseline and its period).

>>> [stars_of(Fraction(percent)) for percent in ("4.99", "5", "9.99", "10", "19.99", "20", "100")]
[0, 1, 1, 2, 2, 3, 3]
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import floor
from typing import TYPE_CHECKING, Literal

from co2label.declaration._claims import reserved_claim_problem, text_problems
from co2label.declaration._comparison import Comparison, compare, with_statement
from co2label.errors import ClaimError, DocumentError, Problem, clip
from co2label.figures import _exact, show_percent
from co2label.indicators import (
    DisplayText,
    LineContext,
    is_certificate_number,
    line_rule,
    line_text,
)
from co2label.model import Identifier, Name, SdgEntry
from co2label.wording import by_language, format_range, in_language, translate_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.footprint import Footprint
    from co2label.indicators import Translations
    from co2label.model import DeclarationData, SdgLine


class StarsLine(SdgEntry):
    """Data for the stars of a farm product, held against the conventional figure of its region. The rule finds the stars."""

    kind: Literal["stars"] = "stars"
    conventional: Identifier
    """The id of the product of the same document that stands for conventional farming in the region. It is nobody's
    product: without a company of its own."""
    region: Name
    """The region whose conventional farming it is held against: "新潟県"."""
    source: Name
    """Where the conventional figure, or the data that it is computed from, can be read: "県の栽培指針 2023"."""
    registration: str | None = None
    """Number under which the programme registered the stars; without it the line says that the declarer judged them."""

    @property
    def compared_with(self) -> dict[str, str]:
        """The conventional product."""
        return {_CONVENTIONAL: self.conventional}


_BOUNDS = (5, 10, 20)
"""Percent below the conventional figure, for one, two and three stars; each bound belongs to its star."""

_MOST_YEARS_APART = 5
"""Between the data of the two figures; as old as data may be on the day of issue (`_checks`)."""

_CONVENTIONAL = "conventional"


def stars_of(reduction: Fraction) -> int:
    """Stars, 0 to 3, for an unrounded reduction in percent."""
    return sum(reduction >= bound for bound in _BOUNDS)


@dataclass(frozen=True, slots=True)
class FarmStars:
    """A comparison with the conventional figure, judged.

    Attributes:
        found: the comparison; its baseline is the conventional figure.
        reduction: percent below the conventional figure, in decimal digits without binary noise; below zero where more
            is emitted.
        stars: 0 to 3; none where the difference cannot be told from zero.
    """

    found: Comparison
    reduction: Fraction
    stars: int

    @property
    def whole(self) -> int:
        """The reduction in whole percent, cut towards fewer stars: 9.96 is 9, and -0.2 is -1."""
        return floor(self.reduction)


def farm_stars(footprint: Footprint, statement: DeclarationData, conventional: Footprint) -> FarmStars:
    """Judge a footprint by the conventional one.

    Args:
        footprint: of the declared product.
        statement: merged with the arguments of `declare`; who says it.
        conventional: of conventional farming in the region. It belongs to no company, so none may be named in it but
            the declarer's own.

    Raises:
        ClaimError: everything that keeps the two from being compared; no year of the conventional figure, or one more
            than five years from the product's own; no uncertainty stated in either.
    """
    company = conventional.product.declaration.company or statement.company
    theirs = conventional.product.declaration.model_copy(update={"company": company})
    found = compare(with_statement(conventional, theirs), with_statement(footprint, statement))
    problems = list(_stars_problems(found))
    if problems:
        raise ClaimError(problems)
    whole, own = Fraction(_exact(conventional.kg_co2e)), Fraction(_exact(footprint.kg_co2e))
    reduction = 100 * (whole - own) / whole
    return FarmStars(found, reduction, stars_of(reduction) if found.verdict == "lower" else 0)


@line_rule(StarsLine)
def stars_text(line: StarsLine, context: LineContext) -> DisplayText:
    """The stars in words, the conventional figure in a line of its own, and on the page what they mean.

    Raises:
        DocumentError: no conventional figure, or a registration number that is none.
        ClaimError: see `farm_stars`.
    """
    conventional = context.conventional
    _refuse_stars(line, conventional)
    assert conventional is not None, "refused before"
    try:
        judged = farm_stars(context.footprint, context.statement, conventional)
    except ClaimError as error:
        raise ClaimError(problem.under(_CONVENTIONAL) for problem in error.problems) from None
    region, source = (by_language(partial(in_language, of)) for of in (line.region, line.source))
    basis = translate_all("stars.basis", region=region, source=source, year=conventional.product.year)
    interval = judged.found.difference.interval
    assert interval is not None, "refused before"
    low, high = show_percent(interval.low), show_percent(interval.high)
    ends = by_language(lambda language: format_range(low, high, language))
    note = translate_all("stars.note", range=translate_all("compare.range.either", range=ends))
    own = (translate_all("stars.note.own"),) if judged.stars and not line.registration else ()
    return DisplayText((_stars_line(judged, line.registration), basis), (note, *own))


def _refuse_stars(line: StarsLine, conventional: Footprint | None) -> None:
    problems = []
    if conventional is None or conventional.product.id != line.conventional:
        what = f"the figure of {clip(line.conventional)} is needed and was not given"
        problems.append(Problem(_CONVENTIONAL, what, "hand it over: declare(…, conventional=footprint)"))
    if line.registration is not None and not is_certificate_number(line.registration):
        what = f"expected a registration number, got {clip(line.registration, 40)}"
        problems.append(Problem("registration", what, "write digits and hyphens, or leave it out"))
    if problems:
        raise DocumentError(problems)


def _stars_problems(found: Comparison) -> list[Problem]:
    problems = []
    theirs, own = found.a.product.year, found.b.product.year
    if theirs is None:
        problems.append(
            Problem("", "the year of the conventional figure is missing", "add year = 2023 to it")
        )
    elif own is not None and abs(theirs - own) > _MOST_YEARS_APART:
        what = f"is of {theirs}, more than {_MOST_YEARS_APART} years from this product's {own}: farming has changed since"
        problems.append(Problem("year", what, "take a conventional figure of about the same years"))
    if found.verdict == "uncertainty-not-stated":
        what = "no uncertainty is stated, so a difference cannot be told from none"
        problems.append(Problem("", what, "state the uncertainty of amounts or factors"))
    return problems


def _stars_line(judged: FarmStars, registration: str | None) -> Translations:
    if judged.found.verdict == "not-distinguishable":
        return translate_all("stars.not-distinguishable")
    change = _change(judged)
    if not judged.stars:
        return translate_all("stars.none", change=change)
    stars = "★" * judged.stars
    if registration is None:
        return translate_all("stars.self-rated", stars=stars, change=change)
    return translate_all("stars.registered", stars=stars, change=change, number=registration)


def _change(judged: FarmStars) -> Translations:
    """The change against the conventional figure, in whole percent, cut so that it never says more than the stars do."""
    if judged.reduction == 0:
        return translate_all("stars.change.same")
    if 0 < judged.reduction < 1:
        return translate_all("stars.change.below-one")
    way = "lower" if judged.reduction > 0 else "higher"
    return translate_all(f"stars.change.{way}", percent=abs(judged.whole))


_MOST_LINES = 6
"""An entry may come to several lines; a label has room for so many."""

_INDICATORS = "declaration.indicators"

_ACTIVITY = "activities["


def sdg_lines(
    footprint: Footprint, statement: DeclarationData, conventional: Footprint | None, problems: list[Problem]
) -> DisplayText:
    """All lines and, for the page, what explains them, each sentence once; what is wrong is added to the problems."""
    context = LineContext(footprint, statement, conventional)
    texts = [
        _checked_text(entry, context, f"{_INDICATORS}[{place}]", problems)
        for place, entry in enumerate(statement.indicators)
    ]
    first: dict[str, int] = {}
    for place, each in enumerate(texts):
        before = first.setdefault(repr(each.lines), place)
        if each.lines and before != place:
            what = f"says the same as {_INDICATORS}[{before}]"
            problems.append(Problem(f"{_INDICATORS}[{place}]", what, "remove one of them"))
    lines = tuple(line for each in texts for line in each.lines)
    if len(lines) > _MOST_LINES:
        what = f"the entries come to {len(lines)} lines, and a label has room for {_MOST_LINES}"
        problems.append(Problem(_INDICATORS, what, "leave an entry out"))
    notes = {repr(note): note for each in texts for note in each.notes}
    return DisplayText(lines, tuple(notes.values()))


def _checked_text(entry: SdgLine, context: LineContext, where: str, problems: list[Problem]) -> DisplayText:
    """The text of an entry; what keeps it from being said is added to the problems.

    Plain words must not say what an entry with a `kind` says by rule. Of each claim there is one finding: a word of the
    declarer's may come to stand in several lines and languages.
    """
    found: Iterable[Problem | None] = ()
    text = DisplayText(())
    if isinstance(entry, dict):
        text = DisplayText((dict(entry),))
        found = (reserved_claim_problem(language, words) for language, words in entry.items())
    else:
        try:
            text = line_text(entry, context)
        except (DocumentError, ClaimError) as error:
            found = error.problems
    refused = [problem for problem in found if problem]
    if refused:
        problems += [each if each.where.startswith(_ACTIVITY) else each.under(where) for each in refused]
        return DisplayText(())
    claims: dict[str, Problem] = {}
    for words in (*text.lines, *text.notes):
        for problem in text_problems(where, words):
            claims.setdefault(problem.what.partition(" claims ")[2] or problem.what, problem)
    problems += claims.values()
    return text
