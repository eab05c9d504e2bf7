"""The book: figures of a catalogue in one file, asked a basket at a time; and everything that can be wrong with it."""

from __future__ import annotations

import datetime as dt
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
from decimal import Decimal

import pytest

import co2label as c2
from co2label.receipt import Book, BookEntry

DAY, END = dt.date(2026, 11, 24), dt.date(2027, 3, 31)
HEAD = {"factor_edition": "2026-11", "gwp_set": "AR6", "issued": DAY, "valid_until": END}
TEA = BookEntry(
    product_id="tea",
    gtin="4569951110016",
    name={"ja": "お茶", "en": "Tea"},
    kg_co2e=0.25,
    low=0.125,
    high=0.5,
    unit={"ja": "1本"},
    boundary="cradle-to-gate",
    shown="250 g-CO2e",
    link="https://id.example.jp/01/04569951110016",
)
RICE = BookEntry(
    product_id="rice", gtin="49123456", name={"ja": "米"}, kg_co2e=2.0, low=1.0, high=4.0, method="average"
)
SOUP = BookEntry(product_id="soup", name={"ja": "汁"}, kg_co2e=0.5)


def names_in(folder):
    return [one.name for one in folder.iterdir()]


@pytest.fixture
def path(tmp_path):
    return Book.write(tmp_path / "book.sqlite", [TEA, RICE, SOUP], **HEAD)


@pytest.fixture
def book(path):
    with Book.open(path, today=DAY) as opened:
        yield opened


def test_a_basket_by_gtin_in_any_length_and_by_id(book):
    found = book.basket([("4569951110016", 2), (49123456, 0.5), ("soup", Decimal(3))])
    assert [line.kg_co2e for line in found.lines] == [0.25, 2.0, 0.5]
    assert [line.method for line in found.lines] == ["unstated", "average", "unstated"]
    assert found.kg_co2e == 0.5 + 1.0 + 1.5
    assert (found.items, found.covered, found.unknown) == (3, 3, ())
    assert book.basket([("00000049123456", 1)]).kg_co2e == 2.0


def test_what_is_unknown_is_no_zero(book):
    found = book.basket([("4569951110016", 1), ("4901234567894", 1), ("tee", 1), ("tee", 2)])
    assert (found.kg_co2e, found.items, found.covered) == (0.25, 4, 1)
    assert found.unknown == ("4901234567894", "tee")
    nothing = book.basket([("tee", 1)])
    assert (nothing.kg_co2e, nothing.interval, nothing.lines) == (None, None, (None,))


def test_a_basket_of_nothing(book):
    found = book.basket([])
    assert (found.kg_co2e, found.interval, found.items, found.covered) == (None, None, 0, 0)


def test_a_basket_of_ten_thousand_lines(book):
    found = book.basket([("4569951110016", 1), ("soup", 1)] * 5000)
    assert found.kg_co2e == 5000 * 0.75
    assert found.items == found.covered == 10_000


def test_the_same_product_twice_adds_up_and_a_return_takes_off(book):
    assert book.basket([("tea", 2), ("4569951110016", 1)]).kg_co2e == 0.75
    found = book.basket([("tea", 2), ("tea", -1)])
    assert (found.kg_co2e, found.interval) == (0.25, (0.125, 0.5))


def test_the_bound_adds_up_the_ends(book):
    assert book.basket([("tea", 2), ("rice", 1)]).interval == (2 * 0.125 + 1.0, 2 * 0.5 + 4.0)
    assert book.basket([("tea", -2), ("rice", 1)]).interval == (1.0 - 2 * 0.5, 4.0 - 2 * 0.125)
    assert book.basket([("tea", 1), ("soup", 1)]).interval is None


def test_the_header_and_an_entry_come_back_as_they_were_written(book):
    assert (book.header.goods, book.header.valid_until, book.header.gwp_horizon) == (3, END, 100)
    assert book.entry(4569951110016) == book.entry("tea")
    kept = {name: getattr(TEA, name) for name in BookEntry.__slots__} | {"gtin": "04569951110016"}
    assert book.entry("tea") == BookEntry(**kept)
    assert book.entry("soup").gtin is None
    assert book.entry("tee") is None


@pytest.mark.parametrize("key", ["", "\ud800", "a\0b", "' OR 1=1 --", "%"])
def test_a_text_that_is_no_id_finds_nothing(book, key):
    assert book.basket([(key, 1)]).unknown == (key,)
    assert book.entry(key) is None


