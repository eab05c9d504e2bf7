"""Losses and yields: more goes in than comes out.

Where the loss is a share w of the input, m_in = m_out ÷ (1 − w); where it is stated per output, m_in = m_out × (1 + w).
Both are in use in one and the same public tool: Ecobalyse (French state, textile method) takes making and spinning
losses by share of input, others per kilogram of output. Along a chain the losses of the products that are used
multiply by themselves, because each one's amount is what it takes in.

>>> from co2label.model import Activity
>>> line = Activity("flour", "95 g", factor="food.flour", stage="raw-materials", loss={"share_of_input": 0.05})
>>> with_loss(line).amount
Amount(value=100.0, unit=Unit(text='g', scale=0.001, dimension=Dimension(exponents=(('mass', 1),)), price_year=None), \
text='95 g ÷ (1 − 0.05)')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.footprint.note import number
from co2label.units import Amount

if TYPE_CHECKING:
    from co2label.model import Activity

__all__ = ["with_loss"]


def with_loss(line: Activity) -> Activity:
    """The activity with the amount that it takes in; the same one if nothing is lost."""
    loss = line.loss
    if loss is None:
        return line
    made, text = line.amount.value, line.amount.text
    if loss.share_of_input is not None:
        taken, working = made / (1.0 - loss.share_of_input), f"{text} ÷ (1 − {number(loss.share_of_input)})"
    else:
        per_output = loss.per_output or 0.0
        taken, working = made * (1.0 + per_output), f"{text} × (1 + {number(per_output)})"
    return line.model_copy(update={"amount": Amount(taken, line.amount.unit, working), "loss": None})
