"""A certificate covers its kilowatt-hours and no more, through any products that use its holder."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import co2label as c2
from co2label.catalogue._make import compute_part
from co2label.errors import ComputeError
from co2label.model import document_of

FACTORS = c2.FactorLibrary(
    [c2.EmissionFactor(id="left", value=1.0, unit="kgCO2e", per="1 kWh", source={"title": "Test"})]
)
"""One kilogram for every kilowatt-hour that no certificate covers: a figure counts them."""
TINY = 1e-9


def line(place, kwh, certificate):
    rule = {"method": "market", "grid": "left", "market": "JP", "period": "2025"}
    if certificate is not None:
        one = {
            "id": f"c{place}",
            "kind": "GO",
            "amount": f"{certificate!r} kWh",
            "market": "JP",
            "period": "2025",
        }
        rule["certificates"] = [one]
    return {"name": f"power {place}", "amount": f"{kwh!r} kWh", "stage": "production", "electricity": rule}


def rounded(low, high):
    return st.floats(low, high).map(lambda value: float(f"{value:.6g}"))


@st.composite
def systems(draw, *, loops=True):
    """Products and a process, each with electricity of its own, certified in part; all may use each other."""
    count = draw(st.integers(2, 5))
    ids = [f"p{place}" for place in range(count)]
    makers, certified = [], {}
    for place in range(count):
        kwh = draw(rounded(0.01, 5))
        share = draw(st.none() | st.floats(0.05, 1))
        certified[place] = None if share is None else float(f"{share * kwh:.6g}")
        lines = [line(place, kwh, certified[place])]
        others = ids if loops else ids[:place]
        for used in draw(st.lists(st.sampled_from(others), max_size=3)) if others else ():
            most = 0.15 if loops else 50
            lines.append(
                {
                    "name": "use",
                    "amount": f"{draw(rounded(0.001, most))!r} piece",
                    "product": used,
                    "stage": "production",
                }
            )
        makers.append(lines)
    return ids, makers, certified


def document(ids, makers, *, process):
    """The last two products come out of one process, by mass, if wanted; a run makes 0.4 and 1.6 pieces."""
    alone = ids[:-2] if process else ids
    products = [
        {
            "id": name,
            "name": name,
            "declared_unit": "1 piece",
            "boundary": "gate-to-gate",
            "activities": makers[place],
        }
        for place, name in enumerate(alone)
    ]
    made = [
        {
            "id": "run",
            "allocation": "equal",
            "boundary": "gate-to-gate",
            "outputs": [
                {"product": name, "amount": f"{part} piece"}
                for name, part in zip(ids[-2:], (0.4, 1.6), strict=True)
            ],
            "activities": [*makers[-2], *makers[-1]],
        }
    ]
    return document_of({"products": products, "processes": made if process else []})


def without(makers):
    """The same without certificates: a figure counts every kilowatt-hour."""
    plain = []
    for lines in makers:
        rule = {key: value for key, value in lines[0]["electricity"].items() if key != "certificates"}
        plain.append([lines[0] | {"electricity": rule}, *lines[1:]])
    return plain


@settings(deadline=None, max_examples=150)
@given(systems() | systems(loops=False), st.booleans())
def test_what_is_covered_in_all_is_never_more_than_the_certificates(system, process):
    ids, makers, certified = system
    try:
        figures = c2.compute_all(document(ids, makers, process=process).products, FACTORS)
        drawn = c2.compute_all(document(ids, without(makers), process=process).products, FACTORS)
    except ComputeError as error:
        assume("loop" not in str(error))
        raise
    covered = {name: drawn[name].kg_co2e - figures[name].kg_co2e for name in ids}
    whole = sum(kwh for kwh in certified.values() if kwh is not None)
    for name in ids:
        assert -TINY <= covered[name] <= whole * (1 + TINY) + TINY * drawn[name].kg_co2e
    used = {name for lines in makers for one in lines for name in [one.get("product")] if name}
    last = [name for name in ids if name not in used]
    assert sum(covered[name] for name in last) <= whole * (1 + TINY) + TINY * sum(drawn.kg_co2e)
    for name in ids:
        assert figures[name].electricity["location"] == pytest.approx(drawn[name].kg_co2e)


@settings(deadline=None, max_examples=60)
@given(systems(loops=False), st.floats(1, 1e4))
def test_a_stated_consumption_gives_the_same_figure_in_any_part_of_a_catalogue(system, times):
    ids, makers, _ = system
    for lines in makers:
        if "certificates" in lines[0]["electricity"]:
            kwh = float(lines[0]["amount"].removesuffix(" kWh"))
            lines[0] = lines[0] | {
                "electricity": lines[0]["electricity"] | {"consumption": f"{kwh * times!r} kWh"}
            }
    products = document(ids, makers, process=False).products
    try:
        together = c2.compute_all(products, FACTORS)
    except ComputeError as error:
        if "are drawn" not in str(error):
            raise
        return
    part = compute_part(products, FACTORS)
    for place, each in enumerate(products):
        alone = c2.compute(each, FACTORS, products=products[:place])
        assert alone.kg_co2e == pytest.approx(together[each.id].kg_co2e, rel=1e-12)
        assert part[each.id].kg_co2e == together[each.id].kg_co2e
