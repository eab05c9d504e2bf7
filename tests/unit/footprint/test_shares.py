"""What a figure rests on: own recipe, averages of groups, money; by factor, by how an amount is known, through used products."""

import pyarrow as pa
import pytest

from builders import STATEMENT
from co2label import (
    Activity,
    EmissionFactor,
    FactorLibrary,
    Process,
    Product,
    catalogue,
    compute,
    compute_all,
    declare,
)
from co2label.factors import read_table, write_table
from co2label.model import document_of

PER_KG = EmissionFactor(id="own", value=1.0, unit="kgCO2e", per="1 kg", source={"title": "EPD"})
GROUP = PER_KG.model_copy(update={"id": "group", "represents": "average"})
BY_MONEY = EmissionFactor(id="money", value=0.01, unit="kgCO2e", per="1 JPY", source={"title": "EPD"})
INDUSTRY = PER_KG.model_copy(update={"id": "industry", "represents": "spend"})
FACTORS = FactorLibrary([PER_KG, GROUP, BY_MONEY, INDUSTRY])


def made(*lines, name="x", **fields):
    return Product(
        id=name,
        name=name,
        boundary="cradle-to-gate",
        activities=lines,
        **{"declared_unit": "1 piece"} | fields,
    )


def line(amount, factor=None, **fields):
    return Activity("line", amount, factor=factor, stage="raw-materials", **fields)


def kinds(*lines, others=(), **fields):
    return compute(made(*lines, **fields), FACTORS, products=others).kinds


def test_each_line_says_by_its_factor_what_it_rests_on():
    found = kinds(
        line("1 kg", "own"), line("2 kg", "group"), line("300 JPY", "money"), line("4 kg", "industry")
    )
    assert found == pytest.approx({"product": 0.1, "average": 0.2, "spend": 0.7})


def test_a_direct_emission_is_the_products_own():
    assert kinds(line("1 kg", gas="SF6")) == {"product": 1.0}


def test_a_figure_of_nothing_rests_on_nothing():
    assert kinds(line("0 kg", "own")) == {}


def test_an_amount_of_money_is_money_also_where_a_price_makes_it_kilograms():
    priced = PER_KG.model_copy(update={"price": made(line("1 kg", "own"), price="200 JPY/kg").price})
    assert kinds(line("500 JPY", priced)) == {"spend": 1.0}
    assert kinds(line("2 kg", "money"), price="150 JPY", mass="0.5 kg") == {"spend": 1.0}


def test_an_author_can_say_it_of_an_amount():
    assert kinds(line("1 kg", "own", evidence="spend"), line("1 kg", "own", evidence="average")) == {
        "average": 0.5,
        "spend": 0.5,
    }
    assert kinds(line("1 kg", "group", evidence="measured")) == {"average": 1.0}
    assert kinds(line("1 kg", "money", evidence="average"), price="1 JPY", mass="1 kg") == {"spend": 1.0}


def test_a_credit_has_its_size():
    recycling = {"rule": "0-100", "virgin": "group", "recycled": "own", "R1": 0.0, "R2": 0.5}
    recycling |= {
        "recycling_eol": "own",
        "disposal": "own",
        "Qs_out": 1.0,
        "Qp": 1.0,
        "Qs_in": 1.0,
        "R3": 0.0,
    }
    whole = Product(
        id="x",
        name="x",
        declared_unit="1 piece",
        boundary="cradle-to-grave",
        activities=[line("1 kg", recycling=recycling)],
    )
    # virgin 1 kg of the average, recycling 0.5, virgin avoided −0.5 of the average, disposal 0.5
    assert compute(whole, FACTORS).kinds == pytest.approx({"product": 1.0 / 2.5, "average": 1.5 / 2.5})


