"""The column map: what it may say, everything that is wrong with it together, and the command that proposes one."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from builders import invoke
from co2label import DocumentError, Product
from co2label.catalogue import ColumnMap, products_of, read_map

EXAMPLES = Path("examples/catalogue")
TABLES = [str(EXAMPLES / "products-ja.csv"), "--activities", str(EXAMPLES / "lines-ja.csv")]
LINES = "product_id,name,amount,unit,factor,stage\na,x,1,g,food.salt,production\n"


def _made(tmp_path, products, lines, said):
    files = tmp_path / "p.csv", tmp_path / "l.csv"
    for file, text in zip(files, (products, lines), strict=True):
        file.write_text(text, encoding="utf-8")
    return list(products_of(*files, mapping=ColumnMap.read(said)))


def test_the_example_fits_the_schema():
    schema = json.loads(invoke("schema", "map").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(tomllib.loads((EXAMPLES / "map.toml").read_text(encoding="utf-8")), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"products": {"colums": {}}}, schema)


def test_everything_that_is_wrong_with_a_map_is_said_together(tmp_path):
    file = tmp_path / "map.toml"
    file.write_text(
        """
        [products]
        delimiter = "|"
        [products.columns]
        nmae = "品名"
        year = { column = "年度", unit = "kg" }
        mass = { column = "重量", unit = "ton" }
        [products.constants]
        mass = "1 kg"
        id = "all"
        [activities.columns]
        id = "x"
        """,
        encoding="utf-8",
    )
    with pytest.raises(DocumentError) as caught:
        read_map(file)
    assert "delimiter" in str(caught.value)
    file.write_text(file.read_text(encoding="utf-8").replace('delimiter = "|"', ""), encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        read_map(file)
    places = {problem.where.removeprefix(f"{file}: ") for problem in caught.value.problems}
    assert places == {
        "products.columns.nmae",
        "products.columns.year.unit",
        "products.columns.mass.unit",
        "products.constants.mass",
        "products.constants.id",
        "activities.columns.id",
    }
    assert "did you mean 'name'" in str(caught.value)


def test_a_map_that_does_not_fit_its_table_names_the_headings(tmp_path):
    said = {"products": {"columns": {"id": "Itme"}, "ignore": ["Shelf"]}, "activities": {"columns": {}}}
    with pytest.raises(DocumentError) as caught:
        _made(tmp_path, "Item,name,declared_unit,boundary,Buyer\na,A,1 kg,cradle-to-gate,x\n", LINES, said)
    text = str(caught.value)
    assert "no column 'Itme', which the map names in columns.id; did you mean 'Item'?" in text
    assert "no column 'Shelf', which the map names in ignore" in text
    assert "unknown column 'Buyer'" in text


def test_constants_values_units_and_columns_that_are_ignored(tmp_path):
    products = "No,Bez,kg,Rest\na,Brot,0.5,x\nb,Wein,,y\n"
    lines = "No,name,g,stage,what\na,Mehl,400,R,flour\nb,Traube,900,raw-materials,grape\n"
    said = {
        "products": {
            "columns": {"id": "No", "name": {"de": "Bez"}, "mass": {"column": "kg", "unit": "kg"}},
            "constants": {
                "declared_unit": "1 piece",
                "boundary": "cradle-to-gate",
                "year": 2025,
                "company": "Laden",
                "publish_working": True,
                "scope": {"de": "mit Verpackung"},
            },
            "ignore": ["*"],
        },
        "activities": {
            "columns": {
                "product_id": "No",
                "amount": {"column": "g", "unit": "g"},
                "stage": {"column": "stage", "values": {"R": "raw-materials"}},
                "factor": {"column": "what", "values": {"flour": "food.baguette", "grape": "food.red_wine"}},
            }
        },
    }
    first, second = _made(tmp_path, products, lines, said)
    assert isinstance(first, Product)
    assert (first.name, str(first.mass), first.year) == ({"de": "Brot"}, "0.5 kg", 2025)
    assert (first.declaration.company, first.declaration.publish_working) == ("Laden", True)
    assert first.declaration.scope == {"de": "mit Verpackung"}
    assert (second.mass, second.activities[0].factor, second.activities[0].stage) == (
        None,
        "food.red_wine",
        "raw-materials",
    )


def test_one_column_may_be_two_fields(tmp_path):
    products = "JAN,name,declared_unit,boundary\n4569951110016,A,1 kg,cradle-to-gate\n"
    lines = LINES.replace("\na,", "\n4569951110016,")
    (made,) = _made(tmp_path, products, lines, {"products": {"columns": {"id": "JAN", "gtin": "JAN"}}})
    assert (made.id, made.gtin) == ("4569951110016", "4569951110016")


@pytest.mark.parametrize(
    ("name", "value"),
    [("boundary", "cradle"), ("year", "soon"), ("declared_unit", "1 ton"), ("valid_until", "31.12.2027")],
)
def test_a_constant_that_is_wrong_is_one_error_and_not_one_in_every_row(tmp_path, name, value):
    products = "id,name" + "".join(f",{each}" for each in ("declared_unit", "boundary") if each != name)
    said = {"products": {"constants": {name: value}}}
    with pytest.raises(DocumentError, match=rf"constants\.{name}"):
        _made(tmp_path, products + "\n", LINES, said)


def test_the_command_proposes_a_map_that_can_be_saved(tmp_path):
    result = invoke("batch", *TABLES, "--suggest-map")
    assert result.exit_code == 0
    file = tmp_path / "map.toml"
    file.write_text(result.stdout, encoding="utf-8")
    assert read_map(file).products.columns == read_map(EXAMPLES / "map.toml").products.columns
    assert invoke("batch", str(tmp_path / "nothing.csv"), "--suggest-map").exit_code == 1
