"""The histogram of what changed, its words, and the command."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from co2label.catalogue import what_changed
from co2label.catalogue._changes_picture import HIGHER, distribution, step_of
from co2label.cli import app
from co2label.draw import ACCENT, Rect
from co2label.factors import FactorLibrary
from co2label.model import Activity, EmissionFactor, Product

EXAMPLES = Path(__file__).parents[3] / "examples"
BOWLS, NEW = str(EXAMPLES / "bowls.toml"), str(EXAMPLES / "factors-2026.csv")


def moved(percents):
    """One product for each percentage, each with a factor of its own."""

    def library(year):
        return FactorLibrary(
            EmissionFactor(
                id=f"f{row}",
                value=1 + year * percent / 100,
                unit="kgCO2e",
                per="1 kg",
                source={"title": "EPD"},
            )
            for row, percent in enumerate(percents)
        )

    products = [
        Product(
            id=f"p{row}",
            name="x",
            declared_unit="1 piece",
            boundary="gate-to-gate",
            activities=[Activity("x", "1 kg", factor=f"f{row}", stage="production")],
        )
        for row in range(len(percents))
    ]
    return what_changed(products, library(0), library(1))


def bars(picture, colour):
    """The bars of a colour, without its square in the legend."""
    return [op for op in picture.scene.ops if isinstance(op, Rect) and op.fill == colour][1:]


@pytest.mark.parametrize(
    ("percents", "first", "counts"),
    [
        ([-3.0, -1.0], -3, (1, 0, 1)),  # nothing above zero
        ([1.0, 2.5, 3.0], 0, (0, 1, 1, 1)),  # an edge belongs to the step that it begins
        ([-1.0, -0.5, 0.5], -2, (1, 1, 0, 1)),
        ([100.0], 0, (0, 0, 1)),
    ],
)
def test_steps_by_hand(percents, first, counts):
    spread = distribution(np.array(percents), most=6)
    assert (spread.first, sum(spread.counts), spread.below, spread.above) == (first, len(percents), 0, 0)
    assert spread.counts == counts
    assert 0.0 in spread.edges
    assert spread.median == np.median(percents)


@pytest.mark.parametrize(("count", "beyond"), [(999, 0), (1000, 5)])
def test_few_far_moves_do_not_squeeze_the_others_where_there_are_many(count, beyond):
    percents = np.full(count, 3.0)
    percents[:5] = 5000.0
    spread = distribution(percents)
    assert spread.above == beyond
    assert sum(spread.counts) == count - beyond


def test_steps_that_people_count_in():
    assert [step_of(least) for least in (0.9, 1.0, 1.01, 2.0, 4.9, 5.01, 77.0)] == [1, 1, 2, 2, 5, 10, 100]


def test_bars_begin_at_zero_and_are_as_long_as_they_count():
    picture = moved([-4.5, -1.5, -1.5, 2.5, 2.5, 2.5, 2.5]).picture()
    lower, higher = bars(picture, ACCENT), bars(picture, HIGHER)
    assert [round(one.height / lower[0].height, 6) for one in (*lower, *higher)] == [1, 2, 4]
    assert len({round(one.y + one.height, 6) for one in (*lower, *higher)}) == 1
    assert max(one.x + one.width for one in lower) <= min(one.x for one in higher)


def test_what_the_bars_do_not_show_is_said():
    found = moved([-10.0] * 600 + [10.0] * 400 + [900.0] * 5 + [0.0] * 7)
    said = found.picture().scene.description
    assert "1,005 of 1,012 figures moved; 7 did not" in said
    assert "Median of those that moved: −10%" in said
    assert "5 beyond +" in said
    assert "Mostly because of f1000 (in 1)" in said


def test_a_move_from_zero_has_no_bar():
    one = Product(
        id="p",
        name="x",
        declared_unit="1 piece",
        boundary="gate-to-gate",
        activities=[Activity("x", "1 kg", factor="f", stage="production")],
    )

    def library(value):
        return FactorLibrary(
            [EmissionFactor(id="f", value=value, unit="kgCO2e", per="1 kg", source={"title": "EPD"})]
        )

    said = what_changed([one], library(0.0), library(2.0)).picture(language="ja").scene.description
    assert "1商品は0から変わりました" in said


@pytest.mark.parametrize("language", ["ja", "en", "fr"])
@pytest.mark.parametrize(
    "percents", [[0.00031], [-99.9, 12345.6], [3.0] * 5, list(np.linspace(-40, 70, 300) + 0.01)]
)
def test_any_spread_can_be_drawn(language, percents):
    assert moved(percents).picture(language=language).png()


def test_the_command_tells_prints_and_draws(tmp_path):
    out, drawn = tmp_path / "changes.csv", tmp_path / "changes.svg"
    arguments = ["changed", NEW, "--products", BOWLS, "-o", str(out), "--picture", str(drawn)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("3 of 3 figures moved\n")
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert [row["product"] for row in rows] == ["gyudon", "oyakodon", "cooked-rice"]
    assert rows[0]["because"].startswith("food.beef_mince -0.478")
    assert float(rows[0]["after_kg"]) - float(rows[0]["before_kg"]) == pytest.approx(
        float(rows[0]["difference_kg"])
    )
    assert "<svg" in drawn.read_text(encoding="utf-8")
    plain = json.loads(CliRunner().invoke(app, [*arguments, "--json", "--limit", "1"]).stdout)
    assert (plain["moved"], len(plain["changes"]), plain["rejected"]) == (3, 1, [])
    assert plain["factors"][0]["factor"] == "food.beef_mince"


def test_the_command_between_two_tables_over_tables(tmp_path):
    head = "id,value,unit,per,source_title\n"
    for name, value in (("old", 1.0), ("new", 1.5)):
        (tmp_path / f"{name}.csv").write_text(f"{head}flour,{value},kgCO2e,1 kg,EPD\n", encoding="utf-8")
    (tmp_path / "p.csv").write_text(
        "id,name,declared_unit,boundary\nbread,Bread,1 piece,cradle-to-gate\nbun,Bun,1 piece,cradle-to-gate\n"
    )
    (tmp_path / "a.csv").write_text(
        "product_id,name,amount,unit,factor,stage\nbread,flour,500,g,flour,raw-materials\n"
        "bun,flour,NaN,g,flour,raw-materials\n"
    )
    names = [str(tmp_path / name) for name in ("old.csv", "new.csv")]
    tables = ["--products", str(tmp_path / "p.csv"), "--activities", str(tmp_path / "a.csv")]
    result = CliRunner().invoke(app, ["changed", *names, *tables])
    assert result.exit_code == 0, result.output
    assert "1 of 1 figures moved" in result.stdout
    assert "+0.25" in result.stdout
    assert "row 3, amount" in result.stderr
    gone = CliRunner().invoke(app, ["changed", names[0], NEW, *tables])
    assert "0 of 0 figures moved; 1 cannot be computed any more" in gone.stdout
    assert "bread: cannot be computed any more: activities[0]" in gone.stderr


def test_the_command_names_the_first_of_many_that_are_lost(tmp_path):
    head = "id,value,unit,per,source_title\n"
    for name, key in (("old", "flour"), ("new", "other")):
        (tmp_path / f"{name}.csv").write_text(f"{head}{key},1,kgCO2e,1 kg,EPD\n", encoding="utf-8")
    products = "".join(f"p{row},x,1 piece,cradle-to-gate\n" for row in range(25))
    lines = "".join(f"p{row},x,1,kg,flour,production\n" for row in range(25))
    (tmp_path / "p.csv").write_text(f"id,name,declared_unit,boundary\n{products}")
    (tmp_path / "a.csv").write_text(f"product_id,name,amount,unit,factor,stage\n{lines}")
    names = [str(tmp_path / name) for name in ("old.csv", "new.csv", "p.csv", "a.csv")]
    command = ["changed", *names[:2], "--products", names[2], "--activities", names[3]]
    result = CliRunner().invoke(app, [*command, "-o", str(tmp_path / "c.csv")])
    assert result.exit_code == 0, result.output
    assert result.stderr.count("cannot be computed any more") == 20
    assert "and 5 more like these" in result.stderr
    assert (tmp_path / "c.csv").read_text(encoding="utf-8").count(",lost,") == 25


@pytest.mark.parametrize("used", ["none", "bread"])
def test_the_command_over_one_table_with_its_lines_in_it(tmp_path, used):
    head = "id,value,unit,per,source_title\n"
    (tmp_path / "new.csv").write_text(f"{head}food.rice,9,kgCO2e,1 kg,EPD\n", encoding="utf-8")
    rice = {
        "name": "rice",
        "amount": 1.0,
        "unit": "kg",
        "stage": "production",
        "factor": "food.rice",
        "product": None,
    }
    uses = rice | {"name": "bread", "amount": 2.0, "unit": "piece", "factor": None, "product": "bread"}
    lines = [[rice], [rice if used == "none" else uses]]
    plain = {"name": ["x", "x"], "declared_unit": ["1 piece"] * 2, "boundary": ["cradle-to-gate"] * 2}
    pq.write_table(pa.table({"id": ["bread", "toast"], **plain, "lines": lines}), tmp_path / "p.parquet")
    command = ["changed", str(tmp_path / "new.csv"), "--products", str(tmp_path / "p.parquet"), "--json"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    found = {one["product"]: one["after"] for one in json.loads(result.stdout)["changes"]}
    assert found == pytest.approx({"bread": 9.0, "toast": 9.0 if used == "none" else 18.0})


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.csv", "b.csv", "c.csv", "--products", BOWLS], "one or two tables"),
        ([NEW, "--products", BOWLS, "--activities", "a.csv"], "leave it out"),
        ([NEW, "--products", BOWLS, "--picture", "x.doc"], "ends with"),
    ],
)
def test_wrong_usage(arguments, said):
    result = CliRunner().invoke(app, ["changed", *arguments])
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())
