"""The words of a slip, for every carrier: its items in three columns, the sum of CO2e with its largest parts, and the notes.

Text, bytes for printers, markup, pictures and e-mails are drawn from this alone, so they say the same. All figures have one unit,
which stands in the head of their column.

>>> from co2label.receipt import Receipt, ReceiptLine
>>> tea = {"name": "茶", "price": 150, "quantity": 2, "kg_co2e": 0.21, "method": "average"}
>>> slip = Slip.of(Receipt(lines=[ReceiptLine(**tea), ReceiptLine(name="雑誌", price=690)]), "ja")
>>> slip.head, [(row.name, row.many, row.amount, row.figure, row.mark) for row in slip.rows]
('CO2e g', [('茶', '×2', '¥300', '420', '*'), ('雑誌', '', '¥690', '—', '')])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from co2label.figures import Shown, show_part
from co2label.receipt import _words as say
from co2label.receipt._summary import figure_in_column, line_remarks, remarks_in_brackets, summarise
from co2label.wording import Translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.receipt._lines import ReceiptLine
    from co2label.receipt._receipt import Receipt
    from co2label.receipt._summary import Summary


MARK = "*"
"""Behind a figure that is an estimate, or rests on one."""


class SlipRow(NamedTuple):
    """An item, a deposit or a discount.

    Attributes:
        name: of what was bought.
        many: "×2", "300 g"; empty for one.
        amount: its money.
        figure: its CO2e in the unit of the head; a dash where there is no data, empty for what is no item.
        mark: `MARK` or nothing.
        aside: what else must stand near the figure, in brackets.
    """

    name: str
    many: str
    amount: str
    figure: str
    mark: str
    aside: str


class SlipPart(NamedTuple):
    """One of the largest parts of the sum: a name, its figure with unit, and its share."""

    name: str
    figure: str
    share: str


@dataclass(frozen=True, slots=True)
class Slip:
    """The words of a slip in a language.

    Attributes:
        store: its name.
        number: of the receipt, "No. 0042".
        head: of the column of figures; empty where nothing is known, and there is no column.
        rows: all lines.
        amount: the sum of the money.
        covered: what the sum of CO2e covers.
        covered_share: the same with the share of the money that the covered items are; empty where that says nothing.
        share: this share.
        total: the sum of CO2e.
        range: of the sum.
        near: what must stand near it, in short, and in whole sentences.
        largest: parts of the sum.
        life: the sum as a part of all of life.
        last: the last receipt.
        swap: what to try next time.
        legend: what the figures are.
        column_notes: on the signs in the column of figures, and on rounding.
        notes: on what else must be known, and that CO2e is no money.
        notices: of the shop.
    """

    store: str
    number: str
    head: str
    rows: tuple[SlipRow, ...]
    amount: str
    covered: str
    covered_share: str
    share: str
    total: str
    range: str
    near: tuple[tuple[str, str], ...]
    largest: tuple[SlipPart, ...]
    life: str
    last: str
    swap: str
    legend: str
    column_notes: tuple[str, ...]
    notes: tuple[str, ...]
    notices: tuple[str, ...]

    @classmethod
    def of(cls, receipt: Receipt, language: str, *, figures: bool = True) -> Slip:
        """The words of a receipt.

        Args:
            receipt: what was bought.
            language: of the words.
            figures: whether each item has its figure; without them there is no column, no head and no notes on it.

        Raises:
            TextError: a language without words.
            ClaimError: a name that claims what must not stand beside a figure.
        """
        w, summary = Translator(language), summarise(receipt)
        rows = tuple(_row(receipt, line, summary if figures else None, w) for line in receipt.lines)
        share = summary.amount_share if 0 < summary.covered < summary.items else None
        percent = say.percent_words(share, w) if share else ""
        counts = {"covered": summary.covered, "items": summary.items}
        unit = summary.place.unit.removesuffix("-CO2e")
        return cls(
            store=receipt.store or "",
            number=w.say("receipt.number", number=receipt.receipt_id) if receipt.receipt_id else "",
            head=w.say("receipt.column", unit=unit) if figures and summary.goods else "",
            rows=rows,
            amount=say.money_words(receipt, receipt.total_amount, w),
            covered=w.say("receipt.total", **counts),
            covered_share=percent and w.say("receipt.total-share", percent=percent, **counts),
            share=percent,
            total=say.total_words(summary, w),
            range=say.range_words(summary, w) or "",
            near=tuple((w.of(each.short), w.of(each.words)) for each in summary.near),
            largest=tuple(_parts(summary, w)),
            life=say.life_words(summary, w) or "",
            last=say.last_words(summary.last, receipt, w) if summary.last else "",
            swap=w.of(receipt.swap) if receipt.swap else "",
            legend=w.say("receipt.legend"),
            column_notes=tuple(_column_notes(rows, summary, w)) if figures else (),
            notes=tuple(_notes(summary, w)),
            notices=tuple(w.of(texts) for texts in receipt.notices),
        )


def _row(receipt: Receipt, line: ReceiptLine, summary: Summary | None, w: Translator) -> SlipRow:
    amount = say.money_words(receipt, line.amount, w)
    if summary is None:
        return SlipRow(line.name, say.count_words(line), amount, "", "", "")
    remarks = line_remarks(line) if line.total_kg_co2e is not None else ()
    figure = figure_in_column(line, summary.place)
    no_data = w.say("receipt.no-data") if line.is_item else ""
    return SlipRow(
        name=line.name,
        many=say.count_words(line),
        amount=amount,
        figure=no_data if figure is None else w.number(figure),
        mark=MARK if any(each.code == "estimate" for each in remarks) else "",
        aside=remarks_in_brackets((each for each in remarks if each.code != "estimate"), w.language).strip(),
    )


def _parts(summary: Summary, w: Translator) -> Iterator[SlipPart]:
    for goods, share in summary.largest:
        kg = goods.kg_co2e or 0.0
        shown = Shown(show_part(kg, summary.place), summary.place.unit)
        yield SlipPart(
            goods.name,
            say.mass_words(shown, kg, w),
            say.percent_words(share, w),
        )


def _notes(summary: Summary, w: Translator) -> Iterator[str]:
    if "unstated" in summary.kinds:
        yield w.say("receipt.has-unstated")
    if len(summary.boundaries) > 1:
        yield w.say("receipt.boundaries")
    yield w.say("receipt.information")


def _column_notes(rows: tuple[SlipRow, ...], summary: Summary, w: Translator) -> Iterator[str]:
    no_data = w.say("receipt.no-data")
    if any(row.mark for row in rows):
        yield w.say("receipt.marked", mark=MARK)
    if any(row.figure == no_data for row in rows):
        yield w.say("receipt.without-data", dash=no_data)
    if summary.rounded:
        yield w.say("receipt.rounded")
