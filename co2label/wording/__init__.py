r"""Words that the public reads, and the rules of what must not be claimed: data, one file a language.

`ja.toml` has every word in Japanese, a table for each subject; `claims/ja.toml` has the rules for texts in Japanese. To add a
language write both, named by its tag: the same tables, keys and gaps, and rules that say `language = "TAG"`. Without rules
for that very language nothing is said in it. `claims/und.toml` has rules for languages without words.

How a language writes numbers, days, spans, money and units are words as well (`[forms]`), and have one function each.

>>> translate("reference.percent", "fr", value=format_number("1240", "fr")) == "1\u202f240\u202f%"
True
>>> per_unit("1 bottle (1 L)", "en"), per_unit("1個（110 g）", "ja")
('per bottle (1 L)', '1個（110 g）あたり')
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