@pytest.mark.parametrize("number", [0, -1, -2, 10**14, 10**30])
def test_a_number_that_is_no_gtin_finds_nothing(book, number):
    assert book.basket([(number, 1)]).lines == (None,)
    assert book.entry(number) is None


@pytest.mark.parametrize(
    "line",
    [
        ("tea", "2"),
        ("tea", float("nan")),
        ("tea", 10**400),
        (None, 1),
        (True, 1),
        "tea",
        ("tea",),
        ("tea", None),
    ],
)
def test_a_line_that_is_no_product_with_a_number(book, line):
    with pytest.raises(c2.DocumentError, match=r"^lines\[1\]: expected a GTIN or an id, and a finite number"):
        book.basket([("tea", 1), line])


def test_it_is_valid_to_its_last_day(path):
    Book.open(path, today=END).close()
    with pytest.raises(
        c2.BookError, match="was valid until 2027-03-31, and today is 2027-04-01; fetch a new one"
    ):
        Book.open(path, today=END + dt.timedelta(days=1))
    with pytest.raises(c2.BookError, match="expected `today` as a datetime"):
        Book.open(path, today="2026-11-24")


def test_a_book_that_was_cut_short_at_any_place(path):
    whole = path.read_bytes()
    for size in sorted(
        {0, 1, 15, 16, 100, 512, 4095, 4096, 4097, len(whole) // 2, len(whole) - 4096, len(whole) - 1}
    ):
        path.write_bytes(whole[:size])
        with pytest.raises(c2.BookError):
            Book.open(path, today=DAY)
    path.write_bytes(whole + b"\0")
    with pytest.raises(c2.BookError, match="it was cut short or changed: copy it again"):
        Book.open(path, today=DAY)


def test_damage_inside_ends_in_one_clear_error(path):
    whole = path.read_bytes()
    for page in range(4096, len(whole), 4096):
        path.write_bytes(whole[:page] + b"\xff" * 4096 + whole[page + 4096 :])
        with pytest.raises(c2.BookError, match="it again"):
            ask_everything(path)


def ask_everything(path):
    with Book.open(path, today=DAY) as book:
        book.basket([("tea", 1), (4569951110016, 1)])


def test_another_file_is_no_book(tmp_path):
    text = tmp_path / "text"
    text.write_text("not a database, but longer than the head of one" * 40)
    with pytest.raises(c2.BookError, match="cannot be read"):
        Book.open(text, today=DAY)
    with sqlite3.connect(tmp_path / "other.sqlite") as other:
        other.execute("CREATE TABLE goods (gtin INTEGER PRIMARY KEY, kg_co2e REAL)")
    other.close()
    with pytest.raises(c2.BookError, match="is no book of co2label; write one with `co2label book`"):
        Book.open(tmp_path / "other.sqlite", today=DAY)
    for absent in (tmp_path / "absent.sqlite", tmp_path, tmp_path / "a?mode=rwc#b"):
        with pytest.raises(c2.BookError, match="name a book that can be read"):
            Book.open(absent, today=DAY)


def test_a_book_of_a_newer_version(path):
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 3")
    newer.close()
    with pytest.raises(c2.BookError, match="has format 3, and this co2label reads up to 2; update co2label"):
        Book.open(path, today=DAY)


def test_a_name_with_marks_of_addresses(tmp_path):
    odd = tmp_path / "本 ?mode=rw&x#y%20.sqlite"
    Book.write(odd, [TEA], **HEAD)
    with Book.open(odd, today=DAY) as book:
        assert book.basket([("tea", 1)]).kg_co2e == 0.25
    assert names_in(tmp_path) == [odd.name]


def test_replaced_while_open_the_old_one_is_read_to_the_end(path):
    with Book.open(path, today=DAY) as old:
        assert old.basket([("tea", 1)]).kg_co2e == 0.25
        Book.write(path, [SOUP], **HEAD)
        assert old.basket([("tea", 1), ("rice", 1)]).kg_co2e == 2.25
        with Book.open(path, today=DAY) as new:
            assert new.basket([("tea", 1)]).kg_co2e is None


def test_readers_see_one_book_or_the_other_while_a_writer_replaces_it(tmp_path):
    path = tmp_path / "book.sqlite"

    def write(edition):
        entries = [
            BookEntry(product_id=f"p{i}", name={"ja": "x"}, kg_co2e=float(edition)) for i in range(300)
        ]
        Book.write(path, entries, **HEAD | {"factor_edition": str(edition)})

    write(0)
    stop = threading.Event()
    writer = threading.Thread(
        target=lambda: [write(edition) for edition in range(1, 40) if not stop.is_set()]
    )
    writer.start()
    try:
        while writer.is_alive():
            with Book.open(path, today=DAY) as book:
                figures = {line.kg_co2e for line in book.basket([(f"p{i}", 1) for i in range(300)]).lines}
            assert figures == {float(book.header.factor_edition)}
    finally:
        stop.set()
        writer.join()


def test_threads_share_a_book(book):
    answers = []

    def ask():
        answers.extend(book.basket([("tea", 1), ("rice", 2)]).kg_co2e for _ in range(200))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [4.25] * 800


def test_reading_writes_nothing(path):
    path.chmod(0o444)
    path.parent.chmod(0o555)
    before = path.read_bytes()
    with Book.open(path, today=DAY) as book:
        assert book.basket([("tea", 1)]).kg_co2e == 0.25
        assert names_in(path.parent) == [path.name]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            book._connection.execute("DELETE FROM goods")
    assert path.read_bytes() == before
    path.parent.chmod(0o755)


def test_the_same_entries_make_the_same_bytes(tmp_path, path):
    again = Book.write(tmp_path / "again.sqlite", iter([TEA, RICE, SOUP]), **HEAD)
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"gtin": "4569951110017"}, "entries[1].gtin: GTIN '4569951110017': check digit 6 expected"),
        ({"gtin": "4569951110016"}, "entries[1]: 'x' is in the book already"),
        ({"product_id": "tea"}, "entries[1]: 'tea' is in the book already"),
        ({"product_id": ""}, "entries[1].product_id: expected text, got ''; every product needs an id"),
        (
            {"product_id": "4569951110016"},
            "'4569951110016': is the id of one product and the GTIN of 'tea'; put a letter before the id",
        ),
        ({"kg_co2e": float("nan")}, "entries[1].kg_co2e: expected finite kilograms"),
        ({"kg_co2e": "1"}, "entries[1].kg_co2e: expected finite kilograms"),
        ({"low": 0.1}, "entries[1].low: expected the ends of an interval, got 0.1 to None"),
        ({"low": 2.0, "high": 1.0}, "entries[1].low: expected the ends of an interval, got 2.0 to 1.0"),
        (
            {"method": "guess"},
            "entries[1].method: expected one of product, average, spend, unstated, got 'guess'",
        ),
        (
            {"kinds": {"product": 0.5}},
            "entries[1].kinds: expected shares of product, average, spend that add up to",
        ),
        (
            {"kinds": {"guess": 1.0}},
            "entries[1].kinds: expected shares of product, average, spend that add up to",
        ),
        ({"name": {"ja": "\x1b"}}, "entries[1].name.ja: character 1 is U+001B ESCAPE"),
    ],
)
def test_an_entry_that_does_not_fit_leaves_the_old_book(tmp_path, path, change, message):
    before = path.read_bytes()
    wrong = BookEntry(**{"product_id": "x", "name": {"ja": "x"}, "kg_co2e": 1.0} | change)
    with pytest.raises(c2.DocumentError) as refused:
        Book.write(path, [TEA, wrong], **HEAD)
    assert str(refused.value).startswith(message)
    assert path.read_bytes() == before
    assert names_in(tmp_path) == [path.name]


