"""The page on receipts: its commands and its code run as they stand there."""

import re

import pytest


def test_the_commands_and_the_code(follow, folder, capsys):
    assert len(follow("receipts.md")) == 9
    out = capsys.readouterr().out
    kg, covered, items, unknown = re.match(r"(\S+) (\d) (\d) (.*)", out).groups()
    assert float(kg) == pytest.approx(2 * 0.2359 + 2.7333, abs=1e-3)
    assert (covered, items, unknown) == ("2", "3", "('4901234567894',)")
    assert {"book.sqlite", "slip.bin", "slip.receipt", "slip.co2.json"} <= {
        one.name for one in folder.iterdir()
    }
    assert "UnmatchedLines(invoice_lines=('3',), receipt_lines=())" in out
    assert '"@type": "Order"' in out
    assert (folder / "with-co2.xml").read_bytes().count(b"CO2e [kg]") == 2
