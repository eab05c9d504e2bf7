"""Transport by legs and the use phase, worked by hand; the working stands in the comments."""

import pytest

from co2label.errors import DocumentError
from co2label.footprint import compute
from co2label.model import Activity, EmissionFactor, Leg, Product


def factor(name, value, per="1 t*km", boundary="transport-wtw", **fields):
    fields = {"unit": "kgCO2e", "source": {"title": "EPD"}, "gwp_set": "AR6"} | fields
    return EmissionFactor(id=name, value=value, per=per, boundary=boundary, **fields)


TRUCK = factor("truck", 0.1)
REEFER = factor("reefer", 0.12)
SHIP = factor("ship", 0.02)
PLANE = factor("plane", 0.6)
DOCK = factor("dock", 1.5, per="1 t", boundary="unstated")
TANK_TRUCK = factor("truck.ttw", 0.08, boundary="transport-ttw")
TANK_SHIP = factor("ship.ttw", 0.016, boundary="transport-ttw")
WELL = factor("truck.wtt", 0.02, boundary="upstream")


def moved(*legs, amount="2 t", stage="distribution", **fields):
    line = Activity("delivery", amount, stage=stage, legs=legs)
    fields = {"declared_unit": "1 piece", "boundary": "cradle-to-grave"} | fields
    return compute(Product(id="p", name="P", activities=[line], **fields))


def codes(pcf):
    return [note.code for note in pcf.notes]


def test_legs_and_a_hub():
    # 2 t × 120 km × 0.1 = 24 kg; dock 2 t × 1.5 = 3 kg; 2 t × 900 km × 0.02 = 36 kg; 63 kg
    pcf = moved(
        Leg(mode=TRUCK, distance="120 km"),
        Leg(hub=DOCK),
        Leg(mode=SHIP, distance="900 km", name="to the island"),
    )
    assert pcf.kg_co2e == pytest.approx(63.0, rel=1e-14)
    assert [leaf.path for leaf in pcf.contributions] == [
        ("delivery", "truck"),
        ("delivery", "dock"),
        ("delivery", "to the island"),
    ]
    assert pcf.stages == pytest.approx({"distribution": 63.0})
    assert codes(pcf) == ["unsplit-components"]


def test_the_load_is_the_goods_with_the_shippers_packaging():
    # (110 g + 5 g) × 120 km = 0.0138 t·km × 0.12 = 0.001656 kg
    pcf = moved(Leg(mode=REEFER, distance="120 km", packaging="5 g"), amount="110 g")
    assert pcf.kg_co2e == pytest.approx(0.001656, rel=1e-14)
    assert "(110 g + 5 g) × 120 km = 0.0138 t*km × 0.12" in pcf.contributions[0].working


def test_a_hub_takes_the_packaging_too():
    # (1 t + 100 kg) × 1.5 kg/t = 1.65 kg
    assert moved(Leg(hub=DOCK, packaging="100 kg"), amount="1 t").kg_co2e == pytest.approx(1.65)


def test_goods_by_the_piece_are_weighed_by_the_product():
    # 1 piece of 500 kg × 10 km = 5 t·km × 0.1 = 0.5 kg
    assert moved(Leg(mode=TRUCK, distance="10 km"), amount="1 piece", mass="500 kg").kg_co2e == pytest.approx(
        0.5
    )


def test_upstream_makes_a_leg_whole():
    # 2 t × 100 km × (0.08 + 0.02) = 16 + 4 = 20 kg
    pcf = moved(Leg(mode=TANK_TRUCK, distance="100 km", upstream=WELL))
    assert [leaf.kg_co2e for leaf in pcf.contributions] == pytest.approx([16.0, 4.0])
    assert [leaf.path[-1] for leaf in pcf.contributions] == ["truck.ttw", "truck.ttw, upstream"]
    assert codes(pcf) == ["unsplit-components"]


