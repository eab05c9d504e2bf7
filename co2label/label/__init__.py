"""Labels: from one Declaration to a Picture that a person reads like a nutrition table.

`calorie` draws the full card, `mini` the one for small packs, `shelf` shelf labels (rails and displays), `menu` several
dishes; `many` draws thousands, all in the style of a `Brand`, and `sheet` lays them out on the pages of a `Stock`.
`text_lines` says the same in plain lines, for screen readers and machines. A label computes nothing and rounds nothing:
every word and digit is in the Declaration. `contribution` is for those who work on a product: a waterfall of its stages,
drawn from the Footprint. `power_mix` shows what its electricity is generated from, and the certificates used for it.
"""

from importlib import import_module
from pkgutil import iter_modules

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)

for _file in iter_modules(__path__, f"{__name__}."):
    if "._template_" in _file.name:
        import_module(_file.name)
