"""`co2label receipt --format ubl`: an invoice in, the same invoice with CO2e out."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

import builders
from co2label.receipt import read_basket, ubl

EXAMPLES = Path(__file__).parents[3] / "examples"
BASKET, INVOICE = EXAMPLES / "basket.json", EXAMPLES / "invoice.xml"
LINK = "https://id.example.jp/r/0042"


run = partial(builders.run, "receipt", BASKET)


def test_to_standard_output_and_to_a_file(tmp_path):
    receipt = read_basket(BASKET).receipt()
    options = ("--format", "ubl", "--invoice", INVOICE, "--qr", LINK, "--language", "en")
    expected = ubl(receipt, INVOICE.read_bytes(), link=LINK, language="en")
    assert expected != INVOICE.read_bytes()
    done = run(*options)
    assert done.stdout_bytes == expected
    assert "lines 3: no figure" in " ".join(done.stderr.split())
    run(*options, "-o", tmp_path / "with.xml")
    assert (tmp_path / "with.xml").read_bytes() == expected


def test_lines_that_are_not_in_the_invoice_are_said(tmp_path):
    other = tmp_path / "other.xml"
    other.write_bytes(INVOICE.read_bytes().replace(b">milk-1l<", b">milk-2l<"))
    said = " ".join(run("--format", "ubl", "--invoice", other).stderr.split())
    assert "lines 2, 3: no figure" in said
    assert "lines 2 of the receipt" in said


@pytest.mark.parametrize(
    "options", [("--format", "ubl"), ("--invoice", INVOICE), ("--invoice", INVOICE, "--json")]
)
def test_both_or_neither(options):
    assert "go together" in " ".join(run(*options, code=2).stderr.split())


def test_what_is_refused_names_the_file(tmp_path):
    twice = tmp_path / "twice.xml"
    run("--format", "ubl", "--invoice", INVOICE, "-o", twice)
    refused = " ".join(run("--format", "ubl", "--invoice", twice, code=1).stderr.split())
    assert "twice.xml" in refused
    assert "CO2e is already in it" in refused
    run("--format", "ubl", "--invoice", tmp_path / "none.xml", code=1)
