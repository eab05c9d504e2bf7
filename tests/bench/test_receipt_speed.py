"""Receipts at the till: a basket of 20 from a book of a million, a fresh process, a receipt of 20 lines.

Each is held against a named reference in turns in the same run; the absolute times are printed for people.
"""

import datetime as dt
import json
import random
import sqlite3
import subprocess
import sys
import time

import pytest

import co2label as c2
from co2label.identifiers import check_digit
from co2label.receipt import Book, BookEntry, plain

GOODS, ITEMS, BASKETS, TURNS = 1_000_000, 20, 1000, 5
DAY = dt.date(2026, 11, 24)
BARE = "SELECT goods.gtin, kg_co2e FROM json_each(?) AS asked JOIN goods ON goods.gtin = asked.value"


def gtin(number):
    body = f"45{number:010}"
    return body + str(check_digit(body))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    entries = (
        BookEntry(
            product_id=f"sku-{i}",
            gtin=gtin(i),
            name={"ja": "商品"},
            kg_co2e=i / 1e5,
            low=i / 2e5,
            high=i / 5e4,
            unit={"ja": "1個"},
            boundary="cradle-to-gate",
            shown="210 g-CO2e",
            link=f"https://id.example.jp/01/0{gtin(i)}",
        )
        for i in range(GOODS)
    )
    place = tmp_path_factory.mktemp("book") / "book.sqlite"
    return Book.write(place, entries, factor_edition="x", gwp_set="AR6", issued=DAY, valid_until=DAY)


@pytest.fixture(scope="module")
def baskets():
    rng = random.Random(1)
    return [[(gtin(rng.randrange(GOODS)), rng.randrange(1, 4)) for _ in range(ITEMS)] for _ in range(BASKETS)]


def microseconds(ask, baskets):
    """(p50, p99) of one turn."""
    taken = []
    for basket in baskets:
        start = time.perf_counter_ns()
        ask(basket)
        taken.append((time.perf_counter_ns() - start) / 1000)
    taken.sort()
    return taken[len(taken) // 2], taken[len(taken) * 99 // 100]


def test_a_basket_of_20_from_a_million(path, baskets):
    bare = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)

    def reference(basket):
        return bare.execute(BARE, (json.dumps([int(key) for key, _ in basket]),)).fetchall()

    with Book.open(path, today=DAY) as book:
        assert len(reference(baskets[0])) == book.basket(baskets[0]).covered == ITEMS
        turns = [(microseconds(reference, baskets), microseconds(book.basket, baskets)) for _ in range(TURNS)]
    bare.close()
    (p50_bare, p99_bare), (p50, p99) = (
        tuple(map(min, zip(*one, strict=True))) for one in zip(*turns, strict=True)
    )
    print(
        f"\nbasket of 20 of 1M: p50 {p50:.0f} us, p99 {p99:.0f} us; bare SQLite {p50_bare:.0f} / {p99_bare:.0f} us"
    )
    assert p50 < 4 * p50_bare
    assert p99 < 4 * p99_bare
    assert p99 < 1000


def test_a_fresh_process_to_its_first_answer(path):
    ours = (
        "import datetime, sys; from co2label.receipt import Book; "
        f"print(Book.open(sys.argv[1], today=datetime.date({DAY:%Y, %m, %d})).basket([(4500000000007, 1)]).items)"
    )

    def seconds(code):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True)
        return time.perf_counter() - start

    turns = [(seconds("import sqlite3"), seconds(ours)) for _ in range(TURNS)]
    bare, first = map(min, zip(*turns, strict=True))
    print(
        f"\nfresh process: {first * 1000:.0f} ms to the first answer; import sqlite3 alone {bare * 1000:.0f} ms"
    )
    assert first < 10 * bare


def test_a_receipt_of_20_lines_as_text():
    rng = random.Random(2)
    names = [
        "鮭おにぎり",
        "牛乳 1L",
        "国産牛 切り落とし",
        "ｱｲｽ",
        "北海道産 特選よつ葉牛乳 1リットル 成分無調整",
    ]
    lines = [
        c2.ReceiptLine(name=f"{rng.choice(names)}{i}", quantity=rng.randrange(1, 4), price=198, kg_co2e=0.2)
        for i in range(ITEMS)
    ]
    receipt = c2.Receipt(lines=lines, store="サンプルストア", receipt_id="42")
    text = plain(receipt, page="cp932")

    def reference(_):
        return [row.encode("cp932") for row in text.splitlines() for _ in range(3)]

    turns = [
        (
            microseconds(reference, range(200)),
            microseconds(lambda _: plain(receipt, page="cp932"), range(200)),
        )
        for _ in range(TURNS)
    ]
    bare, ours = (min(p50 for p50, _ in one) for one in zip(*turns, strict=True))
    print(f"\nplain receipt of 20 lines: {ours:.0f} us; its rows encoded three times {bare:.1f} us")
    assert ours < 16 * bare  # net of returns, its largest parts, a part of all of life
