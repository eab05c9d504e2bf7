"""A catalogue for tests of Spark: factors of several kinds, rows of which some are wrong, and some that use each other."""

import random

import pyarrow as pa

from co2label import FactorLibrary, catalogue
from co2label.catalogue import lines_type, result_schema
from co2label.model import STAGES, EmissionFactor

NAMES = [f"f{number}" for number in range(40)]
LIBRARY = FactorLibrary(
    EmissionFactor(
        id=name,
        value=number / 7 + 0.01,
        unit="kgCO2e",
        per=("1 kg", "1 kWh", "1 L")[number % 3],
        source={"title": "Test"},
        uncertainty={"gsd2": 1.1 + number / 50} if number % 2 else None,
        year=2000 + number % 26,
    )
    for number, name in enumerate(NAMES)
)
UNITS = (("kg", "g", "t"), ("kWh", "MJ"), ("L", "mL"))


def line_of(luck):
    number = luck.randrange(len(NAMES))
    unit = luck.choice(UNITS[number % 3])
    stage = luck.choice(STAGES)
    return {"amount": luck.uniform(0, 50), "unit": unit, "stage": stage, "factor": NAMES[number]}


def rows_of(count, seed=11, most=12):
    luck = random.Random(seed)
    return [
        {
            "id": f"sku-{luck.getrandbits(40)}",
            "row": place + 2,
            "declared_unit": "1 piece",
            "boundary": "cradle-to-grave",
            "year": luck.choice((None, 2019, 2025)),
            "lines": [line_of(luck) for _ in range(luck.randint(1, most))],
        }
        for place in range(count)
    ]


def spoil(rows):
    """One row of each kind of error; ids that come twice stand far from each other."""
    last = len(rows) - 1
    rows[5]["id"], rows[17]["id"], rows[18]["id"], rows[last // 2]["id"] = None, "", "a b", "水"
    rows[last]["id"] = rows[last - 9]["id"] = rows[3]["id"]
    rows[last]["lines"][0]["unit"] = "kgg"
    rows[last - 9]["lines"] = [{"amount": 1e15, "unit": "Gt", "stage": "use", "gas": "SF6"}] * 30
    rows[40]["lines"] = []
    rows[41]["declared_unit"] = "one piece"
    rows[42]["boundary"] = None
    rows[43]["lines"][0]["amount"] = float("nan")
    rows[44]["lines"][0]["factor"] = "f4O"
    rows[45]["lines"][0]["stage"] = "cradle"
    rows[46]["lines"][0]["unit"] = "piece"
    return rows


def table_of(rows):
    fields = list(lines_type().value_type)
    if not any("product" in line for row in rows for line in row["lines"]):
        fields = [field for field in fields if field.name != "product"]
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in ("id", "declared_unit")}
    numbers = {"row": pa.int64(), "year": pa.int32()}
    columns |= {name: pa.array([row[name] for row in rows], kind) for name, kind in numbers.items()}
    columns["boundary"] = pa.array([row["boundary"] for row in rows], pa.string())
    return pa.table(
        {**columns, "lines": pa.array([row["lines"] for row in rows], pa.list_(pa.struct(fields)))}
    )


def local(table):
    return pa.Table.from_batches(catalogue.footprint_batches(table, LIBRARY, ignore=["row"]), result_schema())


def in_order(table):
    """The rows as bits, in one order: floats by their hexadecimal form, so that equal means the same."""
    exact = [
        tuple(v.hex() if isinstance(v, float) else repr(v) for v in row.values()) for row in table.to_pylist()
    ]
    return sorted(exact)


def nested(rows):
    """A third uses others, some in loops; who uses a bad row, a row that is not there, or itself too much, is wrong."""
    luck = random.Random(7)
    for place, row in enumerate(rows):
        if place % 3 == 0:
            used = rows[luck.randrange(len(rows))]["id"] or "nobody"
            row["lines"].append(
                {"amount": luck.uniform(0, 0.3), "unit": "piece", "stage": "use", "product": used}
            )
    for one, other in ((60, 61), (61, 60), (62, 63), (63, 62), (64, 3), (65, 43), (66, 65)):
        amount = 2.0 if one in (62, 63) else 0.5
        line = {"amount": amount, "unit": "piece", "stage": "production", "product": rows[other]["id"]}
        rows[one]["lines"].append(line)
    return rows
