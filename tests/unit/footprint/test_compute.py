"""Footprints worked by hand; the working stands in the comments."""

import json
import math
import pickle
import subprocess
import sys
from functools import partial

import numpy as np
import pytest

import builders
import co2label as c2
from builders import line
from co2label.footprint import compute, compute_all
from co2label.model import EmissionFactor, Evidence
from co2label.units import _grammar, _registry


def factor(name="rice", value=2.0, per="1 kg", **fields):
    source = {"title": "EPD 1", "edition": "2", "year": 2024}
    return EmissionFactor(
        id=name, value=value, unit=fields.pop("unit", "kgCO2e"), per=per, source=source, **fields
    )


product = partial(builders.product, name="tea")


def uses(amount, used, stage="raw-materials"):
    return line(amount, stage, name=used, product=used)


def kg(*activities, **fields):
    return compute(product(*activities, **fields)).kg_co2e


# One factor


def test_amount_times_factor():
    # 48 g = 0.048 kg; 0.048 kg × 2.75 kg/kg = 0.132 kg
    assert kg(line("48 g", factor=factor(value=2.75))) == pytest.approx(0.132, rel=1e-15)


def test_a_factor_per_many():
    # 250 MJ per 1,000 MJ = 0.25; 0.25 × 56 kg = 14 kg
    assert kg(line("250 MJ", factor=factor(value=56.0, per="1000 MJ"))) == pytest.approx(14.0, rel=1e-15)


def test_an_amount_of_two_multiplied():
    # 0.110 kg × 120 km = 13.2 kg·km = 0.0132 t·km; × 0.1 kg/(t·km) = 0.00132 kg
    assert kg(line("0.110 kg * 120 km", factor=factor(value=0.1, per="1 t*km"))) == pytest.approx(
        0.00132, rel=1e-14
    )


def test_stages_and_components_stand_apart():
    # raw materials: 2 kg × (1.5 fossil + 0.5 land use change) = 3 + 1; uptake 2 × -1.8 = -3.6 stands beside the figure
    wood = factor("wood", 2.0, components={"fossil": 1.5, "land-use-change": 0.5, "biogenic-uptake": -1.8})
    pcf = compute(product(line("2 kg", factor=wood), line("3 kg", "use", factor=factor())))
    assert pcf.kg_co2e == 10.0
    assert pcf.stages == {"raw-materials": 4.0, "use": 6.0}
    assert pcf.components == {"fossil": 9.0, "land-use-change": 1.0, "biogenic-uptake": -3.6}
    assert pcf.matrix["raw-materials", "biogenic-uptake"] == -3.6


def test_a_stage_without_activities_is_absent_and_one_that_comes_to_nothing_is_zero():
    pcf = compute(product(line("0 kg", "use", factor=factor())))
    assert pcf.stages == {"use": 0.0}
    assert pcf.components == {"fossil": 0.0}
    assert (pcf.kg_co2e, pcf.primary_data_share) == (0.0, 0.0)


def test_published_parts_that_miss_the_value_by_rounding_are_scaled_to_it():
    # parts add up to 1.99, the value is 2: fossil 2 × 0.99/1.99, land use change 2 × 1/1.99
    rounded = factor(components={"fossil": 0.99, "land-use-change": 1.0})
    pcf = compute(product(line("1 kg", factor=rounded)))
    assert pcf.kg_co2e == pytest.approx(2.0, rel=1e-15)
    assert pcf.components["fossil"] == pytest.approx(1.98 / 1.99, rel=1e-14)


def test_what_a_factor_removes_stands_beside_its_value():
    both = factor(value=1.0, components={"fossil": 1.0, "removals": -1.0})
    pcf = compute(product(line("1 kg", factor=both)))
    assert (pcf.kg_co2e, pcf.components) == (1.0, {"fossil": 1.0, "removals": -1.0})


# Cut by stage


def test_through_takes_the_stages_up_to_the_named_one():
    # farm 1.0 + mill 0.4 = 1.4 of 2.0: 70 % of every component
    staged = factor(
        stages={"farm": 1.0, "mill": 0.4, "shop": 0.6}, components={"fossil": 1.5, "biogenic-non-co2": 0.5}
    )
    pcf = compute(product(line("1 kg", factor=staged, through="mill")))
    assert pcf.kg_co2e == pytest.approx(1.4, rel=1e-15)
    assert pcf.components["biogenic-non-co2"] == pytest.approx(0.35, rel=1e-15)


