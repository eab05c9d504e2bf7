"""Products out of two CSV tables: the good ones, and every finding with its place."""

import random
from pathlib import Path

import pytest

from co2label import FactorLibrary, Product, compute_all
from co2label.catalogue import RowProblem, _join, open_tables, products_of
from co2label.errors import DocumentError

EXAMPLES = Path("examples/catalogue")
HEADER = "id,name.en,declared_unit,boundary"
LINES = "product_id,name,amount,unit,factor,stage"


def _tables(tmp_path, products, lines, encoding="utf-8"):
    files = tmp_path / "products.csv", tmp_path / "lines.csv"
    for file, text in zip(files, (products, lines), strict=True):
        file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return files


def _read(tmp_path, products, lines, **options):
    made = list(products_of(*_tables(tmp_path, products, lines), **options))
    good = [each for each in made if isinstance(each, Product)]
    bad = [
        (Path(each.table).name, each.row, each.product, each.column, each.value)
        for each in made
        if each not in good
    ]
    return good, bad, [each.reason for each in made if isinstance(each, RowProblem)]


def _product(product):
    return f"{product},Name,1 piece,cradle-to-gate\n"


def _line(product, amount="1", unit="g"):
    return f"{product},salt,{amount},{unit},food.salt,raw-materials\n"


@pytest.mark.parametrize(
    ("products", "lines", "mapping", "count"),
    [("products.csv", "lines.csv", None, 32), ("products-ja.csv", "lines-ja.csv", "map.toml", 7)],
)
def test_the_examples_are_read_whole_and_can_be_computed(products, lines, mapping, count):
    made = list(
        products_of(
            EXAMPLES / products,
            EXAMPLES / lines,
            mapping=mapping and EXAMPLES / mapping,
            factors=FactorLibrary.bundled(),
        )
    )
    assert [each for each in made if isinstance(each, RowProblem)] == []
    footprints = compute_all(made)
    assert len(made) == count
    assert all(footprint.kg_co2e > 0 for footprint in footprints)


def test_the_same_products_come_out_of_the_japanese_tables():
    own = {each.gtin: each for each in products_of(EXAMPLES / "products.csv", EXAMPLES / "lines.csv")}
    tables = EXAMPLES / "products-ja.csv", EXAMPLES / "lines-ja.csv"
    made = {each.gtin: each for each in products_of(*tables, mapping=EXAMPLES / "map.toml")}
    assert len(made.keys() - {None}) == 6
    for gtin in made.keys() - {None}:
        assert made[gtin].name == own[gtin].name
        assert [line.amount for line in made[gtin].activities] == [
            line.amount for line in own[gtin].activities
        ]


def test_the_form_of_each_table_is_found_and_said():
    tables = open_tables(
        EXAMPLES / "products-ja.csv", EXAMPLES / "lines-ja.csv", mapping=EXAMPLES / "map.toml"
    )
    assert [str(form) for form in tables.forms.values()] == [
        "CSV in CP932, cells between commas, decimal point"
    ] * 2


def test_activities_may_come_in_any_order(tmp_path):
    products = HEADER + "\n" + "".join(_product(f"p{n}") for n in range(50))
    lines = [_line(f"p{n}", amount=str(k + 1)) for n in range(50) for k in range(3)]
    ordered, _, _ = _read(tmp_path, products, LINES + "\n" + "".join(lines))
    random.Random(1).shuffle(lines)
    shuffled, bad, _ = _read(tmp_path, products, LINES + "\n" + "".join(lines))
    assert bad == []
    assert [each.id for each in shuffled] == [f"p{n}" for n in range(50)]
    for one, other in zip(ordered, shuffled, strict=True):
        assert {line.amount for line in one.activities} == {line.amount for line in other.activities}


def test_ids_that_are_missing_twice_or_of_no_product(tmp_path):
    products = HEADER + "\n" + _product("a") + _product("") + _product("b") + _product("c") + _product("a")
    lines = LINES + "\n" + _line("a") + _line("") + _line("nobody") + _line("c")
    good, bad, reasons = _read(tmp_path, products, lines)
    assert [each.id for each in good] == ["c"]
    assert sorted(bad, key=str) == sorted(
        [
            ("products.csv", 3, None, "id", ""),
            ("products.csv", 4, "b", "", ""),
            ("products.csv", 6, "a", "id", "a"),
            ("lines.csv", 3, "a", "product_id", ""),
            ("lines.csv", 4, "nobody", "product_id", "nobody"),
        ],
        key=str,
    )
    assert any("row 2 has this id already" in reason for reason in reasons)


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        ("NaN", "g", "no finite number"),
        ('"1,000"', "g", "may group thousands"),
        ("1e400", "g", "exponent out of range"),
        ("-1", "g", "only removals"),
        ("1", "ton", "ambiguous"),
        ("1", "gg", "unknown unit"),
        ("1 g", "g", "has its unit already"),
        ("1", "", "has no unit"),
        ("", "g", "required"),
        ("１", "g", "full-width"),
    ],
)
def test_amounts_that_cannot_be_read(tmp_path, amount, unit, words):
    products = HEADER + "\n" + _product("a") + _product("b")
    good, bad, reasons = _read(tmp_path, products, f"{LINES}\n{_line('a', amount, unit)}{_line('b')}")
    assert [each.id for each in good] == ["b"]
    column, cell = ("unit", unit) if unit in {"ton", "gg"} else ("amount", amount.strip('"'))
    assert bad == [("lines.csv", 2, "a", column, cell)]
    assert words in reasons[0]


