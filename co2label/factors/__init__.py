"""Factors: emission factors with their passports, and the GWP tables.

About 430 factors are bundled, each traceable to a row of a public source with an open licence. A factor of
one's own stands beside them and wins by id.

>>> factors = FactorLibrary.bundled()
>>> factors["food.rice"].source.cite()
'AGRIBALYSE 3.1.1 (2023), Code AGB 9100, Changement climatique'
>>> factors.search("牛乳")[0].id
'food.jp.milk'
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
