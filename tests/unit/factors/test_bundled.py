"""The import gate of the bundled factors: every row loads, is plausible, and has a source with licence and attribution."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest

from co2label import factors
from co2label._data import data_text
from co2label.factors import FactorLibrary
from co2label.factors._library import bundled_rows, factor_of, source_tables
from co2label.model import COMPONENTS
from co2label.units import convert, parse_unit

FACTORS = FactorLibrary.bundled()
ROWS = list(bundled_rows())

RANGES = {
    # (beginning of the id, per): lowest and highest plausible value, from the comparison of nations and databases
    ("elec.", "kWh"): (0.005, 1.1),
    ("fuel.", "L"): (1.5, 3.4),
    ("fuel.", "kg"): (0.03, 3.4),
    ("fuel.", "m3"): (0.25, 2.4),
    ("fuel.", "kWh"): (0.1, 0.4),
    ("fuel.us.", "gal"): (5.0, 11.5),
    ("fuel.us.", "scf"): (0.05, 0.06),
    ("heat.", "kWh"): (0.05, 0.4),
    ("freight.air", "t*km"): (0.1, 1.6),
    ("freight.jp.air", "t*km"): (0.5, 1.6),
    ("freight.us.air", "t*km"): (0.5, 1.6),
    ("freight.", "t*km"): (0.002, 0.7),
    ("travel.jp.fare.", "JPY"): (1.0, 60.0),
    ("travel.", "person*km"): (0.01, 0.45),
    ("travel.", "km"): (0.03, 0.25),
    ("service.hotel.", "night"): (5.0, 60.0),
    ("water", "m3"): (0.1, 0.8),
    ("material.metal.", "kg"): (0.5, 12.0),
    ("material.battery", "kg"): (3.0, 35.0),
    ("material.", "kg"): (0.1, 26.0),
    ("waste.", "kg"): (0.004, 3.0),
    ("food.", "kg"): (0.03, 60.0),
    ("textile.", "piece"): (3.0, 100.0),
    ("appliance.", "piece"): (5.0, 500.0),
    ("device.", "piece"): (30.0, 500.0),
    ("furniture.", "piece"): (10.0, 1000.0),
    ("goods.jp.", "piece"): (500.0, 10_000.0),
    ("consumable.", "kg"): (0.03, 3.0),
    ("spend.us.", "USD2022"): (0.03, 4.0),
    ("spend.jp.", "JPY2015"): (0.5, 10.0),
    ("refrigerant.", "kg"): (1000.0, 5000.0),
}
HAND_CHECKED = {
    # Read in the published file, not through the tool that derives the table: (value, unit, per).
    "elec.uk.generation": (0.177, "kgCO2e", "1 kWh"),
    "fuel.petrol_mineral.l": (2.33984, "kgCO2e", "1 L"),
    "fuel.natural_gas.m3": (2.06672, "kgCO2e", "1 m3"),
    "fuel.wood_pellets.kg": (0.05519389, "kgCO2e", "1 kg"),
    "freight.truck.avg": (0.10163, "kgCO2e", "1 t*km"),
    "freight.truck.artic.wtt": (0.01823, "kgCO2e", "1 t*km"),
    "freight.truck.reefer.wtt": (0.02769, "kgCO2e", "1 t*km"),
    "freight.van.bev.wtt": (0.05633, "kgCO2e", "1 t*km"),
    "freight.sea.roro.wtt": (0.0117, "kgCO2e", "1 t*km"),
    "freight.air.short.rf.wtt": (0.20515, "kgCO2e", "1 t*km"),
    "travel.car.bev.wtt": (0.01049, "kgCO2e", "1 km"),
    "travel.rail.wtt": (0.00897, "kgCO2e", "1 person*km"),
    "elec.uk.td.wtt": (0.00397, "kgCO2e", "1 kWh"),
    "fuel.lpg.wtt": (0.18551, "kgCO2e", "1 L"),
    "fuel.coal_industrial.wtt": (0.41814964, "kgCO2e", "1 kg"),
    "freight.truck.reefer": (0.11894, "kgCO2e", "1 t*km"),
    "freight.air.long": (0.5313, "kgCO2e", "1 t*km"),
    "freight.air.long.rf": (0.89939, "kgCO2e", "1 t*km"),
    "material.plastic.film.primary": (2.91650513, "kgCO2e", "1 kg"),
    "material.metal.aluminium_can.primary": (9.11590131, "kgCO2e", "1 kg"),
    "material.glass.recycled": (0.82318954, "kgCO2e", "1 kg"),
    "service.hotel.jp": (39.0, "kgCO2e", "1 night"),
    "food.rice": (2.7542981, "kgCO2e", "1 kg"),
    "food.milk_whole": (1.4866863, "kgCO2e", "1 kg"),
    "food.beef_steak": (27.094675, "kgCO2e", "1 kg"),
    "food.tofu": (0.66453615, "kgCO2e", "1 kg"),
    "food.glo.rice": (4.0, "kgCO2e", "1 kg"),
    "food.glo.beef_herd": (59.6, "kgCO2e", "1 kg"),
    "food.glo.cheese": (21.2, "kgCO2e", "1 kg"),
    "food.jp.milk": (0.876594709, "kgCO2e", "1 kg"),
    "food.jp.beef": (18.34219895, "kgCO2e", "1 kg"),
    "spend.jp.restaurant": (2.972239521, "kgCO2e", "1000 JPY2015"),
    "travel.jp.train": (0.031326557, "kgCO2e", "1 person*km"),
    "elec.jp.household.lifecycle": (0.634319811, "kgCO2e", "1 kWh"),
    "elec.grid.jp.average": (0.423, "kgCO2", "1 kWh"),
    "elec.jp.default": (0.416, "kgCO2", "1 kWh"),
    "elec.jp.hokkaido": (0.526, "kgCO2", "1 kWh"),
    "elec.jp.tepco": (0.452, "kgCO2", "1 kWh"),
    "elec.jp.okinawa": (0.685, "kgCO2", "1 kWh"),
    "elec.grid.jp": (0.485392, "kgCO2e", "1 kWh"),
    "fuel.jp.gasoline": (2.29, "kgCO2", "1 L"),
    "fuel.jp.lpg": (2.99, "kgCO2", "1 kg"),
    "fuel.jp.city_gas": (2.05, "kgCO2", "1 m3"),
    "fuel.jp.city_gas.tokyo": (2.09, "kgCO2", "1 m3"),
    "waste.jp.plastic_municipal.incineration": (2.76, "kgCO2", "1 kg"),
    "waste.jp.pet.incineration": (2.27, "kgCO2", "1 kg"),
    "freight.jp.ship": (0.039, "kgCO2", "1 t*km"),
    "fuel.us.gasoline": (8.78 + 0.38e-3 * 28 + 0.08e-3 * 265, "kgCO2e", "1 gal"),
    "elec.us.camx": ((436.655 + 0.025 * 28 + 0.003 * 265) * 0.45359237 / 1000, "kgCO2e", "1 kWh"),
    "freight.us.rail": ((0.021 + 1.6e-6 * 28 + 0.5e-6 * 265) / 0.90718474 / 1.609344, "kgCO2e", "1 t*km"),
    "waste.us.pet.combustion": (2.05 / 0.90718474, "kgCO2e", "1 kg"),
    "refrigerant.r410a": (1924.0, "kgCO2e", "1 kg"),
    "spend.us.corrugated": (0.479, "kgCO2e", "1 USD2022"),
    "appliance.microwave": (98.4, "kgCO2e", "1 piece"),
    "device.laptop.manufacturing": (170.3, "kgCO2e", "1 piece"),
}


def test_ids_and_aliases_are_unique():
    names = Counter(name for _, row in ROWS for name in (row["id"], *row.get("aliases", "").split()))
    assert [name for name, count in names.items() if count > 1] == []
    assert len(FACTORS) == len(ROWS)
    assert 700 <= len(ROWS) <= 1000


@pytest.mark.parametrize("source", source_tables())
def test_every_row_of_a_source_loads_with_its_passport(source):
    rows = [row for key, row in ROWS if key == source]
    assert rows
    for row in rows:
        factor = factor_of(source, row)
        assert set(factor.name) >= {"ja", "en"}
        assert re.fullmatch(r"[a-z0-9]+(\.[a-z0-9_]+)+", factor.id)
        assert factor.source.id == source
        assert factor.source.locator
        assert factor.geography
        assert factor.year
        assert factor.licence == source_tables()[source]["licence"]
        assert factor.attribution in source_tables()[source]["attribution"].values()
        assert factor.value > 0


PROVISION = [factor for factor in FACTORS if factor.boundary in {"upstream", "td-loss"}]
OPERATION = [
    factor
    for factor in FACTORS
    if factor.source.id == "desnz-2025"
    and factor.boundary in {"transport-ttw", "combustion", "generation", "generation-and-losses"}
]


@pytest.mark.parametrize(
    "factor", [factor for factor in FACTORS if factor not in PROVISION], ids=lambda factor: factor.id
)
def test_value_is_plausible_in_its_family(factor):
    unit = factor.per.unit.text
    hits = [limits for (start, per), limits in RANGES.items() if factor.id.startswith(start) and unit == per]
    assert hits, f"no plausible range for {factor.id} per {unit}"
    low, high = hits[0]
    assert low <= factor.value <= high


@pytest.mark.parametrize("factor", OPERATION, ids=lambda factor: factor.id)
def test_a_row_of_operation_has_its_provision_beside_it_and_says_where(factor):
    provision = FACTORS[f"{factor.id}.wtt"]
    assert (provision.boundary, provision.per, provision.geography) == ("upstream", factor.per, "GB")
    assert provision.id in factor.note
    lowest, highest = (2, 4) if factor.id == "fuel.wood_pellets.kg" else (0.1, 0.36)  # its CO2 is not counted
    assert lowest < provision.value / factor.value < highest


def test_every_provision_of_the_uk_completes_a_row():
    completed = {FACTORS[f"{factor.id}.wtt"].id for factor in OPERATION}
    completed |= {FACTORS[f"{loss}.wtt"].id for loss in ("elec.uk.td", "heat.district.uk.td")}
    assert {factor.id for factor in PROVISION if factor.boundary == "upstream"} == completed


def test_losses_are_a_tenth_of_what_is_lost_or_less():
    for whole, lost in (("elec.uk.generation", "elec.uk.td"), ("heat.district.uk", "heat.district.uk.td")):
        assert 0.05 < FACTORS[lost].value / FACTORS[whole].value < 0.11
        share = FACTORS[f"{lost}.wtt"].value / FACTORS[f"{whole}.wtt"].value
        assert share == pytest.approx(FACTORS[lost].value / FACTORS[whole].value, rel=0.2)


@pytest.mark.parametrize(
    ("vehicle", "electricity", "losses"),
    [
        # rows 8_… (UK electricity for EVs) and 14_… (T&D for EVs) of the same file, read there
        ("travel.car.bev", 0.03663, 0.00384),
        ("freight.van.bev", 0.19907, 0.02084),
    ],
)
def test_a_battery_vehicle_is_its_electricity_with_the_losses_of_the_grid(vehicle, electricity, losses):
    factor = FACTORS[vehicle]
    assert factor.value == pytest.approx(electricity + losses, abs=1.1e-5)
    assert factor.boundary == "generation-and-losses"


@pytest.mark.parametrize(
    "key",
    [
        *("waste.plastic.recycle", "waste.board.recycle", "waste.household.incineration_er"),
        *("waste.food.compost", "waste.food.ad", "waste.jp.transport"),
    ],
)
def test_a_row_of_collection_alone_is_not_called_the_end_of_life(key):
    factor = FACTORS[key]
    assert factor.boundary == "collection"
    assert factor.value < 0.05
    assert "収集運搬のみ" in factor.name["ja"] or key == "waste.jp.transport"


@pytest.mark.parametrize("key", HAND_CHECKED)
def test_value_is_what_the_published_file_says(key):
    value, unit, per = HAND_CHECKED[key]
    factor = FACTORS[key]
    assert factor.value == pytest.approx(value, rel=1e-8)
    assert (factor.unit, factor.per.text) == (unit, per)


def test_hand_checked_rows_cover_every_source():
    assert {FACTORS[key].source.id for key in HAND_CHECKED} == set(source_tables())


def per_base(key, unit):
    factor = FACTORS[key]
    return factor.value / convert(factor.per, parse_unit(unit))


def test_nations_agree_on_gasoline_per_litre():
    by_nation = [
        per_base(key, "L") for key in ("fuel.us.gasoline", "fuel.petrol_mineral.l", "fuel.jp.gasoline")
    ]
    assert by_nation == pytest.approx([2.33, 2.34, 2.29], abs=0.005)


def test_nations_agree_on_freight_and_kerosene():
    assert 0.7 < per_base("freight.truck.avg", "t*km") / per_base("freight.us.truck", "t*km") < 1.3
    assert per_base("fuel.kerosene.l", "L") == pytest.approx(per_base("fuel.jp.kerosene", "L"), rel=0.03)


@pytest.mark.parametrize(
    "factor", [factor for factor in FACTORS if factor.gases], ids=lambda factor: factor.id
)
def test_gases_make_up_the_value_with_the_gwps_of_the_source(factor):
    gwps = {"CO2": 1, "CH4-fossil": 28, "CH4-biogenic": 28, "CH4-combustion": 28, "N2O": 265}
    gwps |= {"HFC-32": 677, "HFC-125": 3170, "HFC-134a": 1300, "HFC-143a": 4800}
    total = sum(kg * gwps[gas] for gas, kg in factor.gases.items())
    of_gases = factor.value - factor.components.get("aircraft-forcing", 0.0)
    assert total == pytest.approx(of_gases, rel=0.003, abs=1e-5)


@pytest.mark.parametrize(
    ("name", "without"),
    # rows 27_317_3155, 27_317_3157, 21_316_3165 and 21_316_3171 of the same file, read there
    [
        ("freight.air.short", 0.75539),
        ("freight.air.long", 0.5313),
        ("travel.air.short.economy", 0.07435),
        ("travel.air.long.economy", 0.06926),
    ],
)
def test_a_flight_with_radiative_forcing_has_the_gases_of_the_flight_without(name, without):
    plain, forced = FACTORS[name], FACTORS[f"{name}.rf"]
    assert plain.value == plain.components["aircraft"] == forced.components["aircraft"] == without
    assert forced.gases == plain.gases
    assert forced.components["aircraft-forcing"] == pytest.approx(forced.value - without, abs=1e-9)


@pytest.mark.parametrize("factor", [f for f in FACTORS if f.components], ids=lambda factor: factor.id)
def test_components_add_up(factor):
    assert set(factor.components) <= set(COMPONENTS)
    assert sum(factor.components.values()) == pytest.approx(factor.value)


def test_stages_add_up():
    split = [factor for factor in FACTORS if factor.stages]
    assert len(split) == 370
    for factor in split:
        assert sum(factor.stages.values()) == pytest.approx(factor.value, rel=0.01)
    assert list(FACTORS["food.rice"].stages) == [
        *("agriculture", "processing", "packaging", "transport", "retail", "consumption"),
    ]
    assert FACTORS["food.glo.rice"].stages["land-use-change"] == 0


def test_japanese_statutory_figures_are_co2_only():
    for factor in FACTORS:
        japanese = factor.source.id in {"jp-shk-2026", "jp-moe-db-3.6"}
        assert (factor.unit == "kgCO2") is japanese


def test_heat_contents_make_the_statutory_coefficient_plausible():
    for key in ("fuel.jp.gasoline", "fuel.jp.lng", "fuel.jp.coal_coke"):
        heat_mj = FACTORS[key].energy.value
        assert 0.045 < FACTORS[key].value / heat_mj < 0.11  # kg CO2 per MJ: natural gas 0.051, coke 0.110
    assert FACTORS["fuel.us.gasoline"].energy.text == "0.125 mmBtu/gal"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("material.plastic.film", "material.plastic.film.primary"),
        ("waste.plastic.incineration", "waste.jp.plastic_municipal.incineration"),
        ("elec.jp.avg", "elec.grid.jp.average"),
        ("elec.jp.a0269", "elec.jp.tepco"),
        ("gwp.r410a.ar5", "refrigerant.r410a"),
        ("food.rice", "food.rice"),
        ("freight.truck.avg", "freight.truck.avg"),
    ],
)
def test_documented_names_resolve(asked, expected):
    assert FACTORS[asked].id == expected


def test_every_source_has_what_must_be_printed():
    notice = data_text("bundled/NOTICE.md", beside=factors.__file__)
    for key, table in source_tables().items():
        assert set(table["attribution"]) == {"ja", "en"}
        assert table["licence"]
        assert table["licence_url"].startswith("https://")
        assert f"{key}.csv" in notice
        assert table["attribution"][table["official"]] in notice


def test_files_are_tidy():
    for source in source_tables():
        text = data_text(f"bundled/{source}.csv", beside=factors.__file__)
        assert "\r" not in text
        widths = {len(row) for row in csv.reader(io.StringIO(text))}
        assert len(widths) == 1


DOCS = Path(__file__).parents[3] / "docs/reference/factors.md"


def rows_of_the_reference(pattern):
    return [row for row in DOCS.read_text(encoding="utf-8").splitlines() if re.match(pattern, row)]


def test_the_reference_counts_the_families():
    families = Counter(factor.id.partition(".")[0] for factor in FACTORS)
    told = 0
    for row in rows_of_the_reference(r"\| `[a-z]+\.?`"):
        names, number, *_ = row.strip("|").split("|")
        kinds = [name.strip(". ") for name in re.findall(r"`([a-z.]+)`", names)]
        assert int(number) == sum(families[kind] for kind in kinds), row
        told += int(number)
    assert told == len(FACTORS)


def test_the_reference_counts_the_sources():
    sources = Counter(factor.source.id for factor in FACTORS)
    rows = [
        row for row in rows_of_the_reference(r"\| `[a-z]") if row.count("|") == 5 and "licence" not in row
    ]
    counts = {row.split("`")[1]: int(row.strip("| ").rpartition("|")[2]) for row in rows if "`" in row}
    assert {key: counts[key] for key in sources} == sources
