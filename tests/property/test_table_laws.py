"""Laws of tables: what is written as rows comes back, in any order of lines; whatever is garbage is one of our errors."""

import io
import itertools
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from co2label import Activity, Co2LabelError, Product
from co2label.catalogue import ColumnMap, RowProblem, open_tables, products_of
from co2label.catalogue._join import fold_id
from co2label.errors import TextError
from co2label.model import BOUNDARIES, stages_of
from co2label.tabular import MARKUP, write_rows
from co2label.tabular._table import FORMULA_ERRORS
from co2label.text import clean_text

_NUMBER = itertools.count()
UNITS = ["g", "kg", "個", "kWh", "t*km", "m3", "JPY2020", "L"]


def _cleaned(text):
    try:
        return clean_text(text)
    except TextError:
        return None


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn"]), min_size=1, max_size=12)
NAMES = (
    (TEXT | st.sampled_from(["=1+1", "'x", "-5", 'a"b', "a,b;c\td", "1,5", "緑茶", "@x"]))
    .map(_cleaned)
    .filter(
        # in a table, "#FIELD!" is an error of its formula, and "<A>" is HTML
        lambda name: name and name not in FORMULA_ERRORS and not MARKUP.search(name)
    )
)
IDS = st.from_regex(
    re.compile(r"[A-Za-z0-9_ぁ-ん](?:[A-Za-z0-9_ぁ-ん.:@+-]{0,8}[A-Za-z0-9_ぁ-ん])?"), fullmatch=True
)
AMOUNTS = st.builds(
    lambda number, unit: f"{number!r} {unit}",
    st.floats(0, 1e14, allow_subnormal=False).filter(lambda number: number == 0 or number > 1e-19)
    | st.integers(0, 10**9),
    st.sampled_from(UNITS),
)
RATIOS = st.sampled_from(["110 g", "0.5 kg/m", "0.91 kg/L", "110 g / 1 piece"])


@st.composite
def activities(draw, boundary):
    drawn = draw(st.sampled_from(["factor", "product", "gas"]))
    value = "CO2" if drawn == "gas" else "self" if drawn == "product" else draw(IDS)
    return Activity(
        draw(NAMES), draw(AMOUNTS), stage=draw(st.sampled_from(stages_of(boundary))), **{drawn: value}
    )


@st.composite
def catalogues(draw):
    ids = draw(st.lists(IDS, min_size=1, max_size=4, unique_by=fold_id))
    assume(not any(re.fullmatch(r"[0-9](\.[0-9]+)?[eE]\+[0-9]+", each) for each in ids))
    products = []
    for each in ids:
        boundary = draw(st.sampled_from(BOUNDARIES))
        lines = draw(st.lists(activities(boundary), min_size=1, max_size=4))
        lines = [line.model_copy(update={"product": ids[0]}) if line.product else line for line in lines]
        names = draw(st.dictionaries(st.sampled_from(["und", "ja", "en", "fr"]), NAMES, min_size=1))
        optional = {
            "year": draw(st.none() | st.integers(1990, 2100)),
            "mass": draw(st.none() | RATIOS),
            "category": draw(st.none() | NAMES),
            "gtin": draw(st.none() | st.sampled_from(["4569951110016", "49123456"])),
            "declaration": {
                "company": draw(st.none() | NAMES),
                "valid_until": draw(st.none() | st.dates().map(str)),
                "publish_working": draw(st.booleans()),
            },
        }
        fields = {name: value for name, value in optional.items() if value is not None}
        unit = draw(st.sampled_from(["1 個", "1 kg", "2.5 L"]))
        products.append(
            Product(id=each, name=names, declared_unit=unit, boundary=boundary, activities=lines, **fields)
        )
    return products


def _product_row(product):
    said = product.declaration
    day, working = said.valid_until and said.valid_until.isoformat(), str(said.publish_working).lower()
    texts = [
        product.id,
        *(product.name.get(tag) for tag in ("und", "ja", "en", "fr")),
        product.declared_unit.text,
    ]
    return [
        *texts,
        product.boundary,
        product.year,
        product.mass and product.mass.text,
        product.category,
        product.gtin,
        said.company,
        day,
        working,
    ]


PRODUCTS = [
    "id",
    "name",
    "name.ja",
    "name.en",
    "name.fr",
    "declared_unit",
    "boundary",
    "year",
    "mass",
    "category",
    "gtin",
]
PRODUCTS += ["company", "valid_until", "publish_working"]
LINES = ["product_id", "name", "amount", "unit", "stage", "factor", "product", "gas"]