@pytest.mark.parametrize(
    ("by", "here", "there", "km"),
    [
        ("road", "SFD", "actual", 105.0),  # 100 km × 1.05
        ("road", "actual", "SFD", 100 / 1.05),
        ("sea", "SFD", "actual", 115.0),  # 100 km × 1.15
        ("rail", "SFD", "actual", 100.0),
        ("inland-waterway", "actual", "SFD", 100.0),
        ("air", "GCD", "actual", 195.0),  # 100 km + 95 km
        ("air", "actual", "GCD", 5.0),
    ],
)
def test_distances_of_another_kind_are_adjusted(by, here, there, km):
    leg = Leg(mode=TRUCK, distance="100 km", distance_type=here, factor_distance_type=there, by=by)
    pcf = moved(leg, amount="1 t")
    assert pcf.kg_co2e == pytest.approx(km * 0.1, rel=1e-14)
    assert f"({here} → {there}, {by})" in pcf.contributions[0].working


def test_distances_of_one_kind_are_taken_as_they_are():
    leg = Leg(mode=TRUCK, distance="100 km", distance_type="SFD", factor_distance_type="SFD")
    assert moved(leg, amount="1 t").kg_co2e == pytest.approx(10.0)


def test_tank_to_wheel_and_well_to_wheel_in_one_chain_are_named():
    pcf = moved(Leg(mode=TANK_TRUCK, distance="1 km"), Leg(mode=SHIP, distance="1 km"))
    (note,) = (note for note in pcf.notes if note.code == "mixed-transport-boundary")
    assert note.message == (
        "delivery: mixes legs: truck.ttw operation alone, ship well-to-wheel; add `upstream` to them "
        "(ISO 14083 counts operation and energy provision)"
    )
    assert note.where == ("delivery",)


def test_one_whole_leg_and_one_without_upstream_are_a_mix():
    pcf = moved(
        Leg(mode=TANK_TRUCK, distance="1 km", upstream=WELL, name="lorry"),
        Leg(mode=TANK_SHIP, distance="1 km"),
    )
    assert "delivery: mixes legs: ship.ttw operation alone, lorry well-to-wheel" in str(pcf.notes)


def test_a_chain_of_tank_to_wheel_is_named():
    pcf = moved(Leg(mode=TANK_TRUCK, distance="1 km"), Leg(mode=TANK_SHIP, distance="1 km"))
    assert "tank-to-wheel" in codes(pcf)
    assert "delivery: truck.ttw, ship.ttw cover the operation of vehicles only" in str(pcf.notes)


def test_upstream_beside_well_to_wheel_counts_twice():
    pcf = moved(Leg(mode=TRUCK, distance="1 km", upstream=WELL))
    assert "transport-counted-twice" in codes(pcf)


def test_upstream_as_a_mode_is_named():
    assert "upstream-only" in codes(moved(Leg(mode=WELL, distance="1 km")))


def test_bundled_factors():
    # 1 t × 100 km × (0.10163 + 0.02359) = 12.522 kg on the published set
    leg = Leg(mode="freight.truck.avg", distance="100 km", upstream="freight.truck.avg.wtt")
    line = Activity("delivery", "1 t", stage="production", legs=[leg])
    made = Product(id="p", name="P", declared_unit="1 t", boundary="cradle-to-gate", activities=[line])
    assert compute(made, gwp_set="AR5").kg_co2e == pytest.approx(12.522, rel=1e-9)