def test_all_findings_of_a_product_come_together(tmp_path):
    products = "id,name.en,declared_unit,boundary,gtin,year\na,\x07,0 g,cradle,4569951110017,twenty\n"
    lines = f"{LINES}\na,salt,1,ton,food.salt,raw\na,,1,g,,production\n"
    good, bad, _ = _read(tmp_path, products.replace("\x07", "x" * 200), lines)
    assert good == []
    assert [(each[0], each[1], each[3]) for each in bad] == [
        ("lines.csv", 2, "unit"),
        ("lines.csv", 2, "stage"),
        ("lines.csv", 3, "name"),
        ("products.csv", 2, "year"),
        ("products.csv", 2, "name.en"),
        ("products.csv", 2, "boundary"),
        ("products.csv", 2, "gtin"),
    ]


def test_a_factor_and_a_product_that_nobody_has(tmp_path):
    products = HEADER + "\n" + _product("a") + _product("b")
    header = LINES + ",product\n"
    lines = header + "a,x,1,g,food.slat,raw-materials,\nb,x,1,g,,raw-materials,c\n"
    good, bad, reasons = _read(tmp_path, products, lines, factors=FactorLibrary.bundled())
    assert good == []
    assert [each[1:4] for each in bad] == [(2, "a", "factor"), (3, "b", "product")]
    assert "food.salt" in reasons[0]


def test_headings_that_do_not_fit_are_one_error_of_both_tables(tmp_path):
    files = _tables(tmp_path, "id,nam,declared_unit\n", "product_id,name,amount,stgae,factor\n")
    with pytest.raises(DocumentError) as caught:
        products_of(*files)
    said = str(caught.value)
    for words in (
        "unknown column 'nam'",
        "'boundary' is missing",
        "unknown column 'stgae'",
        "did you mean 'stage'",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "nothing in it"),
        (b"\n\n", "nothing in it"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "cannot be told"),
        (b"id,a\0b\n", "control characters"),
        ("id;name\nä;ö,ü\n".encode("cp1252"), "neither UTF-8"),
        (b"id,a;b\n1,2;3\n", "commas and semicolons"),
        (b"id,name,name\n", "twice"),
        (b",".join(b"%d" % n for n in range(300)) + b"\n", "at most 256"),
        (b"x" * (1 << 20) + b"y", "1048576"),
    ],
)
def test_tables_that_cannot_be_read_at_all(tmp_path, content, words):
    files = _tables(tmp_path, content, LINES + "\n")
    with pytest.raises(DocumentError) as caught:
        products_of(*files)
    assert words in str(caught.value)


def test_a_table_that_is_gone_or_another_when_its_rows_are_read(tmp_path):
    files = _tables(tmp_path, HEADER + "\n" + _product("a"), LINES + "\n" + _line("a"))
    made = products_of(*files)
    files[1].write_bytes(b"\xff" * 10)
    with pytest.raises(DocumentError, match=r"lines\.csv: changed while it was read"):
        list(made)
    made = open_tables(*_tables(tmp_path, HEADER + "\n" + _product("a"), LINES + "\n" + _line("a")))
    files[0].unlink()
    with pytest.raises(DocumentError, match=r"products\.csv: changed while it was read"):
        list(made.products())


def test_a_full_temporary_directory_is_one_clear_error(tmp_path, monkeypatch):
    files = _tables(tmp_path, HEADER + "\n" + _product("a"), LINES + "\n" + _line("a"))
    monkeypatch.setattr("co2label.catalogue._join._SCHEMA", f"PRAGMA max_page_count=1; {_join._SCHEMA}")
    with pytest.raises(DocumentError, match=r"temporary directory: cannot be used .*TMPDIR"):
        list(products_of(*files))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(DocumentError, match="temporary directory: cannot be used"):
        list(products_of(*files))


def test_components_of_a_table_are_judged_as_those_of_a_document(tmp_path):
    head = "product_id,name,amount,unit,gas,component,stage,removal.store,removal.years,removal.standard,removal.verified_by"
    rows = [
        "a,fire,1,kg,CO2,,production,,,,",
        "a,kept,-0.2,kg,CO2,removals,production,mineral,1000,Rule 1,V",
        "b,hidden,1,kg,SF6,stored-carbon,production,,,,",
        "c,hidden,2,kg,CO2,biogenic-uptake,production,,,,",
        "d,bought,-1,kg,CO2,avoided,production,,,,",
    ]
    products = f"{HEADER},sum_rule\n" + "".join(
        f"{name},Name,1 piece,cradle-to-gate,{rule}\n"
        for name, rule in (("a", "iso-14067"), ("b", ""), ("c", ""), ("d", ""))
    )
    good, bad, reasons = _read(tmp_path, products, "\n".join([head, *rows]))
    (made,) = compute_all(good)
    assert (made.kg_co2e, made.emitted_kg, made.removed_kg) == (pytest.approx(0.8), 1.0, 0.2)
    assert [each[2:] for each in bad] == [
        ("b", "component", "stored-carbon"),
        ("b", "amount", "1"),
        ("c", "amount", "2"),
        ("d", "component", "avoided"),
    ]
    assert "declaration.credits" in reasons[-1]
