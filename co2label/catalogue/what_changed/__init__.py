"""What changed: another set of factors over a compiled catalogue, which figures moved by how much, and why."""

from __future__ import annotations

from co2label.catalogue.what_changed.change import Change, FactorChange
from co2label.catalogue.what_changed.compiled import CompiledCatalogue, what_changed
from co2label.catalogue.what_changed.result import Changes

__all__ = ["Change", "Changes", "CompiledCatalogue", "FactorChange", "what_changed"]