# GWP sets


def test_gases_are_characterised_by_the_asked_set():
    # AR6: CH4 29.8 fossil, 27.0 biogenic, N2O 273; AR5: N2O 265
    lines = [
        line("1 kg", "production", gas="CO2"),
        line("10 g", "production", gas="CH4", origin="fossil"),
        line("10 g", "production", gas="CH4", origin="biogenic"),
        line("1 g", "production", gas="N2O"),
    ]
    pcf = compute(product(*lines))
    assert pcf.kg_co2e == pytest.approx(1 + 0.298 + 0.27 + 0.273, rel=1e-15)
    assert pcf.components["biogenic-non-co2"] == pytest.approx(0.27, rel=1e-15)
    assert compute(product(lines[3]), gwp_set="AR5").kg_co2e == pytest.approx(0.265, rel=1e-15)
    # AR6, 20 years: CH4 fossil 82.5
    assert compute(product(lines[1]), horizon=20).kg_co2e == pytest.approx(0.825, rel=1e-15)


def test_methane_that_did_not_burn_is_fossil_without_its_own_co2():
    # AR6 27.0: the fuel's CO2 counts all of its carbon already
    pcf = compute(product(line("10 g", "production", gas="CH4", origin="combustion")))
    assert pcf.components == {"fossil": pytest.approx(0.27, rel=1e-15)}


def test_a_gas_is_booked_where_the_activity_says():
    taken = line("-2 kg", "production", gas="CO2", component="removals")
    pcf = compute(product(taken, line("5 kg", "production", gas="CO2", component="aircraft")))
    assert (pcf.kg_co2e, pcf.removed_kg) == (5.0, 2.0)
    assert pcf.components == {"aircraft": 5.0, "removals": -2.0}
    stored = line("-2 kg", "production", gas="CO2", component="biogenic-uptake")
    assert compute(product(stored)).kg_co2e == 0.0


GASES = {"CO2": 0.9, "CH4-fossil": 0.002, "N2O": 0.0001}
AR5_VALUE = 0.9 + 0.002 * 30 + 0.0001 * 265


def test_a_factor_of_another_set_is_characterised_anew_from_its_gases():
    # AR6: 0.9 + 0.002 × 29.8 + 0.0001 × 273 = 0.9869
    gaseous = factor(value=AR5_VALUE, gases=GASES, gwp_set="AR5")
    pcf = compute(product(line("1 kg", factor=gaseous)))
    assert pcf.kg_co2e == pytest.approx(0.9869, rel=1e-14)
    assert "from its gases, AR6 GWP100" in pcf.contributions[0].working
    assert compute(product(line("1 kg", factor=gaseous)), gwp_set="AR5").kg_co2e == AR5_VALUE


def test_characterising_anew_moves_the_component_of_the_gas():
    # biogenic CH4 0.01 kg: 28 → 27 a kg, so 0.28 → 0.27 in biogenic-non-co2; fossil stays 0.72
    gases = {"CO2": 0.72, "CH4-biogenic": 0.01}
    digester = factor(
        value=1.0, gases=gases, gwp_set="AR5", components={"fossil": 0.72, "biogenic-non-co2": 0.28}
    )
    pcf = compute(product(line("1 kg", factor=digester)))
    assert pcf.components["fossil"] == pytest.approx(0.72, rel=1e-14)
    assert pcf.components["biogenic-non-co2"] == pytest.approx(0.27, rel=1e-14)


@pytest.mark.parametrize("gases", [{}, {"CO2": 0.1}, {"HFC-9999": 1.0}])
def test_without_gases_that_make_up_the_value_it_stays_as_published(gases):
    pcf = compute(product(line("1 kg", factor=factor(gwp_set="AR5", gases=gases))))
    assert pcf.kg_co2e == 2.0
    assert "mixed-gwp-set" in {note.code for note in pcf.notes}


def test_a_published_value_is_not_on_twenty_years():
    pcf = compute(product(line("1 kg", factor=factor(gwp_set="AR6"))), horizon=20)
    assert "mixed-gwp-set" in {note.code for note in pcf.notes}


@pytest.mark.parametrize("basis", [{"gwp_set": "AR7"}, {"horizon": 500}])
def test_there_must_be_a_table_of_the_set(basis):
    with pytest.raises(c2.FactorError):
        compute(product(line("1 kg", factor=factor())), **basis)


