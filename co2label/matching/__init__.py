"""Matching: which factor a product of a shop's master may have, for a person to accept.

A master has names, codes, departments and sizes, and no recipes. Keys count before words: one's own confirmed matches, then the
codes of foods and industries that a product carries, itself or in one's own download of Open Food Facts; then its name, with
its category beside it. There are five candidates, the first one with how likely it is right. Nothing that no person has
accepted makes a label.

>>> from co2label.factors import FactorLibrary
>>> found, = match({"name": ["ﾄﾞｰﾙ ﾊﾞﾅﾅ 4本"]}, FactorLibrary.bundled())
>>> found.candidates[0].factor, found.status
('food.banana', 'sure')
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
