"""A receipt: what was bought at one till, with the remarks below its figures.

Notices that make a claim are refused, and so are remarks from files.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field

from co2label.columns import CodePage, to_cells, wrap
from co2label.declaration import text_problems
from co2label.errors import DocumentError, Problem, TextError, clip
from co2label.model import CleanText, MassUnit, Model, Name
from co2label.receipt._lines import MAX_KG, MAX_MONEY, ReceiptLine, line_figure, plain, plain_fields
from co2label.text import clean_text
from co2label.units import Amount, Currency
from co2label.wording import in_language, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from co2label.figures import PercentOf


MAX_NOTICES = 4
MAX_PEOPLE = 99
_MAX_NOTICE_ROWS, _NARROW_COLUMNS = 3, 32
"""Rows that a notice may take, and the columns of the paper on which they are counted."""
_MARK_COLUMNS = 2
"""Columns of the mark before a notice, in every language."""


def _check_notice(texts: dict[str, str]) -> dict[str, str]:
    problems: list[Problem] = []
    for tongue, text in texts.items():
        where = "" if tongue == "und" else tongue
        problems += (Problem(where, each.what, each.todo) for each in text_problems("", {tongue: text}))
        rows = len(wrap_notice(text, _NARROW_COLUMNS, "ja"))
        if rows > _MAX_NOTICE_ROWS:
            what = f"{clip(text, 24)} takes {rows} rows of {_NARROW_COLUMNS} columns, and a notice has {_MAX_NOTICE_ROWS}"
            problems.append(Problem(where, what, "shorten it"))
    DocumentError.raise_any(problems)
    return texts


def wrap_notice(text: str, columns: int, language: str, page: CodePage = "cp932") -> list[str]:
    mark = translate("receipt.mark", language)
    first, *others = wrap(to_cells(text, page)[0], columns - _MARK_COLUMNS, page)
    return [mark + first, *(" " * _MARK_COLUMNS + row for row in others)]


Notices = Annotated[
    tuple[Annotated[Name, AfterValidator(_check_notice)], ...], Field(strict=False, max_length=MAX_NOTICES)
]
"""Up to four notices, each a text or texts by language."""


def notice_texts(receipt: Receipt, language: str) -> tuple[str, ...]:
    """All remarks of a receipt in a language, or the one available: the swap, then the notices."""
    return tuple(in_language(texts, language) for texts in all_notices(receipt))


def all_notices(receipt: Receipt) -> tuple[dict[str, str], ...]:
    """The swap, if there is one, and the notices, each by language."""
    return receipt.notices if receipt.swap is None else (receipt.swap, *receipt.notices)


def notice_rows(receipt: Receipt, columns: int, language: str, page: CodePage = "cp932") -> list[str]:
    """The notices as rows of paper, each begun by a mark and none wider than `columns`.

    A notice takes at most three rows of narrow paper (58 mm, 32 columns): a slip stays short (the average receipt is 16 cm long).

    >>> tea = ReceiptLine(name="茶", price=150, kg_co2e=0.2)
    >>> notice_rows(Receipt(lines=[tea], notices=[{"ja": "20ポイントを差し上げました", "en": "20 points"}]), 32, "ja")
    ['・20ポイントを差し上げました']
    """
    return [
        row
        for texts in receipt.notices
        for row in wrap_notice(in_language(texts, language), columns, language, page)
    ]


DECIMALS: dict[Currency, int] = {"JPY": 0, "USD": 2, "EUR": 2, "GBP": 2}
"""Places after the point of an amount of money (minor units of ISO 4217)."""
_COINS = {currency: Decimal(1).scaleb(-places) for currency, places in DECIMALS.items()}
_MAX_LINES = 10_000


class Receipt(Model):
    """A purchase at one till.

    Raises:
        DocumentError: every field of every line that does not fit.

    >>> Receipt(lines=[ReceiptLine(name="牛乳 1L", price=248, kg_co2e=1.3)]).total_amount
    Decimal('248')
    """

    lines: tuple[ReceiptLine, ...] = Field(strict=False, min_length=1, max_length=_MAX_LINES)
    receipt_id: CleanText | None = None
    store: CleanText | None = None
    currency: Currency = "JPY"
    last_kg: float | None = Field(default=None, ge=-MAX_KG, le=MAX_KG)
    """Kilograms of CO2e of the customer's last receipt, to stand beside this one."""
    last_amount: float | None = Field(default=None, gt=0, le=MAX_MONEY)
    """Money of the items with a figure on that receipt: the two are then compared by what both cost."""
    people: int = Field(default=1, ge=1, le=MAX_PEOPLE)
    """Persons that the purchase is for: their day is what the sum is a share of."""
    unit: MassUnit | None = None
    """Unit of all figures of CO2e; else that of the sum's size."""
    swap: Annotated[Name, AfterValidator(_check_notice)] | None = None
    """A product to try next time instead of one bought: a text, or texts by language, below the sum."""
    notices: Notices = ()
    """Short remarks below the figures, such as points: texts, or texts by language."""

    def _problems(self) -> Iterator[Problem]:
        if self.last_amount is not None and self.last_kg is None:
            what = "is the money of a receipt without `last_kg`"
            yield Problem("last_amount", what, "give both, or neither")
        if self.swap is not None and len(self.notices) == MAX_NOTICES:
            what = f"is one remark more than the {MAX_NOTICES} that a receipt may have"
            yield Problem("swap", what, "leave one of them out")

    def money(self, amount: Decimal) -> Decimal:
        """An amount in whole coins of the currency, rounded half up: the same in a row and in the sum."""
        return amount.quantize(_COINS[self.currency], rounding=ROUND_HALF_UP)

    @property
    def total_amount(self) -> Decimal:
        """The sum of the lines as printed: each in whole coins."""
        return sum((self.money(line.amount) for line in self.lines), Decimal(0))

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: the lines, the coverage, and the figure both unrounded and as shown."""
        from co2label.receipt import summarise  # noqa: PLC0415 - a sum is of a receipt

        summary = summarise(self)
        return {
            **plain_fields(self, "receipt_id", "store", "currency"),
            "total_amount": _plain_number(float(self.total_amount)),
            **plain_fields(summary, "kg_co2e", "shown"),
            "coverage": coverage_dict(summary.covered, summary.items, summary.amount_share),
            **plain_fields(summary, "reference", "kinds", "near", "rounded", "interval", "people", "last"),
            "lines": [_line_dict(line) for line in self.lines],
            "notices": [dict(texts) for texts in all_notices(self)],
        }


def remark_problems(where: str, remarks: Iterable[Mapping[str, Any]]) -> Iterator[Problem]:
    """Find what keeps remarks of a file from being printed: no words, control characters, or a claim.

    Args:
        where: path of the remarks.
        remarks: each with `words` and `short` by language.
    """
    for place, remark in enumerate(remarks):
        for length in ("words", "short"):
            at = f"{where}[{place}].{length}"
            if not remark[length]:
                yield Problem(at, "expected words by language, got none", "leave the remark out, or say it")
            for language, text in remark[length].items():
                what = _text_problem(language, text)
                if what is not None:
                    yield Problem(f"{at}.{language}", *what)


@lru_cache(maxsize=4096)
def _text_problem(language: str, text: str) -> tuple[str, str] | None:
    """The problem of a text, and what to do. Cached: most remarks of a catalogue have the same few texts."""
    try:
        clean_text(text)
    except TextError as error:
        return str(error), ""
    problem = next(text_problems("", {language: text}), None)
    return None if problem is None else (problem.what, problem.todo)


def coverage_dict(covered: int, items: int, amount: PercentOf | None) -> dict[str, Any]:
    """The coverage of a sum, for JSON."""
    return {"covered": covered, "items": items, "amount": plain(amount)}


def _line_dict(line: ReceiptLine) -> dict[str, Any]:
    quantity = line.quantity
    return {
        **plain_fields(line, "name", "kind"),
        "quantity": quantity.text if isinstance(quantity, Amount) else _plain_number(float(quantity)),
        "price": _plain_number(float(line.price)),
        **plain_fields(line, "gtin", "product", "method", "kinds", "near"),
        "boundary": line.covers,
        "kg_co2e": line.total_kg_co2e,
        **({"unknown": line.unknown} if line.unknown else {}),
        "shown": plain(line_figure(line)),
    }


def _plain_number(value: float) -> int | float:
    return int(value) if value.is_integer() else value