# Bridges


def test_rope_by_the_metre():
    # 6 m × 0.5 kg/m = 3 kg; × 2 kg/kg = 6 kg
    assert kg(line("6 m", factor=factor("rope", mass="0.5 kg/m"))) == 6.0


def test_an_amount_bridges_per_declared_unit_or_per_the_factor_s_own():
    # a shirt of 200 g: 3 pieces = 0.6 kg
    assert kg(line("3 piece", factor=factor(per="1 kg")), mass="200 g") == pytest.approx(1.2, rel=1e-15)
    # factor per 2 pieces of together 500 g: 1 kg = 4 pieces = 2 × 2 pieces
    assert kg(line("1 kg", factor=factor(per="2 piece", mass="500 g"))) == pytest.approx(4.0, rel=1e-15)


def test_the_factor_s_bridge_goes_before_the_product_s():
    shirt = factor(mass="0.25 kg/piece")
    assert kg(line("4 piece", factor=shirt), mass="200 g") == pytest.approx(2.0, rel=1e-15)


def test_two_bridges_together():
    # 2 pieces × 0.5 L/piece (product: 500 mL through its density and mass): 0.46 kg / 0.92 kg/L = 0.5 L a piece
    assert kg(line("2 piece", factor=factor(per="1 L", density="0.92 kg/L")), mass="460 g") == pytest.approx(
        2.0, rel=1e-14
    )


def test_a_bridge_of_a_product_that_is_used():
    # 220 g of rice balls of 110 g each = 2 of them, 5 kg each
    ball = product(line("2.5 kg", factor=factor()), name="ball", mass="110 g")
    box = product(uses("220 g", "ball"), name="box")
    assert compute_all([ball, box])["box"].kg_co2e == pytest.approx(10.0, rel=1e-15)


def test_money_of_one_year():
    spent = factor(per="1 USD2022")
    assert kg(line("3 USD2022", factor=spent)) == 6.0
    assert [
        note.code for note in compute(product(line("3 USD", factor=spent))).notes if "price" in note.code
    ] == ["price-year"]


# Products that use products


def test_nested_products_keep_components_and_book_into_the_using_stage():
    # 500 g of rice: 2 kg. A ball takes 250 g = half: 1 kg, all in production, whatever stages the rice has.
    rice = product(
        line("0.5 kg", factor=factor(components={"fossil": 1.0, "biogenic-non-co2": 1.0})),
        line("1 kg", "production", gas="CO2"),
        name="rice",
        declared_unit="500 g",
    )
    ball = product(uses("250 g", "rice", "production"), line("1 kg", "use", factor=factor()), name="ball")
    pcf = compute(ball, products=[rice])
    assert pcf.stages == {"production": 1.0, "use": 2.0}
    assert pcf.matrix["production", "biogenic-non-co2"] == 0.25
    assert [leaf.path for leaf in pcf.contributions] == [("rice", "line"), ("rice", "line"), ("line",)]
    assert [leaf.kg_co2e for leaf in pcf.contributions] == [0.5, 0.5, 2.0]


def test_a_loop_worked_by_hand():
    # mine: 10 kg + 0.1 t steel a unit; steel: 1 kg + 0.5 mine a t.  m = 10 + 0.1 s, s = 1 + 0.5 m
    # m = 10 + 0.1 + 0.05 m → m = 10.1/0.95; s = 1 + 5.05/0.95
    mine = product(line("10 kg", gas="CO2"), uses("0.1 t", "steel"), name="mine")
    steel = product(line("1 kg", gas="CO2"), uses("0.5 piece", "mine"), name="steel", declared_unit="1 t")
    both = compute_all([mine, steel])
    assert both["mine"].kg_co2e == pytest.approx(10.1 / 0.95, rel=1e-14)
    assert both["steel"].kg_co2e == pytest.approx(1 + 5.05 / 0.95, rel=1e-14)
    loops = [leaf for leaf in both["mine"].contributions if leaf.product]
    assert [(leaf.path, leaf.product) for leaf in loops] == [(("steel", "mine"), "mine")]
    assert sum(leaf.kg_co2e for leaf in both["mine"].contributions) == pytest.approx(10.1 / 0.95, rel=1e-12)


def test_only_what_is_used_is_computed():
    broken = product(line("1 kg", factor="no.such"), name="broken")
    assert compute(product(line("1 kg", factor=factor())), products=[broken]).kg_co2e == 2.0


