"""Units of emission factors as other people's tables write them: with their power of ten, their basis, and what they are per."""

from __future__ import annotations

import pytest

from co2label import DocumentError, FactorLibrary, compute
from co2label.errors import UnitError
from co2label.model import Activity, EmissionFactor, Product, document_of, read_emission_unit

READ = [
    # text, basis, kilograms in one of it, what it is per
    ("kgCO2eq", "kgCO2e", 1, None),
    ("kg CO2e", "kgCO2e", 1, None),
    ("kg-CO2e", "kgCO2e", 1, None),
    ("kgCO₂e", "kgCO2e", 1, None),
    ("kg CO₂ eq", "kgCO2e", 1, None),
    ("kg CO2-eq.", "kgCO2e", 1, None),
    ("kg co2e", "kgCO2e", 1, None),
    ("KG CO2E", "kgCO2e", 1, None),
    ("kg CO2 equivalents", "kgCO2e", 1, None),
    ("kg-CO2換算", "kgCO2e", 1, None),
    ("CO2e (kg)", "kgCO2e", 1, None),
    ("[kg CO2e/kWh]", "kgCO2e", 1, "kWh"),
    ("tCO2e/t", "kgCO2e", 1000, "t"),
    ("tonnes CO2e per tonne", "kgCO2e", 1000, "tonne"),
    ("gCO2e/kWh", "kgCO2e", 0.001, "kWh"),
    ("g-CO2eq/km", "kgCO2e", 0.001, "km"),
    ("mgCO2e/kg", "kgCO2e", 1e-6, "kg"),
    ("tCO2/kL", "kgCO2", 1000, "kL"),
    ("t-CO2/kl", "kgCO2", 1000, "kl"),
    ("トンCO2/千m3", "kgCO2", 1000, "千m3"),
    ("lb CO2/MWh", "kgCO2", 0.45359237, "MWh"),
    ("tC/GJ", "kgCO2", 1000 * 44 / 12, "GJ"),
    ("t-C/GJ", "kgCO2", 1000 * 44 / 12, "GJ"),
    ("kgC/kg", "kgCO2", 44 / 12, "kg"),
]


@pytest.mark.parametrize(("text", "basis", "kilograms", "per"), READ, ids=[row[0] for row in READ])
def test_read(text, basis, kilograms, per):
    read = read_emission_unit(text)
    assert (read.basis, read.per) == (basis, per)
    assert float(read.kilograms) == pytest.approx(kilograms, rel=1e-15)


