"""The receipt room: what was bought, and its CO2e as information below the amounts.

`Receipt` and its lines hold what a till knows. `plain` prints it in the columns of a receipt printer, `escpos` in its
bytes, `receiptline` in a markup that many tills take, `html` for an e-mail; `preview` draws the paper. `sidecar` is its
data, `ubl` puts it in an invoice, `linked_data` is JSON-LD; `statement` sums up a month. A `Basket` is the document with
the products beside the lines; a `Book` holds the figures of a catalogue for tills.

The names are loaded when they are first used: a till that asks a book loads neither pydantic nor numpy.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
