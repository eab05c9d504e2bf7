"""What a figure on a receipt rests on: from its factors through declaration, book and sidecar; a typed one says it itself."""

import datetime as dt
import json
import sqlite3
from contextlib import closing

import pytest

import co2label as c2
from builders import STATEMENT
from co2label.receipt import (
    Book,
    BookEntry,
    basket_of,
    book_entries,
    plain,
    read_purchases,
    sidecar,
    statement,
    summarise,
)

DAY = dt.date(2026, 11, 24)
HEAD = {"factor_edition": "x", "gwp_set": "AR6", "issued": DAY, "valid_until": DAY}


def product(name, *lines):
    activities = [
        {"name": f"line {place}", "stage": "production", **line} for place, line in enumerate(lines)
    ]
    fields = {"id": name, "name": name, "declared_unit": "1 piece", "boundary": "gate-to-gate", "year": 2025}
    return fields | {"activities": activities}


FLAME = {"amount": "1 kg", "gas": "CO2"}
OWN = product("own", FLAME)
GUESSED = product("guessed", FLAME, {"amount": "1000 JPY", "factor": "spend.jp.books"})
GROUP = product("group", FLAME, {"amount": "1 kg", "factor": "food.jp.beef"})


def computed(data):
    return c2.compute(c2.Product.read(data))


def line(**fields):
    return c2.ReceiptLine(**{"name": "x", "price": 100} | fields)


def test_a_typed_figure_without_a_word_is_unstated():
    typed = line(kg_co2e=1.3)
    assert (typed.method, typed.kinds, typed.near, typed.methods) == ("unstated", {}, (), {"unstated"})
    assert line().method is None
    assert "根拠の記載がない値を含む" in plain(c2.Receipt(lines=[typed]))


@pytest.mark.parametrize(
    ("word", "en"),
    [("average", "Estimated from averages of product groups"), ("spend", "Estimated from spend")],
)
def test_a_typed_figure_may_say_what_it_rests_on(word, en):
    typed = line(kg_co2e=1.3, method=word)
    assert (typed.kinds, [each.words["en"] for each in typed.near]) == ({word: 1.0}, [en])
    assert line(kg_co2e=1.3, method="product").near == ()


def test_or_in_shares():
    typed = line(kg_co2e=1.0, kinds={"product": 0.25, "average": 0.4, "spend": 0.35})
    assert (typed.method, typed.methods) == ("average", {"product", "average", "spend"})
    with pytest.raises(c2.DocumentError, match=r"kinds: the shares add up to 0\.5, not to one"):
        line(kg_co2e=1.0, kinds={"product": 0.5})
    with pytest.raises(c2.DocumentError, match=r"kinds\.guess"):
        line(kg_co2e=1.0, kinds={"guess": 1.0})


@pytest.mark.parametrize("carried", ["footprint", "declaration"])
@pytest.mark.parametrize(("data", "word"), [(OWN, "product"), (GUESSED, "spend"), (GROUP, "average")])
def test_a_computed_figure_knows_it(carried, data, word):
    found = computed(data)
    made = line(**{carried: found if carried == "footprint" else c2.declare(found, **STATEMENT)})
    assert (made.method, made.kinds) == (word, pytest.approx(found.kinds))
    assert [each.code for each in made.near] == ([] if word == "product" else ["estimate"])


def test_no_word_may_be_nearer_than_what_is_known():
    found = computed(GUESSED)
    with pytest.raises(
        c2.DocumentError, match="method: 'product' is stated for a figure that rests mostly on 'spend'"
    ):
        line(footprint=found, method="product")
    with pytest.raises(c2.DocumentError, match="'average' is stated for a figure"):
        line(declaration=c2.declare(found, **STATEMENT), method="average")
    with pytest.raises(c2.DocumentError, match="kinds: the shares are not those of the figure"):
        line(footprint=found, kinds={"product": 1.0})
    assert (
        line(footprint=computed(OWN), method="average").method == "average"
    )  # its own product stands for its kind here


def test_a_figure_of_nothing_that_was_computed_is_the_products_own():
    nothing = computed(product("nothing", {"amount": "0 kg", "gas": "CO2"}))
    assert line(footprint=nothing).method == "product"


def test_the_sum_says_how_much_of_it_rests_on_what():
    lines = [
        line(kg_co2e=2.0, method="product"),
        line(kg_co2e=1.0, method="spend", quantity=3),
        line(kg_co2e=5.0),
    ]
    receipt = c2.Receipt(lines=[*lines, line()])
    shares = {"product": 0.2, "spend": 0.3, "unstated": 0.5}
    assert summarise(receipt).kinds == pytest.approx(shares)
    assert receipt.as_dict()["kinds"] == pytest.approx(shares)
    assert [each["method"] for each in receipt.as_dict()["lines"]] == [
        "product",
        "spend",
        "unstated",
        None,
    ]
    assert {
        kind: float(share) for kind, share in sidecar(receipt)["total"]["kinds"].items()
    } == pytest.approx(shares)


