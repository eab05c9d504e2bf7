"""Catalogues: tables of products in, footprints, labels and books of a whole range out, on one machine or on many.

Names are loaded when they are first used: a worker of a cluster that computes needs no labels, and a label no pyarrow.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