# Primary data


def test_primary_data_share():
    # primary: 3 kg gas measured + 1 kg own factor measured; not: 2 kg measured amount on a secondary factor,
    # 4 kg own factor on an estimate: 4 of 10 kg
    measured, guessed = Evidence(kind="measured"), Evidence(kind="estimate")
    own = factor("own", 1.0, quality={"primary": True})
    pcf = compute(
        product(
            line("3 kg", "production", gas="CO2", evidence=measured),
            line("1 kg", factor=own, evidence=measured),
            line("1 kg", factor=factor(), evidence=measured),
            line("4 kg", factor=own, evidence=guessed),
        )
    )
    assert pcf.primary_data_share == pytest.approx(40.0, rel=1e-14)


def test_primary_data_share_goes_through_used_products():
    # inner: 3 of 4 kg primary. outer: 0.5 inner (1.5 of 2 kg) + 2 kg not: 1.5 of 4 kg
    inner = product(
        line("3 kg", gas="CO2", evidence=Evidence(kind="supplier")), line("1 kg", gas="CO2"), name="inner"
    )
    outer = product(uses("0.5 piece", "inner"), line("1 kg", factor=factor()), name="outer")
    assert compute(outer, products=[inner]).primary_data_share == pytest.approx(37.5, rel=1e-14)


def test_removals_weigh_by_their_size():
    kept = {"store": "mineral", "years": 1000, "standard": "Rule 1", "verified_by": "Prüfer"}
    taken = line("-1 kg", gas="CO2", component="removals", removal=kept, evidence=Evidence(kind="measured"))
    counted = product(taken, line("3 kg", gas="CO2"), declaration={"sum_rule": "pact-3"})
    assert compute(counted).primary_data_share == pytest.approx(25.0, rel=1e-14)
    assert compute(product(taken, line("3 kg", gas="CO2"))).primary_data_share == 0.0


# Large and deep


def test_a_chain_of_five_thousand_products():
    chain = [product(line("1 kg", gas="CO2"), name="p0")]
    chain += [
        product(uses("1 piece", f"p{i}"), line("1 kg", gas="CO2"), name=f"p{i + 1}") for i in range(4_999)
    ]
    pcf = compute_all(chain)["p4999"]
    assert pcf.kg_co2e == 5_000.0
    assert len(pcf.contributions) == 1_000
    assert sum(leaf.kg_co2e for leaf in pcf.contributions) == 5_000.0
    assert sum(leaf.product is not None for leaf in pcf.contributions) == 1
    assert len(pcf.explain().text().splitlines()) > 2_000


def test_a_hundred_thousand_activities():
    own = factor()
    one = line("1 g", factor=own)
    pcf = compute(product(*[one] * 100_000))
    assert pcf.kg_co2e == pytest.approx(200.0, rel=1e-12)
    assert math.fsum(leaf.kg_co2e for leaf in pcf.contributions) == pytest.approx(200.0, rel=1e-12)


def test_a_chain_of_diamonds_has_two_to_the_sixty_paths():
    chain = [product(line("1 kg", gas="CO2"), name="p0")]
    chain += [
        product(uses("1 piece", f"p{i}"), uses("1 piece", f"p{i}"), name=f"p{i + 1}") for i in range(60)
    ]
    pcf = compute_all(chain)["p60"]
    assert pcf.kg_co2e == 2.0**60
    assert len(pcf.contributions) == 1_000
    assert math.fsum(leaf.kg_co2e for leaf in pcf.contributions) == 2.0**60


# Many at once


def test_footprints_are_a_sequence_and_found_by_id():
    both = compute_all(
        [product(line("1 kg", factor=factor())), product(line("2 kg", factor=factor()), name="b")]
    )
    assert (len(both), both.ids, both.kg_co2e.tolist()) == (2, ("tea", "b"), [2.0, 4.0])
    assert both[-1].product.id == both["b"].product.id == "b"
    assert [pcf.kg_co2e for pcf in both[:1]] == [2.0]
    assert [pcf.product.id for pcf in both] == ["tea", "b"]
    assert "b" in both
    assert "c" not in both
    assert repr(both) == "<2 footprints>"
    assert both[0] in both
    with pytest.raises(IndexError):
        both[2]
    with pytest.raises(c2.ComputeError, match=r"no footprint of a product 'teaa'; did you mean 'tea'\?"):
        both["teaa"]