def test_a_product_whose_id_is_its_gtin_is_welcome(tmp_path):
    entry = BookEntry(product_id="4569951110016", gtin="4569951110016", name={}, kg_co2e=1.0)
    path = Book.write(tmp_path / "b", [entry], **HEAD)
    with Book.open(path, today=DAY) as book:
        assert book.basket([("4569951110016", 1)]).kg_co2e == 1.0


def test_a_place_that_cannot_be_written_to(tmp_path):
    with pytest.raises(c2.BookError, match="choose another place, or make room"):
        Book.write(tmp_path / "absent" / "book.sqlite", [TEA], **HEAD)
    (tmp_path / "folder").mkdir()
    with pytest.raises(c2.BookError, match="cannot be written"):
        Book.write(tmp_path / "folder", [TEA], **HEAD)
    with pytest.raises(c2.BookError, match="valid until 2026-11-23, before its day of issue"):
        Book.write(tmp_path / "b", [TEA], **HEAD | {"valid_until": DAY - dt.timedelta(days=1)})
    assert names_in(tmp_path) == ["folder"]


def test_a_full_disk_leaves_the_old_book(path):
    before = path.read_bytes()

    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))

    code = f"""
import datetime as dt
from co2label import BookError
from co2label.receipt import Book, BookEntry
entries = (BookEntry(product_id=f"p{{i}}", name={{"ja": "x"}}, kg_co2e=1.0) for i in range(9999))
day = dt.date(2026, 11, 24)
try:
    Book.write({str(path)!r}, entries, factor_edition="x", gwp_set="AR6", issued=day, valid_until=day)
except BookError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, preexec_fn=small
    )
    assert "cannot be written" in done.stdout, done.stderr
    assert path.read_bytes() == before
    assert names_in(path.parent) == [path.name]


def test_a_till_loads_neither_pydantic_nor_numpy(path):
    code = f"""
