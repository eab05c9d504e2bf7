"""Notes, intervals and contributions of a footprint, and the form of numbers and places in its messages.

Every other file of the room may import this one; it imports none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from co2label._data import data_table

if TYPE_CHECKING:
    from collections.abc import Collection

    from co2label.model import Product, Stage


@dataclass(frozen=True, slots=True)
class Interval:
    """A coverage interval in kg CO2e per declared unit."""

    low: float
    high: float
    level: float = 0.95
    median: float | None = None
    """Of the draws, where it was drawn."""
    method: Literal["gum", "monte-carlo"] = "gum"
    share: float = 1.0
    """0 to 1 of the figure whose factor or amount, whichever are more, states an uncertainty; the rest counts as sure."""

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        median = {} if self.median is None else {"median": self.median}
        return {"low": self.low, "high": self.high, "level": self.level, "method": self.method} | median


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that a reader of the figure must know: a stable `code` and an English message."""

    code: str
    """mixed-basis, mixed-gwp-set, gwp-set-unknown, stale-factor, boundary-overlap, unsplit-components, bridged,
    price-year, mass-balance, loop, interval-partial, interval-skewed, interval-first-order;
    of factors that hold less than their name: tank-to-wheel, generation-only, collection-only; of zeros in the place of
    data: zero-amount, zero-factor;
    of rules: recycling, recycling-end-of-life, burning-left-out, end-of-life-routes, end-of-life-twice, stages-outside,
    cut-off; of processes: allocation, below-zero; of transport: mixed-transport-boundary, upstream-only,
    transport-counted-twice; of electricity: no-residual-mix, fit-electricity, certificates-spread,
    certificate-life-cycle, uncertainty-left-out; of components: carbon-balance, removal-evidence, radiative-forcing."""
    message: str
    """In English, for engineers; `wording` holds the public sentences by code."""
    where: tuple[str, ...] = ()
    """Path of activity names from the product down, where the note belongs to one line."""


@cache
def _sentences() -> dict[str, Any]:
    return data_table("notes.toml", beside=__file__)


def make_note(key: str, where: tuple[str, ...] = (), /, **values: object) -> Note:
    """Return a note with its sentence from `notes.toml`; `key` is a code, or "code.case" where it has several sentences.

    >>> make_note("stages-outside.product", product="tea", stages="use", kg=0.25, boundary="cradle-to-gate").message
    "used product 'tea': its use (0.25 kg) lie outside the boundary 'cradle-to-gate' and are left out"
    """
    code, _, case = key.partition(".")
    sentence = _sentences()[code][case] if case else _sentences()[code]
    return Note(code, sentence.format(**values), where)


@dataclass(frozen=True, slots=True)
class Contribution:
    """Contribution of one leaf of the tree; the leaves of a footprint add up to its figure."""

    path: tuple[str, ...]
    """Names of the activities from the product down to this leaf."""
    stage: Stage
    """The stage of the product that the first activity of the path belongs to."""
    kg_co2e: float
    factor: str | None = None
    """Id of the emission factor, or None."""
    gas: str | None = None
    product: str | None = None
    """Id of a product that is not opened further here (a loop, or a very wide tree), or None."""
    working: str = ""
    """The sum as a person would write it: "48 g = 0.048 kg × 2.75 kgCO2e/kg = 0.132 kgCO2e"."""
    source: str = ""
    """Title, edition and place of the factor's source, with its year."""
    steps: tuple[str, ...] = ()
    """For each name of the path but the last: the amount of another product that it takes, or the rule applied."""

    def as_dict(self) -> dict[str, Any]:
        """The entry of the JSON contract: only what is known."""
        entry: dict[str, Any] = {"path": list(self.path), "stage": self.stage, "kg_co2e": self.kg_co2e}
        kind = {"factor": self.factor, "gas": self.gas, "product": self.product}
        entry |= {key: value for key, value in kind.items() if value is not None}
        return entry | {"working": self.working} | ({"source": self.source} if self.source else {})


class Group(NamedTuple):
    """The activity that a line is a part of."""

    name: str
    part: str
    working: str


class ProductPart(NamedTuple):
    """Some stages of a product."""

    whole: int
    """Row of the product."""
    stages: tuple[Stage, ...]


class OmittedStages(NamedTuple):
    """Stages of a used product that a line leaves out, since they lie outside the boundary."""

    used: int
    """Row of the used product."""
    stages: tuple[Stage, ...]


def number(value: float) -> str:
    """Format a number with ten significant digits.

    >>> number(0.1 + 0.2), number(1e-7 / 3)
    ('0.3', '3.333333333e-08')
    """
    return f"{value:.10g}"


_MOST_NAMED = 5


def some_of(names: Collection[str]) -> str:
    """List the first five names, and count the others.

    >>> some_of(list("abcdefg"))
    'a, b, c, d, e and 2 more'
    """
    more = len(names) - _MOST_NAMED
    return ", ".join(list(names)[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def place_of(product: Product, row: int, place: int, name: str, *, numbered: bool) -> str:
    """Return the place of an activity in the form of messages.

    >>> from co2label.model import Activity, Product
    >>> tea = Product(id="tea", name="Tea", declared_unit="1 piece", boundary="gate-to-gate",
    ...               activities=[Activity("gas", "1 g", gas="CO2", stage="production")])
    >>> place_of(tea, 3, 0, "gas", numbered=True)
    'products[3] (tea).activities[0] "gas"'
    """
    whole = f"products[{row}] ({product.id})" if numbered else product.id
    return f'{whole}.activities[{place}] "{name}"'