KM = {"distance": "1 km"}
REFUSED = {
    "no mode": ([KM], "1 t", "legs[0]: a leg has either a mode (a vehicle) or a hub; got none of them"),
    "both": (
        [{"mode": "m", "hub": "h"} | KM],
        "1 t",
        "legs[0]: a leg has either a mode (a vehicle) or a hub; got both",
    ),
    "no distance": ([{"mode": "m"}], "1 t", "legs[0].distance: a leg with a mode needs its distance; add it"),
    "a hub with a distance": (
        [{"hub": "h"} | KM],
        "1 t",
        "legs[0].distance: a hub has no distance: it counts",
    ),
    "a distance in kg": (
        [{"mode": "m", "distance": "3 kg"}],
        "1 t",
        "legs[0].distance: expected a length such as",
    ),
    "a negative distance": (
        [{"mode": "m", "distance": "-3 km"}],
        "1 t",
        "legs[0].distance: negative amount '-3 km'",
    ),
    "packaging in m": (
        [{"mode": "m", "packaging": "3 m"} | KM],
        "1 t",
        "legs[0].packaging: expected a mass such as",
    ),
    "packaging of pieces": (
        [{"mode": "m", "packaging": "3 g"} | KM],
        "1 piece",
        "legs[0].packaging: packaging is added to a mass; the amount '1 piece' is none",
    ),
    "an amount with its distance": (
        [{"mode": "m"} | KM],
        "1 t * 5 km",
        "amount: got '1 t * 5 km' (mass·length); with legs the amount is the mass of the goods, without a distance",
    ),
    "no legs": ([], "1 t", "legs: expected at least one, got none; add one"),
    "SFD and GCD": (
        [{"mode": "m", "distance_type": "SFD"} | KM, {"mode": "m", "distance_type": "GCD"} | KM],
        "1 t",
        "legs[1].distance_type: GCD here, SFD before: the two are never mixed in one chain (ISO 14083)",
    ),
    "SFD to GCD": (
        [{"mode": "m", "distance_type": "SFD", "factor_distance_type": "GCD", "by": "road"} | KM],
        "1 t",
        "legs[0].distance_type: no sourced factor leads from SFD to GCD",
    ),
    "GCD by road": (
        [{"mode": "m", "distance_type": "GCD", "factor_distance_type": "actual", "by": "road"} | KM],
        "1 t",
        "legs[0].distance_type: no sourced factor leads from GCD to the actual distance by road",
    ),
    "SFD by air": (
        [{"mode": "m", "distance_type": "SFD", "factor_distance_type": "actual", "by": "air"} | KM],
        "1 t",
        'legs[0].distance_type: by air the distance is the great circle; write "GCD"',
    ),
    "a flight shorter than its detour": (
        [{"mode": "m", "distance_type": "actual", "factor_distance_type": "GCD", "by": "air"} | KM],
        "1 t",
        "legs[0].distance: a flight is 95 km longer than the great circle, got '1 km' in all; check the distance",
    ),
    "by what": (
        [{"mode": "m", "distance_type": "SFD", "factor_distance_type": "actual"} | KM],
        "1 t",
        "legs[0].by: from SFD to actual depends on the vehicle; add by =",
    ),
    "by without need": (
        [{"mode": "m", "by": "road"} | KM],
        "1 t",
        "legs[0].by: only needed where distance_type",
    ),
}


@pytest.mark.parametrize(("legs", "amount", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(legs, amount, message):
    with pytest.raises(DocumentError) as caught:
        Activity("delivery", amount, stage="distribution", legs=legs)
    assert str(caught.value).startswith(message)


# Use phase: an amount of two multiplied is enough


@pytest.mark.parametrize(
    ("amount", "kwh"),
    [
        ("1000 use * 0.06 kWh/use", 60.0),
        ("1000 回 * 0.06 kWh/回", 60.0),
        ("4 year * 40 kWh/year", 160.0),
        ("45 use * 0.5 kWh/use", 22.5),  # a T-shirt: 45 cycles (Ecobalyse)
    ],
)
def test_uses_times_consumption_on_the_grid_of_a_country(amount, kwh):
    line = Activity("use", amount, factor="elec.grid.jp", stage="use")
    made = Product(id="p", name="P", declared_unit="1 piece", boundary="cradle-to-grave", activities=[line])
    pcf = compute(made)
    assert pcf.kg_co2e == pytest.approx(kwh * 0.485392, rel=1e-14)
    assert f"{amount} = {kwh:g} kWh × 0.485392 kgCO2e/kWh" in pcf.contributions[0].working