import datetime as dt, sys
from co2label.receipt import Book
print(Book.open({str(path)!r}, today=dt.date(2026, 11, 24)).basket([("tea", 1)]).kg_co2e)
print(sorted({{"pydantic", "numpy", "scipy", "pint", "PIL", "decimal", "typer"}} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "0.25\n[]\n"


def test_many_processes_read_while_one_writes(path):
    code = f"""
import datetime as dt
from co2label.receipt import Book
for _ in range(300):
    with Book.open({str(path)!r}, today=dt.date(2026, 11, 24)) as book:
        found = book.basket([("tea", 2), (49123456, 1)])
        assert found.kg_co2e in (2.5, 0.5), found
print("read")
"""
    readers = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) for _ in range(3)]
    while any(reader.poll() is None for reader in readers):
        for entries in ([TEA], [TEA, RICE, SOUP]):
            Book.write(path, entries, **HEAD)
    assert [reader.communicate()[0] for reader in readers] == [b"read\n"] * 3


@pytest.mark.parametrize(
    "number", ["10000123", "00012345", "49123456", "123456789012", "4569951110017", "1234"]
)
def test_a_number_of_ones_own_is_an_id_whatever_its_length(tmp_path, number):
    """A seller's own code of 8 digits is no GTIN, though nine of ten look like a mistyped one and the tenth like a right one."""
    own = BookEntry(product_id=number, name={"ja": "米"}, kg_co2e=3.0)
    with Book.open(
        Book.write(tmp_path / "b.sqlite", [TEA, own], **HEAD), today=dt.date(2026, 11, 24)
    ) as book:
        assert book.entry(number).product_id == number
        assert book.entry(number).gtin is None
        found = book.basket([(number, 2), ("4569951110016", 1), (number, 1), ("10000999", 1)])
        assert found.lines[0].kg_co2e == 3.0
        assert found.units == (2.0, 1.0, 1.0, None)
        assert found.kg_co2e == pytest.approx(9.0 + TEA.kg_co2e)
        assert found.unknown == ("10000999",)
        if not number.startswith("0"):
            assert book.entry(int(number)).product_id == number
            assert book.basket([(int(number), 1)]).kg_co2e == 3.0


def test_digits_of_several_lengths_are_several_ids(tmp_path):
    """As a GTIN they would be one number."""
    numbers = ["00012345", "000000012345", "12345", "0000000012345"]
    goods = [
        BookEntry(product_id=number, name={"ja": "x"}, kg_co2e=float(place))
        for place, number in enumerate(numbers)
    ]
    with Book.open(Book.write(tmp_path / "b.sqlite", goods, **HEAD), today=dt.date(2026, 11, 24)) as book:
        found = book.basket([(number, 1) for number in numbers])
        assert [line.kg_co2e for line in found.lines] == [0.0, 1.0, 2.0, 3.0]


def test_the_gtin_goes_before_an_id_of_the_same_digits_of_one_product(tmp_path):
    same = BookEntry(product_id="4569951110016", gtin="4569951110016", name={"ja": "茶"}, kg_co2e=0.5)
    with Book.open(Book.write(tmp_path / "b.sqlite", [same], **HEAD), today=dt.date(2026, 11, 24)) as book:
        assert book.entry("4569951110016") == book.entry("04569951110016") == book.entry(4569951110016)