def _line_rows(product, *, apart):
    for line in product.activities:
        number, unit = line.amount.text.split(" ") if apart else (line.amount.text, None)
        yield [product.id, line.name, number, unit, line.stage, line.factor, line.product, line.gas]


def _files(folder, products, lines, encoding="utf-8"):
    paths = folder / "p.csv", folder / "l.csv"
    for path, header, rows in zip(paths, (PRODUCTS, LINES), (products, lines), strict=True):
        out = io.StringIO()
        write_rows(out, header, rows)
        path.write_bytes(out.getvalue().encode(encoding))
    return paths


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("tables")


@given(
    catalogues(),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.randoms(use_true_random=False),
)
def test_products_written_as_rows_come_back_equal_in_any_order_of_lines(
    folder, products, apart, encoding, random
):
    lines = [list(_line_rows(product, apart=apart)) for product in products]
    order = [number for number, each in enumerate(lines) for _ in each]
    random.shuffle(order)
    rest = [iter(each) for each in lines]
    mixed = [next(rest[number]) for number in order]
    made = list(products_of(*_files(folder, map(_product_row, products), mixed, encoding)))
    assert made == products


TABLES = (
    "id,name,declared_unit,boundary\na,緑茶,1 kg,cradle-to-gate\nb,B,1 kg,cradle-to-gate\n".encode(),
    b"product_id,name,amount,unit,factor,stage\na,x,1,g,food.salt,production\nb,y,2.5,kg,food.egg,production\n",
)


def _only_our_errors(folder, contents):
    paths = folder / "p", folder / "l"
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    try:
        return list(products_of(*paths))
    except Co2LabelError:
        return []


@given(st.tuples(st.binary(max_size=400), st.binary(max_size=400)))
def test_random_bytes_are_never_another_error_than_ours(folder, contents):
    _only_our_errors(folder, contents)


@settings(max_examples=300)
@given(st.integers(0, 1), st.integers(0, 120), st.binary(min_size=1, max_size=6), st.integers(0, 4))
def test_a_table_with_bytes_put_in_is_never_another_error_than_ours(folder, which, place, put, cut):
    contents = list(TABLES)
    contents[which] = contents[which][:place] + put + contents[which][place + cut :]
    for made in _only_our_errors(folder, contents):
        assert isinstance(made, Product | RowProblem)


@given(st.sampled_from([b"PK\x03\x04", b"PAR1", b"ARROW1\0\0", b"\xd0\xcf\x11\xe0"]), st.binary(max_size=200))
def test_files_that_only_begin_like_others_are_never_another_error_than_ours(folder, magic, rest):
    _only_our_errors(folder, (magic + rest, TABLES[1]))


CELLS = st.sampled_from(
    [
        "",
        "a",
        "NaN",
        "1,000",
        "1e400",
        "0,5",
        "1.234,5",
        "-1",
        "x" * 130,
        "ton",
        "raw-materials",
        "\x00",
        "'=",
        "0.1 g",
    ]
)


@given(st.lists(st.lists(CELLS, max_size=8), max_size=6), st.none() | st.sampled_from([",", "."]))
def test_whatever_stands_in_the_cells_is_a_product_or_a_finding_with_its_place(folder, cells, decimal):
    header, *_ = TABLES[1].decode().splitlines()
    lines = folder / "l"
    rows = [",".join(f'"{cell}"' for cell in row) for row in cells]
    lines.write_text("\n".join([header, *rows]), encoding="utf-8")
    products = folder / "p"
    products.write_bytes(TABLES[0])
    try:
        made = list(
            open_tables(
                products, lines, mapping=ColumnMap.read({"activities": {"decimal": decimal}})
            ).products()
        )
    except Co2LabelError:
        return
    for each in made:
        if isinstance(each, RowProblem):
            assert each.row >= 1
            assert each.reason
            assert each.value.isprintable()
            assert len(each.value) <= 80


@settings(max_examples=60)
@given(catalogues(), st.randoms(use_true_random=False), st.booleans())
def test_a_product_of_which_ids_are_lost_comes_out_whole_or_not_at_all(folder, products, random, first):
    """Whichever ids are left out: of rows below the first ones, or any where one product still has its id on two rows."""
    whole = {product.id: product.activities for product in products}
    rows = [list(row) for product in products for row in _line_rows(product, apart=True)]
    last = None
    for row in rows:
        lose = random.random() < 0.5 and (first or row[0] == last)
        last = row[0]
        row[0] = None if lose else row[0]
    owners = [row[0] for row in rows if row[0]]
    assume(not first or any(one == other for one, other in itertools.pairwise(owners)))
    for made in products_of(*_files(folder, map(_product_row, products), rows)):
        if isinstance(made, Product):
            assert made.activities == whole[made.id]
