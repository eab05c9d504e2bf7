"""Footprints: from products and emission factors to kilograms of CO2e per declared unit.

`compute` and `compute_all` are the verbs; `Footprint` is the narrow waist that everything after reads. A product goes through
`_expand` (rules become plain activities), `_compile` (columns of numbers), `_engine` and `_loops` (sums, products that use
products), and comes out of `_footprints`, which asks for notes, intervals and the supply chain when they are read. numpy
is imported when something is computed, not before.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