REFUSED = [
    ("ton CO2e", "t (1000 kg), short_ton"),
    ("MtCO2e", "write t (1000 kg; 1000000 t to the megatonne)"),
    ("MTCO2e", "write t (1000 kg; 1000000 t to the megatonne)"),
    ("ktCO2e", "write t: kt is 1000 t"),
    ("GgCO2", "write g: Gg is 1000000000 g"),
    ("µgCO2e", "write g: μg is 0.000001 g"),
    ("kg", "expected a mass of CO2e, of CO2 alone or of carbon"),
    ("CO2e", "expected a mass of CO2e, of CO2 alone or of carbon"),
    ("kgCO", "expected a mass of CO2e"),
    ("kgCH4/kg", "expected a mass of CO2e"),
    ("kWhCO2/kg", "expected a mass of CO2e"),
    ("", "expected a mass of CO2e"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_with_the_size_and_never_with_another_one(text, message):
    with pytest.raises(UnitError) as caught:
        read_emission_unit(text)
    assert message in str(caught.value)
    assert "did you mean" not in str(caught.value)
    with pytest.raises(DocumentError) as whole:
        EmissionFactor(id="f", value=1.0, unit=text, per="1 kg", source={"title": "x"})
    assert [problem.where for problem in whole.value.problems] == ["unit"]
    assert "did you mean" not in str(whole.value)


def factor(**fields):
    return EmissionFactor.read(
        {"id": "f", "source": {"title": "x"}, "value": 338.0, "unit": "gCO2e"} | fields
    )


def test_all_that_is_in_the_unit_is_brought_to_kilograms():
    made = factor(
        unit="gCO2e/kWh",
        components={"fossil": 300.0, "biogenic-non-co2": 38.0},
        stages={"burning": 300.0, "upstream": 38.0},
        uncertainty={"low": 300.0, "high": 500.0},
    )
    assert (made.value, made.unit, str(made.per)) == (0.338, "kgCO2e", "1 kWh")
    assert made.components == {"fossil": 0.3, "biogenic-non-co2": 0.038}
    assert made.stages == {"burning": 0.3, "upstream": 0.038}
    assert made.uncertainty.interval(made.value) == (0.3, 0.5)
    assert factor(per="1 kWh", uncertainty={"gsd2": 1.2}).uncertainty.gsd2 == 1.2


def test_carbon_is_the_co2_that_it_becomes():
    """Japan's table of 2023 has 0.0183 tC/GJ for a fuel: × 44/12 = 0.0671 tCO2/GJ."""
    made = factor(value=0.0183, unit="tC/GJ")
    assert (made.value, made.unit, str(made.per)) == (67.1, "kgCO2", "1 GJ")


@pytest.mark.parametrize("per", ["1 kWh", "3.6 MJ", "1 KWH"])
def test_what_it_is_per_may_be_said_twice(per):
    assert factor(unit="gCO2e/kWh", per=per).value == 0.338


def test_contradictions_and_gases():
    with pytest.raises(
        DocumentError, match=r"per: the unit tCO2/kL is per kL, and this says '1 L'; leave one of them out"
    ):
        factor(unit="tCO2/kL", per="1 L")
    with pytest.raises(DocumentError, match="gases: are kilograms of each gas, and the unit is gCO2e/kWh"):
        factor(unit="gCO2e/kWh", gases={"CO2": 300.0})


def test_every_other_problem_is_still_said():
    with pytest.raises(DocumentError) as caught:
        factor(unit="kgCO", per="1 kgg", value="x")
    assert {problem.where for problem in caught.value.problems} == {"unit", "per", "value"}


def test_in_a_document_with_units_of_its_own():
    given = {"id": "chat", "value": 0.2, "unit": "gCO2e/token", "source": {"title": "x"}}
    line = {"name": "a", "amount": "1000 token", "factor": "chat", "stage": "use"}
    product = {
        "id": "p",
        "name": "p",
        "declared_unit": "1 piece",
        "boundary": "cradle-to-grave",
        "activities": [line],
    }
    document = document_of({"units": ["token"], "factors": [given], "products": [product]})
    library = FactorLibrary(document.factors)
    assert compute(document.products[0], library).kg_co2e == pytest.approx(0.2)


TABLE = """id,value,unit,per,source_title
sup.t,1.9,tCO2e,1 t,x
sup.g,338,gCO2e,1 kWh,x
sup.jp,2.62,tCO2,1 kL,x
sup.eq,0.338,kgCO2eq,1 kWh,x
sup.range,338,gCO2e/kWh,,x
"""


def test_in_a_table_of_factors(tmp_path):
    """Per kilogram, kilowatt-hour, litre: what each is worth there."""
    file = tmp_path / "f.csv"
    file.write_text(TABLE, encoding="utf-8")
    library = FactorLibrary().with_csv(file)

    def kg(name, amount):
        line = Activity("a", amount, factor=name, stage="production")
        made = Product(
            id="p", name="p", declared_unit="1 piece", boundary="cradle-to-gate", activities=[line]
        )
        return compute(made, library).kg_co2e

    assert kg("sup.t", "1 kg") == pytest.approx(1.9)
    assert kg("sup.g", "1 kWh") == kg("sup.eq", "1 kWh") == kg("sup.range", "1 kWh") == pytest.approx(0.338)
    assert kg("sup.jp", "1 L") == pytest.approx(2.62)


def test_a_table_whose_units_say_what_they_are_per_needs_no_column_for_it(tmp_path):
    file = tmp_path / "f.csv"
    file.write_text("id,value,unit,source_title\na,338,gCO2e/kWh,x\n", encoding="utf-8")
    assert str(FactorLibrary().with_csv(file)["a"].per) == "1 kWh"
    file.write_text("id,value,unit,source_title\na,338,gCO2e/kWh,x\nb,1,kgCO2e,x\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="column 'per' is missing"):
        FactorLibrary().with_csv(file)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"id;value;unit;per;source_title\nsup.steel;1,85;kgCO2e;1 kg;EPD 12\n",
            "its columns are separated by ';'; save",
        ),
        (b"id\tvalue\tunit\tper\tsource_title\n", "its columns are separated by a tabulator; save"),
        (
            b"PK\x03\x04 a workbook",
            "this is a workbook, and factors are read from a CSV file; save its sheet",
        ),
    ],
)
def test_a_table_of_another_form_says_how(tmp_path, content, message):
    file = tmp_path / "f.csv"
    file.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        FactorLibrary().with_csv(file)
    assert message in str(caught.value)
    assert len(caught.value.problems) == 1
