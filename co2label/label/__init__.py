"""Labels: from one Declaration to a Picture that a person reads like a nutrition table.

`calorie` draws the full card, `many` draws thousands; both in the style of a `House`. `text_lines` says the same in plain
lines, for screen readers and machines. A label computes nothing and rounds nothing: every word and digit is in the
Declaration. `contribution` is for those who work on a product: a waterfall of its stages, drawn from the Footprint.
"""

from __future__ import annotations

from co2label.label.calorie import calorie
from co2label.label.contribution import contribution
from co2label.label.house import House
from co2label.label.many import TEMPLATES, many
from co2label.label.phrases import text_lines

__all__ = ["TEMPLATES", "House", "calorie", "contribution", "many", "text_lines"]