def test_through_a_basket_and_its_sidecar_into_the_statement(tmp_path):
    lines = [{"name": each["id"], "price": 1, "product": each["id"]} for each in (OWN, GUESSED, GROUP)]
    receipt = basket_of(
        {"lines": [*lines, {"name": "typed", "price": 1, "kg_co2e": 1.0}], "products": [OWN, GUESSED, GROUP]}
    ).receipt()
    written = sidecar(receipt)
    assert [each["method"] for each in written["lines"]] == ["product", "spend", "average", "unstated"]
    assert float(written["lines"][1]["kinds"]["spend"]) == pytest.approx(receipt.lines[1].kinds["spend"])
    file = tmp_path / "month.json"
    file.write_text(json.dumps({"receipts": [written | {"date": "2026-11-02"}]}), encoding="utf-8")
    assert statement(read_purchases(file).receipts, month="2026-11").methods == {
        "product",
        "average",
        "spend",
        "unstated",
    }


@pytest.fixture
def book(tmp_path):
    footprints = [computed(each) for each in (OWN, GUESSED, GROUP)]
    entries = [*book_entries(footprints), BookEntry(product_id="typed", name={"ja": "x"}, kg_co2e=1.0)]
    with Book.open(Book.write(tmp_path / "book.sqlite", entries, **HEAD), today=DAY) as opened:
        yield opened


def test_a_book_keeps_it(book):
    found = book.basket([("own", 1), ("guessed", 1), ("group", 1), ("typed", 1)]).lines
    assert [each.method for each in found] == ["product", "spend", "average", "unstated"]
    assert found[1].kinds == pytest.approx(computed(GUESSED).kinds)
    assert (found[0].kinds, found[3].kinds, found[0].near) == ({"product": 1.0}, {}, [])
    assert found[1].near[0]["code"] == "estimate"
    entry = book.entry("group")
    assert entry.kinds == pytest.approx(computed(GROUP).kinds)
    assert entry.near[0]["words"]["ja"] == "品目群の平均値からの推計"


def test_a_receipt_from_a_book_says_what_the_book_says(book):
    receipt = basket_of({"lines": [{"name": "x", "price": 1, "product": "guessed"}]}, book).receipt(book=book)
    (made,) = receipt.lines
    assert (made.method, made.kinds) == ("spend", pytest.approx(computed(GUESSED).kinds))
    assert [each.words for each in made.near] == [
        each.words for each in line(footprint=computed(GUESSED)).near
    ]


def test_an_entry_of_a_declaration_keeps_what_stands_near():
    found = computed(GROUP)
    (entry,) = book_entries([found], {"group": c2.declare(found, **STATEMENT)})
    assert [each["short"]["en"] for each in entry.near] == ["97% estimated"] or entry.near[0][
        "code"
    ] == "estimate"


OLD = """CREATE TABLE goods (gtin INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kg_co2e REAL NOT NULL, low REAL, high REAL,
    boundary TEXT NOT NULL, method TEXT NOT NULL, shown TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, link TEXT)"""


def test_a_book_of_the_first_format_is_read_and_claims_nothing_that_it_did_not_know(tmp_path):
    path = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        for pragma in ("application_id = 1129263682", "user_version = 1"):
            old.execute(f"PRAGMA {pragma}")
        old.execute("CREATE TABLE header (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
        old.execute(OLD)
        rows = (
            (49123456, "rice", 2.0, None, None, "", "average", "2.0 kg-CO2e", '{"ja":"米"}', "{}", None),
            (-1, "soup", 0.5, None, None, "", "product", "500 g-CO2e", '{"ja":"汁"}', "{}", None),
        )
        old.executemany(f"INSERT INTO goods VALUES ({','.join('?' * 11)})", rows)
        header = {
            "factor_edition": "x",
            "gwp_set": "AR6",
            "gwp_horizon": 100,
            "issued": DAY,
            "valid_until": DAY,
            "goods": 2,
        }
        old.executemany(
            "INSERT INTO header VALUES (?, ?)", [(key, str(value)) for key, value in header.items()]
        )
    with Book.open(path, today=DAY) as book:
        found = book.basket([("49123456", 1), ("soup", 1)])
        assert [(each.kg_co2e, each.method, each.kinds, each.near) for each in found.lines] == [
            (2.0, "average", {}, []),
            (0.5, "unstated", {}, []),
        ]
        assert book.entry("rice").name == {"ja": "米"}
