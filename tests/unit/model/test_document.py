"""Documents: one product or many, TOML or JSON, and every way in which a file can fail."""

import json
import os
from pathlib import Path

import pytest

from co2label import FactorLibrary, Product, compute_all
from co2label.errors import DocumentError
from co2label.model import MAX_FILE_SIZE, Document, document_of, read_document

TEA = {
    "id": "tea",
    "name": "Tea",
    "declared_unit": "1 piece",
    "boundary": "cradle-to-gate",
    "activities": [{"name": "leaves", "amount": "2 g", "factor": "food.tea", "stage": "raw-materials"}],
}
LEAF = {"id": "food.tea", "value": 2.0, "unit": "kgCO2e", "per": "1 kg", "source": {"title": "EPD 1"}}
TOP = "the top level is a product, or a table with `products` or `processes`"
TEA_TOML = """
id = "tea"
name = "Tea"
declared_unit = "1 piece"
boundary = "cradle-to-gate"
[[activities]]
name = "leaves"
amount = "2 g"
factor = "food.tea"
stage = "raw-materials"
"""


def refused(data):
    with pytest.raises(DocumentError) as caught:
        document_of(data)
    return str(caught.value)


def refused_file(tmp_path, content, name="tea.json"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    return str(caught.value).replace(str(path), name)


@pytest.mark.parametrize("name", ["tea.toml", "tea.TOML", "tea", "tea.txt"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_toml(tmp_path, name, start):
    (tmp_path / name).write_bytes(start + TEA_TOML.encode())
    document = read_document(tmp_path / name)
    assert document.single
    assert document.products == document_of(TEA).products


@pytest.mark.parametrize("name", ["tea.json", "tea", "tea.data"])
def test_json(tmp_path, name):
    (tmp_path / name).write_text(json.dumps({"products": [TEA], "factors": [LEAF]}))
    document = read_document(str(tmp_path / name))
    assert not document.single
    assert [factor.id for factor in document.factors] == ["food.tea"]


def test_one_product_may_carry_factors_beside_it():
    document = document_of(TEA | {"factors": [LEAF]})
    assert document.single
    assert document.factors[0].value == 2.0


def test_a_document_made_in_python_is_checked_too():
    product = document_of(TEA).products[0]
    assert Document(products=[product]).products == (product,)
    with pytest.raises(DocumentError, match=r"products\[1\]\.id: 'tea' is already the id of products\[0\]"):
        Document(products=[product, product])


FILES = {
    "empty": (
        b" \n",
        "tea.json: the file is empty; write what it should hold, or give another file",
    ),
    "not UTF-8": (
        "id = '茶'".encode("cp932"),
        "tea.json: not UTF-8: byte 0x92 at position 6; save the file as UTF-8",
    ),
    "not JSON": (
        '{"id": "tea",\n "name"}',
        "tea.json: not JSON: expecting ':' delimiter at line 2, column 8; correct it there",
    ),
    "a key twice": (
        '{"id": "tea", "id": "coffee"}',
        "tea.json: the key 'id' is given twice in one object; keep one of them",
    ),
    "NaN": (
        '{"value": NaN}',
        "tea.json: NaN is not a number in JSON; leave the field out if the value is unknown",
    ),
    "Infinity": (
        '{"value": -Infinity}',
        "tea.json: -Infinity is not a number in JSON; leave the field out if the value is unknown",
    ),
    "a number past all numbers": ('{"value": 1e999}', "tea.json: the number '1e999' is too large"),
    "endless digits": ('{"value": ' + "9" * 5000 + "}", "tea.json: a number has more than 4000 digits"),
    "deep": ("[" * 100_000, "tea.json: nested too deep; a product needs six levels"),
    "a hundred levels": (
        '{"id": ' + "[" * 100 + "]" * 100 + "}",
        "tea.json: nested too deep; a product needs six levels",
    ),
    "a list": (
        "[1, 2]",
        f"expected a table (an object), got [1, 2]; {TOP}",
    ),
    "a number": (
        "5",
        f"expected a table (an object), got 5; {TOP}",
    ),
    "an empty object": (
        "{}",
        f"expected a table (an object), got an empty document; {TOP}",
    ),
}


@pytest.mark.parametrize(("content", "message"), FILES.values(), ids=FILES)
def test_json_that_cannot_be_read(tmp_path, content, message):
    assert refused_file(tmp_path, content) == message


TOML = {
    "not TOML": (
        "id = tea\n",
        "tea.toml: not TOML: invalid value (at line 1, column 6); correct it there",
    ),
    "a key twice": (
        'id = "a"\nid = "b"\n',
        "tea.toml: not TOML: cannot overwrite a value (at line 2, column 9); correct it there",
    ),
    "deep": ("a = " + "[" * 100_000, "tea.toml: nested too deep; a product needs six levels"),
    "nothing but a comment": (
        "# later\n",
        f"expected a table (an object), got an empty document; {TOP}",
    ),
}


@pytest.mark.parametrize(("content", "message"), TOML.values(), ids=TOML)
def test_toml_that_cannot_be_read(tmp_path, content, message):
    assert refused_file(tmp_path, content, "tea.toml") == message


def test_nan_in_toml_is_found_where_it_stands(tmp_path):
    toml = TEA_TOML.replace(
        '"food.tea"', '{id = "a", value = nan, unit = "kgCO2e", per = "1 kg", source = {title = "x"}}'
    )
    message = refused_file(tmp_path, toml, "tea.toml")
    assert message == "activities[0].factor.value: expected a finite number, got nan"


def test_no_file_and_a_directory(tmp_path):
    with pytest.raises(DocumentError) as caught:
        read_document(tmp_path / "none.toml")
    assert str(caught.value) == f"{tmp_path}/none.toml: no such file; check the path"
    with pytest.raises(DocumentError) as caught:
        read_document(tmp_path)
    assert str(caught.value) == f"{tmp_path}: this is a directory; give a file"


def test_a_null_byte_in_the_path():
    with pytest.raises(DocumentError, match="cannot be read"):
        read_document("tea\0.toml")


def test_a_file_that_cannot_be_read(tmp_path):
    path = tmp_path / "tea.toml"
    path.touch(mode=0)
    if os.geteuid() == 0:  # root may read everything but the memory of no process
        path = Path("/proc/self/mem")
    with pytest.raises(DocumentError, match="cannot be read"):
        read_document(path)


def test_a_file_of_a_gigabyte_is_refused_unread(tmp_path):
    path = tmp_path / "big.json"
    with path.open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    assert str(caught.value) == (
        f"{path}: 1073741824 bytes are more than the {MAX_FILE_SIZE} that are read; split it"
    )


def test_ids_and_gtins_are_given_once():
    gtin = {"gtin": "4569951110016"}
    data = {
        "products": [TEA | gtin, TEA, TEA | {"id": "b", "gtin": "04569951110016"}],
        "factors": [LEAF, LEAF],
    }
    assert refused(data) == (
        "products[1].id: 'tea' is already the id of products[0]; each needs its own\n"
        "products[2].gtin: '04569951110016' is already the gtin of products[0]; each needs its own, or a lot of its own\n"
        "factors[1].id: 'food.tea' is already the id of factors[0]; each needs its own"
    )


def test_an_unknown_product_names_the_nearest():
    uses = {"name": "tea", "amount": "1 piece", "product": "teaa", "stage": "raw-materials"}
    set_menu = TEA | {"id": "set", "activities": [*TEA["activities"], uses]}
    assert refused({"products": [TEA, set_menu]}) == (
        "products[1].activities[1].product: no product 'teaa' in this document; did you mean 'tea'?"
    )
    assert refused(set_menu) == (
        "activities[1].product: no product 'teaa' in this document; add it to `products`"
    )


def test_a_product_that_does_not_fit_is_still_known_by_its_id():
    uses = {"name": "tea", "amount": "1 piece", "product": "tea", "stage": "raw-materials"}
    data = {"products": [TEA | {"boundary": "x"}, TEA | {"id": "set", "activities": [uses]}]}
    assert refused(data).splitlines() == [
        "products[0].boundary: expected one of cradle-to-gate, cradle-to-grave, gate-to-gate, got 'x'"
    ]


def test_all_problems_of_a_document_come_together():
    bad = TEA | {"gtin": "4569951110017", "activities": [TEA["activities"][0] | {"amount": "2 gg"}]}
    data = {"products": [bad, 5, TEA | {"nme": "x"}], "factors": [LEAF | {"value": "2"}], "product": []}
    assert refused(data) == (
        "product: unknown field; did you mean 'products'?\n"
        "products[0].activities[0].amount: unknown unit 'gg'; did you mean 'g'?\n"
        "products[0].gtin: GTIN '4569951110017': check digit 6 expected, got 7; correct the number\n"
        "products[1]: expected a table (an object), got 5\n"
        "products[2].nme: unknown field; did you mean 'name'?\n"
        "factors[0].value: expected a number without quotes, got '2'"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"products": []}, "products: expected at least one product, got an empty list"),
        ({"products": {}}, "products: expected a list, got {}"),
        (TEA | {"factors": 5}, "factors: expected a list, got 5"),
        (
            {"products": [TEA], "\x1b[2J": 1},
            "'\\x1b[2J': unknown field; known fields: products, processes, factors, units",
        ),
    ],
)
def test_other_shapes(data, message):
    assert refused(data) == message