def test_columns_of_many():
    both = compute_all(
        [product(line("1 kg", "use", factor=factor())), product(line("2 kg", factor=factor()), name="b")]
    )
    assert np.isnan(both.stages_kg_co2e).sum() == 8
    assert both.stages_kg_co2e[0, 3] == 2.0
    assert both.primary_data_share.tolist() == [0.0, 0.0]
    with pytest.raises(ValueError, match="read-only"):
        both.kg_co2e[0] = 1.0


def test_nothing_to_compute():
    assert len(compute_all([])) == 0


def test_the_same_alone_and_among_others():
    rng = np.random.default_rng(7)
    own = factor(value=0.1)
    many = [
        product(*[line(f"{x:.6f} kg", factor=own) for x in rng.random(40)], name=f"p{i}") for i in range(50)
    ]
    together = compute_all(many)
    assert [compute(one).kg_co2e for one in many] == together.kg_co2e.tolist()


# What comes out


def test_as_dict_is_the_contract():
    pcf = compute(
        product(
            line("48 g", name="米", factor=factor("food.rice", 2.5, year=2020, gwp_set="AR6")), name="ball"
        )
    )
    assert json.loads(json.dumps(pcf.as_dict())) == {
        "id": "ball",
        "declared_unit": "1 piece",
        "boundary": "cradle-to-grave",
        "gwp_set": "AR6",
        "gwp_horizon": 100,
        "kg_co2e": 0.12,
        "interval": None,
        "stages": {"raw-materials": 0.12},
        "components": {"fossil": 0.12},
        "totals": [
            {"rule": rule, "excluding_uptake": 0.12, "including_uptake": 0.12, "left_out": {}}
            for rule in ("iso-14067", "pact-3", "tfs-3.1", "catena-x-9")
        ],
        "contributions": [
            {
                "path": ["米"],
                "stage": "raw-materials",
                "kg_co2e": 0.12,
                "factor": "food.rice",
                "working": "48 g = 0.048 kg × 2.5 kgCO2e/kg = 0.12 kgCO2e",
                "source": "EPD 1 2 (2020)",
            }
        ],
        "kinds": {"product": 1.0},
        "left_out_percent": 0.0,
        "primary_data_share": 0.0,
        "electricity": {},
        "unconverted_kg": 0.0,
        "data_quality": {},
        "notes": [
            {
                "code": "unsplit-components",
                "message": (
                    "0.12 kg of 0.12 kg come from factors that do not say which component they are; booked as fossil"
                ),
            }
        ],
    }


def test_footprints_pickle_with_everything():
    rice = product(line("1 kg", factor=factor()), name="rice", declared_unit="1 kg")
    pcf = compute(product(uses("2 kg", "rice")), products=[rice])
    again = pickle.loads(pickle.dumps(pcf))
    assert again == pcf
    assert again.explain().text() == pcf.explain().text()
    assert isinstance(again.contributions, tuple)


def test_a_notebook_shows_a_table():
    shown = compute(product(line("1 kg", factor=factor())))._repr_html_()
    assert shown == (
        "<table><caption>tea, per 1 piece</caption><tr><th>raw-materials</th><td>2</td></tr>"
        "<tr><th>kg CO2e</th><td>2</td></tr></table>"
    )


def test_bundled_factors_are_taken_when_none_are_given():
    pcf = compute(product(line("1 kWh", "production", factor="elec.grid.jp.average")))
    assert pcf.kg_co2e == c2.FactorLibrary.bundled()["elec.grid.jp.average"].value
    assert pcf.factor_edition == c2.FactorLibrary.bundled().edition


# What it costs


def test_pint_is_asked_once_for_each_distinct_unit(monkeypatch):
    asked = []
    pint = _registry._registry()
    ask = pint.parse_units
    monkeypatch.setattr(pint, "parse_units", lambda text: asked.append(text) or ask(text))
    _registry.resolve.cache_clear()
    _grammar._seen.clear()
    own = factor()
    products = [
        product(*[line(f"{i} {unit}", factor=own) for unit in ("g", "kg", "t")], name=f"p{i}")
        for i in range(200)
    ]
    compute_all(products)
    assert len(asked) <= 4  # g, kg, t, piece


def test_importing_the_room_imports_no_numbers():
    code = (
        "import sys, co2label.footprint, co2label.model; "
        "print([m for m in ('numpy', 'scipy', 'pint', 'PIL') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"
