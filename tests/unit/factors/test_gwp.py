"""GWPs against the printed tables of IPCC AR4 (2.14), AR5 (8.A.1) and AR6 (7.15, 7.SM.7)."""

import pytest

from co2label import factors
from co2label._data import data_rows
from co2label.errors import FactorError
from co2label.factors import GWP_SETS, HORIZONS, gases, gwp, gwp_source

PRINTED = {
    # gas: AR4 100, 20; AR5 100, 20; AR6 100, 20
    "CO2": (1, 1, 1, 1, 1, 1),
    "CH4-fossil": (25, 72, 30, 85, 29.8, 82.5),
    "CH4-biogenic": (25, 72, 28, 84, 27.0, 79.7),
    "CH4-combustion": (25, 72, 28, 84, 27.0, 79.7),
    "N2O": (298, 289, 265, 264, 273, 273),
    "HFC-32": (675, 2330, 677, 2430, 771, 2690),
    "HFC-125": (3500, 6350, 3170, 6090, 3740, 6740),
    "HFC-134a": (1430, 3830, 1300, 3710, 1530, 4140),
    "HFC-143a": (4470, 5890, 4800, 6940, 5810, 7840),
    "HCFC-22": (1810, 5160, 1760, 5280, 1960, 5690),
    "CFC-12": (10900, 11000, 10200, 10800, 12500, 12700),
    "NF3": (17200, 12300, 16100, 12800, 17400, 13400),
    "CF4": (7390, 5210, 6630, 4880, 7380, 5300),
}
CELLS = [(gas, which, years) for gas in PRINTED for which in GWP_SETS for years in HORIZONS]


@pytest.mark.parametrize(("gas", "which", "years"), CELLS)
def test_printed_values(gas, which, years):
    expected = PRINTED[gas][2 * GWP_SETS.index(which) + HORIZONS.index(years)]
    assert gwp(gas, gwp_set=which, horizon=years) == expected


def test_sulphur_hexafluoride_of_ar6_is_the_current_print():
    assert gwp("SF6") == 24300
    assert gwp("SF6", gwp_set="AR5") == 23500
    with pytest.raises(FactorError, match="AR6 prints no 20-year GWP of SF6"):
        gwp("SF6", horizon=20)


SPELLINGS = {
    "hfc134a": "HFC-134a",
    "R134a": "HFC-134a",
    "r-32": "HFC-32",
    "R-22": "HCFC-22",
    "PFC-14": "CF4",
    "sf6": "SF6",
    "N₂O": "N2O",
    "R-744": "CO2",
    "r1234yf": "HFO-1234yf",
    "HFC 43-10mee": "HFC-43-10mee",
}


@pytest.mark.parametrize(("written", "gas"), SPELLINGS.items())
def test_spellings(written, gas):
    assert gwp(written) == gwp(gas)


@pytest.mark.parametrize(
    ("blend", "printed"), [("R-404A", 3943), ("R-407C", 1624), ("R-410A", 1924), ("R-507A", 3985)]
)
def test_blends_are_the_sum_of_their_parts_and_what_the_epa_prints(blend, printed):
    assert gwp(blend, gwp_set="AR5") == pytest.approx(printed, abs=1)
    assert gwp(blend, gwp_set="AR6") > 0


def test_r410a_of_ar6():
    assert gwp("R410A") == 0.5 * 771 + 0.5 * 3740


def test_methane_needs_its_origin_where_the_set_splits_it():
    with pytest.raises(FactorError, match='give origin "fossil" or "biogenic"'):
        gwp("CH4", gwp_set="AR5")
    assert gwp("CH4", gwp_set="AR4") == 25
    assert gwp("ch4-fossil") == gwp("CH4", origin="fossil")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ({"gas": "HFC-134b"}, "did you mean .*HFC-134a"),
        ({"gas": "xyzzy"}, "see gases"),
        ({"gas": "CO2", "gwp_set": "AR7"}, "AR4, AR5, AR6"),
        ({"gas": "CO2", "horizon": 50}, "100 or 20"),
        ({"gas": "CH4", "origin": "cow"}, '"fossil", "biogenic" or "combustion"'),
        ({"gas": "N2O", "origin": "fossil"}, "only CH4"),
        ({"gas": "CH4-fossil", "origin": "biogenic"}, "no GWP for a gas"),
        ({"gas": "HFO-1234yf", "gwp_set": "AR4"}, "prints no"),
    ],
)
def test_refusals(call, said):
    with pytest.raises(FactorError, match=said):
        gwp(call.pop("gas"), **call)


def test_sources():
    assert gwp_source("HFC-32").locator == "Supplementary Table 7.SM.7"
    assert gwp_source("CH4").locator == "Table 7.15"
    assert gwp_source("N2O", gwp_set="AR4").year == 2007
    assert "24300" in gwp_source("sf6").locator
    assert "Table 12" in gwp_source("R-410A", gwp_set="AR5").locator
    with pytest.raises(FactorError):
        gwp_source("N2O", gwp_set="AR9")


def test_table_is_tidy():
    rows = data_rows("bundled/gwp.csv", beside=factors.__file__)
    names = [(row["gas"], row["origin"]) for row in rows]
    assert len(names) == len(set(names))
    assert len(gases()) == len(set(gases()))
    for row in rows:
        values = [float(row[column]) for column in row if column.startswith("AR") and row[column]]
        assert values
        assert all(0 <= value <= 30_000 for value in values)
    for gas in gases():
        assert any(_prints(gas, which) for which in GWP_SETS)


def _prints(gas, which):
    try:
        return gwp(gas, gwp_set=which, origin="fossil" if gas == "CH4" else None) >= 0
    except FactorError:
        return False
