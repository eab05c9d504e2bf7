"""co2label: the CO2 of products and services as visible as the calories of food.

A bill of materials and emission factors become a footprint, a footprint becomes a declaration, and everything that
people see (label, QR code, receipt line) is made from that one declaration::

    import co2label as c2

    product = c2.read_document("onigiri.toml").products[0]
    footprint = c2.compute(product)
    declaration = c2.declare(footprint)
    c2.label.calorie(declaration, language="ja").save("onigiri.png")

The names below are loaded when they are first used: `import co2label` itself loads no pint, numpy or Pillow.
"""

from lazy_loader import attach_stub

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
