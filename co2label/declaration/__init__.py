"""From a `Footprint` (numbers) to a `Declaration` (what may be said).

`declare` collects every problem and raises one `ClaimError`; what it returns is cleaned, rounded and checked. `text_problems` and
`refuse_claims` check texts that reach a carrier by another way.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
