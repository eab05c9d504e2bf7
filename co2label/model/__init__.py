"""Product models: what a person writes down, checked once, at the edge, and frozen.

`Product` with its `Activity` lines and `DeclarationData`; `Process` with its `Output`s; `EmissionFactor`, `Source`, `Evidence`,
`Verification`, `Uncertainty`; rules of an activity (`Recycling`, `Leg`, `Loss`, `Route`, `Electricity`, `CutOff`); SDG lines;
and `Document`, which holds them all. Nothing above this floor checks shapes again.

A bad field raises one `DocumentError` that lists every problem with its path:

>>> from co2label.model import Product
>>> Product.read({"id": "tea", "name": "Tea", "declared_unit": "1 piece", "boundary": "cradle-to-gate"})
Traceback (most recent call last):
...
co2label.errors.DocumentError: activities: this field is required and is missing; add it
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
