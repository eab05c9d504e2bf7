"""Sources, evidence, verification, removals and credits: where a figure comes from and who has checked it.

>>> Source(title="AGRIBALYSE", edition="3.1.1", locator="Code AGB 9100").cite()
'AGRIBALYSE 3.1.1, Code AGB 9100'
>>> months_of("2025-04")
range(24303, 24304)
>>> Removal(store="mineral", years=10_000, standard="Puro Standard 2025", verified_by="Prüfer GmbH").years
10000
>>> Credit(amount="1 t", registry="J-Credit", serial="JCL-100-200", vintage=2024).amount.si
1000.0
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from co2label.errors import Problem
from co2label.model._base import AmountField, CleanText, LongText, Model

if TYPE_CHECKING:
    from collections.abc import Iterator


def _date(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            message = f'expected a date such as "2027-11-22", got {value[:40]!r}'
            raise ValueError(message) from None
    return value


Date = Annotated[dt.date, BeforeValidator(_date)]
"""A calendar day: a date, or its ISO 8601 text."""


class Source(Model):
    """A publication that a figure was read from.

    >>> Source(title="AGRIBALYSE", edition="3.1.1", locator="Code AGB 9100").cite()
    'AGRIBALYSE 3.1.1, Code AGB 9100'
    """

    title: CleanText
    """What it is called: "AGRIBALYSE"."""
    id: str | None = None
    """Short key of the source in a library: "agribalyse-3.1.1"."""
    publisher: CleanText | None = None
    """Who publishes it: "ADEME"."""
    edition: CleanText | None = None
    """Edition or version: "3.1.1"."""
    year: int | None = None
    """Year of publication: 2022."""
    url: LongText | None = None
    """Web address where it can be read: "https://doi.org/10.15454/YFP7P5"."""
    locator: LongText | None = None
    """Sheet, table, row or page where the figure stands: "Code AGB 9100"."""

    def cite(self) -> str:
        """One line that names title, edition and the place in the source."""
        return ", ".join(
            part for part in (f"{self.title} {self.edition or ''}".strip(), self.locator) if part
        )


class Evidence(Model):
    """Evidence of an amount: measured on the spot, from a bill, a recipe, an estimate."""

    kind: Literal["measured", "supplier", "recipe", "estimate", "average", "spend"]
    """How the amount is known. `measured` and `supplier` count as primary data (PACT v3, primaryDataShare).
    `average` is what such products take in general, `spend` was worked out from money; the figure then says how much of it
    rests on that."""
    source: Source | None = None
    """The publication that the amount was read from."""
    note: CleanText | None = None
    """Anything else that a reader needs: "weighed on ten days"."""

    @property
    def primary(self) -> bool:
        """True if the amount is primary data."""
        return self.kind in {"measured", "supplier"}


class Verification(Model):
    """Verification of a figure: who checked it, when, against what. Without a third party it is self-declared.

    Rule: the CFP display guide (MOE/METI, 2025-02) does not ask for third-party verification but lets it be
    stated if it was done; then the verifier is named.

    Raises:
        DocumentError: `second-party` or `third-party` without `by` and `date`.
    """

    kind: Literal["self-declared", "second-party", "third-party"] = "self-declared"
    """Who has checked the figure."""
    by: CleanText | None = None
    """The verifier's name: "SuMPO"."""
    date: Date | None = None
    """The day the verification was completed: "2026-03-31"."""
    standard: CleanText | None = None
    """What it was checked against, such as ISO 14067:2018."""

    def _problems(self) -> Iterator[Problem]:
        if self.kind != "self-declared" and not (self.by and self.date):
            yield Problem("", f"{self.kind} verification needs the verifier (`by`) and the day (`date`)")


_PERIOD = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?(?:/([0-9]{4})-(0[1-9]|1[0-2]))?")


def _period(value: Any) -> Any:
    if isinstance(value, str) and months_of(value) is None:
        message = f'expected a period such as "2025", "2025-04" or "2025-04/2026-03", got {value[:40]!r}'
        raise ValueError(message)
    return value


def months_of(period: str) -> range | None:
    """The months of a period, counted from year 0; None where it is no period.

    >>> months_of("2025-04/2026-03") == range(24303, 24315), months_of("2026-03/2025-04"), months_of("FY2025")
    (True, None, None)
    """
    match = _PERIOD.fullmatch(period)
    if match is None or (match[3] and not match[2]):
        return None
    first = int(match[1]) * 12 + (int(match[2]) - 1 if match[2] else 0)
    last = int(match[3]) * 12 + int(match[4]) - 1 if match[3] else first + (0 if match[2] else 11)
    return range(first, last + 1) if last >= first else None


Period = Annotated[str, BeforeValidator(_period)]
"""A calendar year, a month, or months from first to last: "2025", "2025-04", "2025-04/2026-03" (a Japanese FY2025)."""


def one_contains_other(one: str, other: str) -> bool:
    """True if one of two periods lies in the other.

    >>> one_contains_other("2025-04", "2025"), one_contains_other("2025", "2025-04/2026-03")
    (True, False)
    """
    first, second = set(months_of(one) or ()), set(months_of(other) or ())
    return first <= second or second <= first


CarbonStore = Literal["geological", "mineral", "biochar", "product", "soil", "forest"]


class Removal(Model):
    """Evidence of a removal: of `removals` and `land-management-removals`, on an activity or on a factor.

    Nothing is declared of a removal without it. PACT 3 asks for the origin and the technology of a removal and makes
    removals of land management "subject to traceability requirements"; which store counts as permanent differs between
    standards, so the years are stated, not judged.
    """

    store: CarbonStore
    """Where the carbon is kept."""
    years: int = Field(ge=1, le=1_000_000)
    """Years that it stays there, at least: 10000."""
    standard: CleanText
    """The rule by which it was quantified, with its edition: "Puro Standard 2025"."""
    verified_by: CleanText
    """Who has verified it; not the one who declares it: "Prüfer GmbH"."""
    verified_on: Date | None = None
    """The day of that verification: "2026-03-31"."""


class Credit(Model):
    """A credit that was bought and retired: what it is, and where that can be looked up.

    It lies outside the product system (ISO 14067:2018, 3.1.1.7 and 6.3.4.1, as told), so it is no activity and takes
    nothing from a figure. Beside a product of the EU no impact may be claimed from it (Directive 2005/29/EC, Annex I,
    4c); that it was bought may be said (Directive (EU) 2024/825, recital 12), so it is said as a plain fact, on the page
    and in data, and nowhere near the figure.

    Raises:
        DocumentError: an amount that is no mass above zero.
    """

    amount: AmountField
    """The mass of CO2e that it stands for: "1 t"."""
    registry: CleanText
    """Where it is registered: "J-Credit", "Verra"."""
    serial: CleanText
    """Its serial number there, or that of its retirement: "JCL-100-200"."""
    vintage: int = Field(ge=1990, le=2100)
    """The year in which it was generated: 2024."""
    standard: CleanText | None = None
    """The rule by which it was generated: "VM0042 v2.1"."""
    retired: Date | None = None
    """The day on which it was retired: "2026-03-31"."""

    def _problems(self) -> Iterator[Problem]:
        if str(self.amount.unit.dimension) != "mass" or self.amount.value <= 0:
            what = f"expected a mass above zero, got {self.amount.text!r}"
            yield Problem("amount", what, 'write "1 t"')
