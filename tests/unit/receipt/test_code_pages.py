"""Slips of European printers: accents in the page of the language, one column a letter, the right commands."""

from __future__ import annotations

import pytest

from co2label.columns import CODE_PAGES, columns, fit_columns, pad_left, to_cells, wrap
from co2label.errors import TextError
from co2label.receipt import Receipt, ReceiptLine, escpos, page_for, plain, preview, replaced_characters

CREAM = {"name": "Crème brûlée à l’ancienne", "price": 3, "kg_co2e": 0.4, "method": "product"}


def bought(*names, store="Épicerie"):
    return Receipt(
        lines=[ReceiptLine(**(CREAM | {"name": name})) for name in names], store=store, currency="EUR"
    )


@pytest.mark.parametrize(
    ("names", "language", "page"),
    [
        (["Crème brûlée"], "fr", "cp858"),
        (["Café"], "en", "cp858"),
        (["Tea"], "en", "cp932"),
        (["鮭", "Café"], "fr", "cp932"),
        (["鮭おにぎり"], "ja", "cp932"),
        (["Café"], "ja", "cp932"),
        (["Żółty ser"], "en", "cp858"),
    ],
)
def test_the_page_is_that_of_the_language_where_it_has_the_letters(names, language, page):
    assert page_for(bought(*names, store="Shop"), language) == page


def test_a_french_slip_has_its_accents():
    text = plain(bought("Crème brûlée à la vanille de Madagascar", "Pâté"), language="fr", page="cp858")
    rows = text.split("\n")
    assert all(columns(row, "cp858") <= 32 for row in rows)
    assert rows[0] == "Épicerie"
    assert rows[2].startswith("Crème brûlée à la va")
    assert rows[2].endswith("...  3,00\xa0€")
    assert rows[3] == "Pâté" + "3,00\xa0€".rjust(28)
    assert replaced_characters(bought("Pâté"), language="fr") == ()


@pytest.mark.parametrize(("dialect", "page", "begin"), [
    ("epson", "cp858", b"\x1b@\x1c.\x1bR\x00\x1bt\x13"),
    ("epson", "cp1252", b"\x1b@\x1c.\x1bR\x00\x1bt\x10"),
    ("star", "cp858", b"\x1b@\x1b$0\x1bR0\x1b\x1dt\x04"),
    ("star", "cp1252", b"\x1b@\x1b$0\x1bR0\x1b\x1dt\x20"),
])  # fmt: skip
def test_bytes_are_those_of_the_page(dialect, page, begin):
    data = escpos(bought("Pâté"), language="fr", dialect=dialect, page=page)
    assert data.startswith(begin)
    assert "Pâté".encode(page) in data


def test_the_page_is_found_for_bytes_too():
    assert "Pâté".encode("cp858") in escpos(bought("Pâté"), language="fr")
    assert escpos(bought("Tea", store="Shop"), language="en").startswith(b"\x1b@\x1bt\x01\x1cC\x01\x1bR\x08")


@pytest.mark.parametrize(("name", "page", "printed"), [
    ("Żółty ser", "cp852", "Żółty ser"),
    ("Борщ", "cp866", "Борщ"),
    ("Żółty ser", "cp858", "Zólty ser"),
    ("CO₂ m² 鮭", "cp858", "CO2 m² ?"),
    ("½ ℓ €5", "cp1252", "½ L €5"),
    ("a\x1bb", "cp858", "a?b"),
])  # fmt: skip
def test_what_a_page_lacks_is_replaced_and_told(name, page, printed):
    text, changed = to_cells(name, page)
    assert text == printed
    assert bool(changed) == (name != printed)
    assert columns(text, page) == len(text.encode(page))


@pytest.mark.parametrize("page", CODE_PAGES)
def test_cutting_and_padding_stay_in_the_page(page):
    text = to_cells("Crème brûlée, très bonne", page)[0]
    assert columns(fit_columns(text, 9, page), page) <= 9
    assert columns(pad_left("é" if page not in {"cp932", "cp866"} else "e", 5, page), page) == 5
    assert all(columns(row, page) <= 10 for row in wrap(text, 10, page))


def test_another_page_is_refused_by_name():
    with pytest.raises(
        TextError, match="expected a code page of cp932, cp858, cp1252, cp852, cp866, utf-8, got 'cp437'"
    ):
        plain(bought("Tea"), page="cp437")


def test_the_preview_shows_the_letters():
    picture = preview(bought("Crème brûlée"), language="fr")
    assert "".join(op.text for op in picture.scene.ops if hasattr(op, "text")).startswith("Épicerie")
    picture.png()
