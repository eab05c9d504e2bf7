"""Labels: from one Declaration to a Picture that a person reads like a nutrition table.

`calorie` draws the full card, `mini` the one for small packs, `shelf` shelf labels (rails and displays), `menu` several
dishes; `many` draws thousands, all in the style of a `Brand`, and `sheet` lays them out on the pages of a `Stock`.
`text_lines` says the same in plain lines, for screen readers and machines. A label computes nothing and rounds nothing:
every word and digit is in the Declaration. `contribution` is for those who work on a product: a waterfall of its stages,
drawn from the Footprint. `power_mix` shows what its electricity is generated from, and the certificates used for it.
"""

from __future__ import annotations

from co2label.label._brand import DEFAULT_BRAND, Brand
from co2label.label._contribution import contribution
from co2label.label._many import many
from co2label.label._phrases import text_lines
from co2label.label._power_mix import mix_lines, power_mix
from co2label.label._request import LabelRequest, LabelStyle
from co2label.label._sheet import PAGES, STOCKS, Pair, Stock, sheet
from co2label.label._template_calorie import calorie
from co2label.label._template_menu import menu
from co2label.label._template_mini import mini
from co2label.label._template_shelf import ESL_29, ESL_42, shelf
from co2label.label._templates import TEMPLATES, load_templates, template

load_templates()

__all__ = [
    "DEFAULT_BRAND",
    "ESL_29",
    "ESL_42",
    "PAGES",
    "STOCKS",
    "TEMPLATES",
    "Brand",
    "LabelRequest",
    "LabelStyle",
    "Stock",
    "calorie",
    "contribution",
    "template",
]
__all__ += ["many", "menu", "mini", "power_mix", "sheet", "shelf", "text_lines"]
__all__ += ["Pair", "mix_lines"]
