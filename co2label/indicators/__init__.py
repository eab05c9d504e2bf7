"""Indicators: what a label may say beside the figure: municipalities, wood, buildings, the origin of electricity.

`line_text` puts an SDG line of the document into words, by the rule of its kind; the classifiers and registers behind the rules
may be used alone. Each file of this folder is imported with it, so that the rules in it are registered (`line_rule`).
"""

from importlib import import_module
from pkgutil import iter_modules

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)

for _file in iter_modules(__path__, f"{__name__}."):
    import_module(_file.name)