def test_a_used_product_brings_what_it_rests_on():
    inner = made(line("1 kg", "own"), line("3 kg", "group"), name="inner")
    assert kinds(line("2 piece", product="inner"), line("2 kg", "own"), others=[inner]) == pytest.approx(
        {"product": 0.4, "average": 0.6}
    )


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ({"evidence": "average"}, {"average": 1.0}),
        ({"evidence": "spend"}, {"spend": 1.0}),
        ({"evidence": "measured"}, {"product": 0.25, "average": 0.75}),
    ],
)
def test_all_of_a_used_product_rests_on_what_its_amount_rests_on(use, expected):
    inner = made(line("1 kg", "own"), line("3 kg", "group"), name="inner")
    assert kinds(line("2 piece", product="inner", **use), others=[inner]) == pytest.approx(expected)


def test_a_used_product_bought_by_its_price_rests_on_money():
    inner = made(line("1 kg", "own"), name="inner", price="100 JPY")
    outer = made(line("250 JPY", product="inner"), line("7.5 kg", "own"), name="outer")
    top = made(line("1 piece", product="outer"), name="top")
    found = compute_all([inner, outer, top], FACTORS)
    assert found["top"].kinds == found["outer"].kinds == pytest.approx({"product": 0.75, "spend": 0.25})


def test_in_a_loop():
    first = made(line("1 kg", "own"), line("0.5 piece", product="second"), name="first")
    second = made(line("1 kg", "group"), line("0.5 piece", product="first"), name="second")
    found = compute_all([first, second], FACTORS)
    # x = 1 + y/2, y = 1 + x/2: of the first, 4/3 kg are its own, 2/3 kg come from the average
    assert found["first"].kinds == pytest.approx({"product": 2 / 3, "average": 1 / 3})


def test_in_a_process_with_several_products():
    process = Process(
        id="p",
        allocation="mass",
        outputs=[{"product": "a", "amount": "1 kg"}, {"product": "b", "amount": "3 kg"}],
        activities=[line("1 kg", "own"), line("3 kg", "group")],
    )
    products = document_of({"processes": [process.model_dump(exclude_none=True)]}).products
    for found in compute_all(products, FACTORS):
        assert found.kinds == pytest.approx({"product": 0.25, "average": 0.75})


def test_tables_say_the_same():
    rows = [
        {"amount": 2.0, "unit": "kg", "factor": "group", "product": None},
        {"amount": 300.0, "unit": "JPY", "factor": "money", "product": None},
        {"amount": 5.0, "unit": "kg", "factor": "own", "product": None},
    ]
    uses = [
        {"amount": 1.0, "unit": "piece", "factor": None, "product": "a"},
        {"amount": 50.0, "unit": "JPY", "factor": None, "product": "a"},
    ]
    rows.append({"amount": 10.0, "unit": "kg", "factor": "own", "product": None, "evidence": "average"})
    uses.append({"amount": 1.0, "unit": "piece", "factor": None, "product": "a", "evidence": "spend"})
    kind = [(name, pa.float64() if name == "amount" else pa.string()) for name in (*rows[-1], "stage")]
    lines = [[{**each, "stage": "raw-materials"} for each in of] for of in (rows, uses)]
    table = pa.table(
        {
            "id": ["a", "b"],
            "declared_unit": ["1 piece"] * 2,
            "price": ["50 JPY"] * 2,
            "lines": pa.array(lines, pa.list_(pa.struct(kind))),
        }
    )
    found = catalogue.footprints(table, FACTORS).select(["share_average", "share_spend"]).to_pylist()
    # of "a" 5 kg are its own, 2 + 10 kg averages, 3 kg money; "b" takes it three times, twice by money
    assert found[0] == pytest.approx({"share_average": 0.6, "share_spend": 0.15})
    assert found[1] == pytest.approx({"share_average": 0.2, "share_spend": 0.05 + 2 / 3})


