"""Incentives: points for what was avoided, kept in a ledger that nothing is lost from."""
