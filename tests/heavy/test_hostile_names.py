"""Names that would be commands of a printer, by the hundred thousand; the ordinary tests print ten thousand."""

import runpy
from pathlib import Path

import pytest

PRINTERS = runpy.run_path(str(Path(__file__).parents[1] / "conformance" / "test_receipt_printers.py"))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("dialect", ["epson", "star"])
def test_no_name_of_a_hundred_thousand_becomes_a_command(dialect, seed):
    PRINTERS["check_hostile_names"](dialect, seed)
