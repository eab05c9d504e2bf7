"""A run over a catalogue: what is in the folder, the same for any number of workers, and going on after an interruption."""

import csv
import json
import re
import runpy
import sqlite3
from datetime import date
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from co2label import Activity, EmissionFactor, FactorLibrary, compute_all
from co2label.catalogue import CatalogueSource, RowProblem, _chunks, _outputs, estimate, run
from co2label.catalogue._chunks import chunks_of, survey_catalogue
from co2label.catalogue._journal import seal_line
from co2label.errors import BookError, DocumentError, DrawError, RunError
from co2label.receipt import Book

MADE = runpy.run_path(str(Path(__file__).parents[2] / "catalogue_products.py"))
catalogue, job, product, source, tree = (
    MADE[name] for name in ("catalogue", "job", "product", "source", "tree")
)


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A run of 150 without interruption, with everything."""
    folder = tmp_path_factory.mktemp("whole") / "out"
    outcome = run(source(150), folder, job(qr=True, book="book.sqlite", parquet=True, language="ja+en"))
    return folder, outcome


def test_what_is_in_the_folder(whole):
    folder, outcome = whole
    names = tree(folder)
    assert {name for name in names if "/" not in name} == {
        "book.sqlite", "errors.csv", "index.html", "manifest.json", "results.csv", "results.parquet",
    }  # fmt: skip
    assert {name.split("/")[0] for name in names if "/" in name} == {".co2label", "labels", "qr"}
    assert (outcome.labelled, outcome.computed, outcome.refused, outcome.before) == (141, 2, 7, 0)
    assert len([name for name in names if name.startswith("labels/")]) == 141
    assert not list((folder / ".co2label" / "parts").iterdir())


def test_figures_are_those_of_one_calculation(whole):
    good = [
        each for each in catalogue(150)
        if hasattr(each, "activities") and all(line.factor != "no.such.spice" for line in each.activities)
    ]  # fmt: skip
    expected = {one.product.id: one for one in compute_all(good, MADE["FACTORS"])}
    found = rows(whole[0] / "results.csv")
    assert {row["id"]: float(row["kg_co2e"]) for row in found} == {
        name: one.kg_co2e for name, one in expected.items()
    }
    # broth = 0.3 + 0.1 stock, stock = 0.1 + 0.2 broth: broth = 0.31 / 0.98
    (of_broth,) = [row for row in found if row["id"] == "broth"]
    assert float(of_broth["kg_co2e"]) == pytest.approx(0.31 / 0.98, rel=1e-15)
    assert of_broth["files"] == of_broth["link"] == ""
    (of_user,) = [row for row in found if row["id"] == "sku-3"]
    assert float(of_user["kg_co2e"]) == pytest.approx(0.004 * 2.5 + 0.02 * 0.31 / 0.98, rel=1e-15)
    assert (of_user["stages_with_data"], of_user["stages_in_boundary"]) == ("2", "5")
    assert (of_user["production"], of_user["use"]) == (str(expected["sku-3"].stages["production"]), "")


def test_what_is_refused_is_listed_with_its_reason_and_stops_nothing(whole):
    found = rows(whole[0] / "errors.csv")
    assert [row["product"] for row in found] == [
        "sku-9", "sku-34", "sku-59", "odd", "sku-84", "sku-109", "sku-134",
    ]  # fmt: skip
    assert found[0]["column"] == 'activities[1] "spice"'
    assert found[0]["reason"].startswith("no emission factor 'no.such.spice' in the library")
    assert (found[3]["row"], found[3]["column"], found[3]["value"]) == ("7", "mass", "'=heavy")
    assert found[0]["row"] == ""


def test_parquet_says_the_same_as_csv(whole):
    table = pq.read_table(whole[0] / "results.parquet").to_pylist()
    found = rows(whole[0] / "results.csv")
    assert [row["kg_co2e"] for row in table] == [float(row["kg_co2e"]) for row in found]
    assert [row["use"] for row in table] == [None] * len(found)
    assert [" ".join(row["files"]) for row in table] == [row["files"] for row in found]


def test_the_workbook_says_the_same_as_csv_and_two_runs_write_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        run(source(20), tmp_path / name, job(labels=False, xlsx=True))
    book = openpyxl.load_workbook(tmp_path / "one" / "results.xlsx")
    heads, *cells = book["results"].iter_rows(values_only=True)
    found = rows(tmp_path / "one" / "results.csv")
    assert list(heads) == list(found[0])
    figures = [dict(zip(heads, row, strict=True))["kg_co2e"] for row in cells]
    assert figures == pytest.approx([float(row["kg_co2e"]) for row in found])
    assert len(list(book["errors"].iter_rows())) == 1 + len(rows(tmp_path / "one" / "errors.csv"))
    assert (tmp_path / "one" / "results.xlsx").read_bytes() == (
        tmp_path / "two" / "results.xlsx"
    ).read_bytes()


def test_the_book_answers_a_till(whole):
    found = {row["id"]: row for row in rows(whole[0] / "results.csv")}
    with Book.open(whole[0] / "book.sqlite", today=date(2027, 11, 22)) as book:
        answer = book.basket([("sku-2", 3), (MADE["gtin"](1), 1)])
    expected = 3 * float(found["sku-2"]["kg_co2e"]) + float(found["sku-1"]["kg_co2e"])
    assert answer.kg_co2e == pytest.approx(expected, rel=1e-15)
    with sqlite3.connect(whole[0] / "book.sqlite") as table:
        assert table.execute("SELECT count(*) FROM goods").fetchone() == (len(found),)
    table.close()


def test_the_manifest_counts_and_digests(whole):
    import hashlib

    said = json.loads((whole[0] / "manifest.json").read_text())
    assert said["counts"] == {"labelled": 141, "computed": 2, "refused": 7}
    assert said["options"]["factors"] == "test"
    for name, digest in said["files"].items():
        assert hashlib.sha256((whole[0] / name).read_bytes()).hexdigest() == digest


def test_a_run_needs_no_scipy_and_says_that_there_is_none(tmp_path, monkeypatch):
    def version(package):
        if package == "scipy":
            raise PackageNotFoundError(package)
        return "1"

    monkeypatch.setattr(_outputs, "version", version)
    run(source(3), tmp_path, job())
    said = json.loads((tmp_path / "manifest.json").read_text())["versions"]
    assert (said["numpy"], said["scipy"]) == ("1", None)


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_makes_the_same(whole, tmp_path, workers):
    more = {"qr": True, "book": "book.sqlite", "parquet": True, "language": "ja+en"}
    run(source(150), tmp_path / "out", job(**more), workers=workers)
    assert tree(tmp_path / "out") == tree(whole[0])


def test_the_same_again_makes_nothing_anew(tmp_path):
    run(source(30), tmp_path, job())
    before = {path: path.stat().st_ino for path in (tmp_path / "labels").iterdir()}
    outcome = run(source(30), tmp_path, job())
    assert outcome.before == 30
    assert {path: path.stat().st_ino for path in (tmp_path / "labels").iterdir()} == before


class StopError(Exception):
    """The moment at which a run is interrupted."""


@pytest.mark.parametrize("after", [1, 63, 64, 65, 100, 149])
def test_an_interrupted_run_goes_on(whole, tmp_path, after):
    more = {"qr": True, "book": "book.sqlite", "parquet": True, "language": "ja+en"}

    def stop(count, total):
        if total is not None and count == after:
            raise StopError

    with pytest.raises(StopError):
        run(source(150), tmp_path, job(**more), progress=stop)
    assert run(source(150), tmp_path, job(**more)).before == after
    assert tree(tmp_path) == tree(whole[0])


def test_what_does_not_hold_is_made_again(tmp_path):
    run(source(40), tmp_path, job())
    expected = tree(tmp_path)
    for damage in ("torn", "missing", "changed", "empty"):
        journal = tmp_path / ".co2label" / "journal.jsonl"
        label = sorted((tmp_path / "labels").iterdir())[20]
        if damage == "torn":
            journal.write_bytes(journal.read_bytes()[:-9])
        elif damage == "missing":
            label.unlink()
        elif damage == "changed":
            label.write_bytes(label.read_bytes() + b" ")
        else:
            label.write_bytes(b"")
        assert run(source(40), tmp_path, job()).before < 40, damage
        assert tree(tmp_path) == expected, damage


def test_another_job_or_other_products_are_refused(tmp_path):
    table = tmp_path / "products.csv"
    table.write_text("one")
    named = CatalogueSource("products.csv", lambda: catalogue(20), (table,))
    run(named, tmp_path / "out", job())
    expected = tree(tmp_path / "out")
    with pytest.raises(RunError, match=r"template: 'mini' before, now 'shelf'.*--restart"):
        run(named, tmp_path / "out", job(template="shelf"))
    table.write_text("two")
    with pytest.raises(RunError, match=r"products\.csv: '7692c3ad"):
        run(named, tmp_path / "out", job())
    assert tree(tmp_path / "out") == expected


def test_restart_throws_away_what_the_run_made_and_nothing_else(tmp_path):
    run(source(20), tmp_path, job())
    (tmp_path / "labels" / "note.txt").write_text("mine")
    run(source(10), tmp_path, job(formats=("zpl",)), restart=True)
    names = {path.name for path in (tmp_path / "labels").iterdir()}
    assert "note.txt" in names
    assert not any(name.endswith(".svg") for name in names)
    assert "sku-0.zpl" in names
    assert "sku-12.zpl" not in names


def test_a_folder_of_others_is_not_written_into(tmp_path):
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(RunError, match="holds files that no run has written"):
        run(source(3), tmp_path, job())
    assert tree(tmp_path) == {"index.html": b"mine"}


def test_names_that_clash_are_found_before_anything_is_made(tmp_path):
    items = [
        product(0, id="Tea:2025"),
        product(2, id="tea-2025-7b0e388d"),
        product(4, id="tea"),
        product(6, id="tea"),
        product(1),
        product(8, gtin=MADE["gtin"](1)),
        product(12, id="TEA"),
    ]
    outcome = run(CatalogueSource("t", lambda: items), tmp_path, job())
    assert (outcome.labelled, outcome.refused) == (4, 3)
    reasons = [(row["product"], row["column"], row["reason"]) for row in rows(tmp_path / "errors.csv")]
    assert reasons == [
        (
            "tea-2025-7b0e388d",
            "id",
            "'tea-2025-7b0e388d' and 'Tea:2025' would have files of the same name; rename one of them",
        ),
        ("tea", "id", "'tea' is the id of another product; each needs its own"),
        ("sku-8", "gtin", f"{MADE['gtin'](1)} is the GTIN of 'sku-1' too; correct one of them"),
    ]
    names = [path.name for path in (tmp_path / "labels").iterdir()]
    assert len({name.lower() for name in names}) == len(names) == 4


def test_a_certificate_counts_once_in_the_whole_catalogue(tmp_path):
    factors = FactorLibrary(
        [
            EmissionFactor(id=name, value=0.5, unit="kgCO2e", per="1 kWh", source={"title": "Test"})
            for name in ("grid", "residual")
        ]
    )
    certificate = {
        "id": "J-1",
        "amount": "1 kWh",
        "market": "JP",
        "period": "2025",
        "kind": "GO",
    }

    def certified(number):
        rule = {"method": "market", "grid": "grid", "residual": "residual", "market": "JP", "period": "2025"}
        rule |= {"certificates": [certificate]}
        line = Activity("power", "1 kWh", electricity=rule, stage="production")
        return product(number, activities=[line])

    def plain(number):
        return product(number, activities=[Activity("gas", "1 g", gas="CO2", stage="production")])

    items = [certified(0), *(plain(number) for number in range(1, 100)), certified(200)]
    outcome = run(CatalogueSource("t", lambda: items), tmp_path, job(factors=factors, labels=False))
    (refused,) = rows(tmp_path / "errors.csv")
    assert (outcome.computed, refused["product"]) == (100, "sku-200")
    assert refused["column"] == 'activities[0] "power".electricity.certificates[0]'
    assert refused["reason"].startswith("certificate 'J-1' is used 2 times")


def test_a_product_that_others_use_says_what_its_certificates_are_for(tmp_path):
    factors = FactorLibrary(
        [EmissionFactor(id="grid", value=0.5, unit="kgCO2e", per="1 kWh", source={"title": "Test"})]
    )

    def mains(number, **more):
        certificate = {"id": f"J-{number}", "amount": "1 kWh", "market": "JP", "period": "2025", "kind": "GO"}
        rule = {"method": "market", "grid": "grid", "market": "JP", "period": "2025"}
        rule |= {"certificates": [certificate]} | more
        line = Activity("power", "1 kWh", electricity=rule, stage="production")
        return product(number, activities=[line], declared_unit="1 kWh")

    def using(number, of, amount):
        return product(
            number, activities=[Activity("power", amount, product=f"sku-{of}", stage="production")]
        )

    items = [
        *(mains(0), using(1, 0, "1 kWh")),
        *(mains(2, consumption="10 kWh"), using(3, 2, "6 kWh"), using(4, 2, "7 kWh"), using(5, 2, "11 kWh")),
        mains(6),
    ]
    outcome = run(CatalogueSource("t", lambda: items), tmp_path, job(factors=factors, labels=False))
    refused = {row["product"]: row for row in rows(tmp_path / "errors.csv")}
    assert sorted(refused) == ["sku-0", "sku-1", "sku-5"]
    assert outcome.computed == 4
    assert refused["sku-0"]["column"] == "activities[0].electricity.consumption"
    assert "give `consumption`" in refused["sku-0"]["reason"]
    assert "which is refused itself" in refused["sku-1"]["reason"]
    assert "the certificates are for 10 kWh, and 11 kWh are drawn: sku-5 11 kWh" in refused["sku-5"]["reason"]
    found = {row["id"]: float(row["kg_co2e"] or 0) for row in rows(tmp_path / "results.csv")}
    assert found["sku-3"] == pytest.approx(6 * 0.9 * 0.5)


def test_a_catalogue_is_read_once(tmp_path):
    """Products that use each other too, and a run that goes on."""
    reads = []

    def read():
        reads.append(1)
        return catalogue(80)

    for restart in (False, False, True):
        run(CatalogueSource("counted", read), tmp_path, job(labels=False), restart=restart)
    assert len(reads) == 3


def test_a_full_temporary_directory_ends_a_run_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(_chunks, "_NAMES", f"PRAGMA max_page_count=6; {_chunks._NAMES}")
    with pytest.raises(RunError, match=r"temporary directory cannot be used .*TMPDIR"):
        run(source(400), tmp_path, job(labels=False))


def test_many_products_are_spread_over_folders():
    with survey_catalogue(source(30), MADE["job"]()) as found:
        found.items = 10_001
        (part,) = chunks_of(source(30), found, 0)
    assert part.spread
    assert job().files_of("sku-0", spread=True) == {"svg": "labels/b4/sku-0.svg"}  # printf sku-0 | sha256sum


def test_without_labels_nothing_is_declared(tmp_path):
    outcome = run(source(20), tmp_path, job(labels=False, declaration={}))
    assert (outcome.labelled, outcome.computed) == (0, 18)
    assert not (tmp_path / "labels").exists()
    assert rows(tmp_path / "results.csv")[0]["shown"] == "2.5 g-CO2e"


def test_what_cannot_be_declared_is_refused_with_every_reason(tmp_path):
    run(source(3), tmp_path, job(declaration={"company": "Chaya"}))
    found = {(row["product"], row["column"]) for row in rows(tmp_path / "errors.csv")}
    assert {("sku-0", "valid_until"), ("sku-0", "info_url")} <= found


def test_a_job_that_cannot_be_done_is_refused_at_once(tmp_path):
    for wrong in (
        {"template": "none"},
        {"formats": ("gif",)},
        {"language": "xx"},
        {"dpi": 5.0, "formats": ("png",)},
    ):
        with pytest.raises((DrawError, ValueError)):
            job(**wrong)
    with pytest.raises(DocumentError, match="resolver"):
        job(declaration={"resolver": 5})
    with pytest.raises(BookError, match=r"book\.sqlite"):
        run(source(3), tmp_path / "out", job(book="../book.sqlite"))
    with pytest.raises(BookError, match="--valid-until"):
        run(source(3), tmp_path / "out", job(book="book.sqlite", labels=False, declaration={}))
    assert not (tmp_path / "out").exists()


def test_a_book_of_a_catalogue_in_which_all_are_refused_says_where_the_reasons_are(tmp_path):
    with pytest.raises(BookError, match=r"no product was declared.*errors\.csv"):
        run(source(3), tmp_path / "out", job(book="book.sqlite", declaration={}))
    assert {row["product"] for row in rows(tmp_path / "out" / "errors.csv")} >= {"sku-0"}


def test_an_estimate_writes_nothing_and_is_near(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = estimate(source(150), job())
    run(source(150), tmp_path / "out", job())
    size = sum(len(content) for name, content in tree(tmp_path / "out").items() if name.startswith("labels/"))
    assert (found.products, found.rejected) == (149, 1)
    assert 10 < found.sampled <= 32
    assert 0 < found.seconds < 60
    assert size / 2 < found.bytes < size * 2
    assert {path.name for path in tmp_path.iterdir()} == {"out"}


def test_the_page_does_not_grow_with_the_catalogue(tmp_path):
    sizes = {}
    for count in (240, 600):
        folder = tmp_path / str(count)
        run(source(count), folder, job())
        page = (folder / "index.html").read_text(encoding="utf-8")
        assert 100 < page.count("<img") <= 120
        sizes[count] = len(page)
    assert sizes[600] < 1.3 * sizes[240]


def test_the_page_shows_the_spread_of_the_figures_and_the_largest(tmp_path):
    amounts = ["0.1", "0.2", "0.3", "0.4", "310"]
    items = [
        product(
            n,
            id=f"p{n}",
            gtin=None,
            activities=[Activity("gas", f"{amount} kg", gas="CO2", stage="production")],
        )
        for n, amount in enumerate(amounts)
    ]
    run(CatalogueSource("p.csv", lambda: items), tmp_path / "a", job(language="en"))
    page = (tmp_path / "a" / "index.html").read_text("utf-8")
    cuts = page.partition("Spread of the figures")[2].partition("</table>")[0]
    found = [float(each.replace(",", "")) for each in re.findall(r'<td class="number">([0-9.,]+)', cuts)]
    assert [each / found[0] for each in found] == pytest.approx([1, 2, 3, 4, 3100])
    largest = page.partition("The largest")[2].partition("</table>")[0]
    assert float(re.findall(r'<td class="number">([0-9.,]+)', largest)[0].replace(",", "")) == found[-1]
    run(CatalogueSource("p.csv", lambda: items[:4]), tmp_path / "b", job(language="en"))
    assert "Spread of the figures" not in (tmp_path / "b" / "index.html").read_text("utf-8")


def test_what_uses_a_refused_product_is_refused_with_the_one_to_correct(tmp_path):
    """Not with the id that is spelled most like it, which is another product."""

    def user(name, used, *, wrong=False):
        lines = [Activity("part", "1 piece", product=used, stage="production")]
        lines += [Activity("odd", "1 kWh", factor="rice", stage="production")] * wrong
        return product(0, id=name, gtin=None, activities=lines)

    bad = RowProblem("products.csv", 4, "part-10", "mass", "heavy", "expected an amount")
    good = product(0, id="part-11", gtin=None)
    items = [
        user("set", "box"),
        user("box", "part-10"),
        good,
        bad,
        user("fine", "part-11"),
        user("two", "part-10", wrong=True),
    ]
    outcome = run(CatalogueSource("products.csv", lambda: items), tmp_path, job())
    assert outcome.refused == 4
    found = [(row["product"], row["column"], row["reason"][:60]) for row in rows(tmp_path / "errors.csv")]
    why = "it uses 'part-10', which is refused itself or not in the cat"
    assert found[:2] == [
        ("set", 'box.activities[0] "part"', why),
        ("box", 'activities[0] "part"', why),
    ]
    assert [each for each in found if each[0] == "two"] == [
        ("two", 'activities[0] "part"', why),
        ("two", 'activities[1] "odd"', "an amount in kWh (energy) does not fit factor 'rice', which "),
    ]


def test_refusals_that_differ_in_their_values_alone_are_counted_together(tmp_path):
    def rejected(n):
        where = {"table": "p.csv", "row": n + 2, "product": f"p{n}", "value": f"x{n}"}
        if n % 3:
            return RowProblem(column="gtin", reason=f"GTIN '{n}': check digit 8 expected, got 1", **where)
        return RowProblem(
            column=f'activities[{n}] "rice"', reason=f"no factor 'x{n}'; did you mean \"y\"?", **where
        )

    run(CatalogueSource("p.csv", lambda: [rejected(n) for n in range(900)]), tmp_path, job())
    page = (tmp_path / "index.html").read_text()
    table = page[page.index('<table class="lines reasons">') :]
    found = re.findall(
        r'<tr><td>(.*?)</td><td lang="en">(.*?)</td><td class="number">([0-9,]+)</td></tr>', table
    )
    assert [(column, count) for column, _, count in found] == [
        ("gtin", "600"),
        ("activities[0] &quot;rice&quot;", "300"),
    ]
    assert "GTIN &#x27;1&#x27;: check digit 8" in found[0][1]


def test_a_journal_that_is_damaged_or_forged_leads_nowhere(tmp_path):
    run(source(12), tmp_path / "out", job())
    expected = tree(tmp_path / "out")
    journal = tmp_path / "out" / ".co2label" / "journal.jsonl"
    (tmp_path / "mine.svg").write_text("mine")
    lines = journal.read_bytes().splitlines(keepends=True)
    text = lines[3].rpartition(b',"sha256":')[0] + b"}"
    assert seal_line(text) == lines[3]
    forged = seal_line(text.replace(b'"files":{', b'"files":{"../mine.svg":"0",'))
    strange = seal_line(b'{"row":2,"refused":[{"x":1}]}')
    for bad in (forged, strange, seal_line(b"{}"), text + b"\n", b"{}\n", b"\xff\n", lines[4]):
        journal.write_bytes(b"".join((*lines[:3], bad, *lines[4:])))
        assert run(source(12), tmp_path / "out", job()).before == 2
        assert tree(tmp_path / "out") == expected
        journal.write_bytes(b"".join((*lines[:3], bad, *lines[4:])))
        assert run(source(12), tmp_path / "out", job(), restart=True).before == 0
        assert tree(tmp_path / "out") == expected
    assert (tmp_path / "mine.svg").read_text() == "mine"
    journal.write_bytes(b"nothing\n")
    with pytest.raises(RunError, match=r"unreadable.*--restart"):
        run(source(12), tmp_path / "out", job())


def test_a_figure_that_was_changed_in_the_journal_is_computed_again(tmp_path):
    run(source(12), tmp_path, job())
    expected = tree(tmp_path)
    journal = tmp_path / ".co2label" / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if b'"kg_co2e":' in line)
    for change in (b'"kg_co2e":9', b'"kg_co2e":'):
        changed = lines[place].replace(b'"kg_co2e":0', change, 1)
        assert changed != lines[place]
        journal.write_bytes(b"".join((*lines[:place], changed, *lines[place + 1 :])))
        assert run(source(12), tmp_path, job()).before == place - 1
        assert tree(tmp_path) == expected


def test_nothing_to_do(tmp_path):
    outcome = run(CatalogueSource("none", tuple), tmp_path, job(book="book.sqlite", parquet=True))
    assert (outcome.labelled, outcome.computed, outcome.refused) == (0, 0, 0)
    assert rows(tmp_path / "results.csv") == []
    assert estimate(CatalogueSource("none", tuple), job()).products == 0


def test_a_comparison_with_an_older_product_of_another_part(tmp_path):
    def made(number, grams=500, **more):
        line = Activity("gas", f"{grams} g", gas="CO2", stage="production", uncertainty={"percent": 5})
        return product(number, activities=[line], **more)

    older = made(0, grams=1000, id="old", year=2023)
    newer = made(2, id="new", declaration={"baseline": "old"})
    items = [newer, *(made(number) for number in range(4, 204, 2)), older]
    outcome = run(CatalogueSource("t", lambda: items), tmp_path, job(template="calorie"))
    assert (outcome.labelled, outcome.computed, outcome.refused) == (101, 1, 0)
    assert "50% lower" in (tmp_path / "labels" / "new.svg").read_text()