def test_evidence_that_is_none_is_a_finding_at_its_cell():
    line = {"amount": 1.0, "unit": "kg", "gas": "CO2", "stage": "production", "evidence": "guess"}
    kind = [(name, pa.float64() if name == "amount" else pa.string()) for name in line]
    table = pa.table({"id": ["a"], "lines": pa.array([[line]], pa.list_(pa.struct(kind)))})
    (cell,) = catalogue.bad_cells(pa.Table.from_batches(catalogue.footprint_batches(table, FACTORS)))
    assert (cell.column, cell.value) == ("lines[0].evidence", "guess")
    assert cell.reason.startswith("expected one of measured, supplier, recipe, estimate, average, spend")


def test_bundled_headings_of_many_products_are_averages_and_money_is_money():
    library = FactorLibrary.bundled()
    by_kind = {
        "average": ("food.jp.rice", "food.glo.cheese", "textile.tshirt", "goods.jp.car"),
        "product": (
            "food.rice",
            "elec.grid.jp",
            "freight.truck.avg",
            "material.plastic.pp.primary",
            "water.jp",
        ),
        "spend": ("spend.jp.restaurant", "spend.us.soap", "travel.jp.fare.bus"),
    }
    for kind, names in by_kind.items():
        for name in names:
            assert compute(
                made(Activity("x", str(library[name].per), factor=name, stage="production"))
            ).kinds == {kind: 1.0}, name


def test_a_table_of_factors_keeps_what_a_factor_stands_for(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text(write_table([PER_KG, GROUP, INDUSTRY]), encoding="utf-8")
    assert [factor.represents for factor in read_table(file)] == ["product", "average", "spend"]


def declared(*lines):
    found = compute(made(*lines, year=2025), FACTORS)
    return declare(found, **STATEMENT)


@pytest.mark.parametrize(
    ("amounts", "ja", "en", "fr", "short"),
    [
        (
            (40, 40, 20),
            "推計を含む（平均値 40%、金額 20%）",
            "Includes estimates (averages 40%, from spend 20%)",
            "Comprend des estimations (moyennes 40 %, selon la dépense 20 %)",
            "推計60%",
        ),
        (
            (98, 2, 0),
            "推計を含む（平均値 2%）",
            "Includes estimates (averages 2%)",
            "Comprend des estimations (moyennes 2 %)",
            "推計2%",
        ),
        (
            (0, 40, 60),
            "推計（平均値 40%、金額 60%）",
            "Estimated (averages 40%, from spend 60%)",
            "Estimation (moyennes 40 %, selon la dépense 60 %)",
            "推計100%",
        ),
        ((0, 0, 100), "金額からの推計", "Estimated from spend", "Estimation selon la dépense", "金額推計"),
        ((4, 0, 96), "金額からの推計", "Estimated from spend", "Estimation selon la dépense", "金額推計"),
        (
            (0, 100, 0),
            "品目群の平均値からの推計",
            "Estimated from averages of product groups",
            "Estimation selon des moyennes de groupes de produits",
            "平均値推計",
        ),
        (
            (90, 9.8, 0.2),
            "推計を含む（平均値 10%、金額 1%未満）",
            "Includes estimates (averages 10%, from spend less than 1%)",
            "Comprend des estimations (moyennes 10 %, selon la dépense moins de 1 %)",
            "推計10%",
        ),
    ],
)
def test_a_declaration_says_near_the_figure_that_it_is_an_estimate(amounts, ja, en, fr, short):
    own, average, spend = amounts
    said = declared(line(f"{own} kg", "own"), line(f"{average} kg", "group"), line(f"{spend} kg", "industry"))
    (remark,) = (each for each in said.near if each.code == "estimate")
    assert (remark.code, remark.words) == ("estimate", {"ja": ja, "en": en, "fr": fr})
    assert remark.short["ja"] == short
    assert sum(said.kinds.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(("own", "average", "said"), [(99.6, 0.4, 0), (99.4, 0.6, 1), (100, 0, 0)])
def test_what_rounds_to_nothing_is_not_said(own, average, said):
    near = declared(line(f"{own} kg", "own"), line(f"{average} kg", "group")).near
    assert [each.code for each in near].count("estimate") == said