def test_counted_units_of_ones_own_are_declared_in_the_document():
    inference = {"name": "inference", "amount": "1000 token", "factor": "own.token", "stage": "production"}
    per = {"id": "own.token", "value": 2e-6, "unit": "kgCO2e", "per": "1 token", "source": {"title": "own"}}
    data = TEA | {"boundary": "gate-to-gate", "activities": [inference], "factors": [per]}
    document = document_of(data | {"units": ["token"]})
    assert document.units == ("token",)
    (line,) = document.products[0].activities
    assert (line.amount.value, line.amount.unit.text, str(line.amount)) == (1000.0, "{token}", "1000 {token}")
    (footprint,) = compute_all(document.products, FactorLibrary.bundled().with_factors(document.factors))
    assert footprint.kg_co2e == pytest.approx(0.002)
    again = document.products[0].model_dump_json()
    assert Product.read_back(again) == document.products[0]
    assert "activities[0].amount: unknown unit 'token'" in refused(data)
    assert "factors[0].per: unknown unit 'token'" in refused(data)


@pytest.mark.parametrize(
    ("units", "words"),
    [
        ("token", "units: expected a list of names"),
        ([1], "units: expected a list of names"),
        (["kg"], "units: 'kg' is a unit already"),
    ],
)
def test_what_cannot_be_declared_as_a_unit(units, words):
    assert words in refused(TEA | {"units": units})
