"""Incentives: points in a ledger that nothing is lost from, actions of a person, and short messages that are true.

A `Campaign` promises points by its rules, `points_for` says what an `Occasion` earns under one of them, and a `Ledger` books it
within the caps and the budget. `check_premium` holds a gift against Japan's limit. `allot` gives the return gifts of a
`GiftProgramme`, by meter readings. An `ActionTable` holds what a person can do; `expected_reduction` says what a `Plan` of it
brings, never more than there is, and `action_card` draws it. `nudge` has at most one short, true message for a basket.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
