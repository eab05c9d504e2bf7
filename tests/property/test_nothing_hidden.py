"""No document makes an emission small: by a component, a sign, a gas, a product in between, a process or a certificate.

Documents are drawn as people write them, wrong ones among them. What is read and declared is held against the sum of its
emissions, added up here line by line in exact fractions.
"""

from fractions import Fraction

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import co2label as c2
from co2label.declaration import IGES_2030, REFERENCES
from co2label.errors import ClaimError, ComputeError, DocumentError
from co2label.figures import show_mass
from co2label.footprint import difference
from co2label.model import COMPONENT_RULES, COMPONENTS, EMISSIONS, REMOVALS, SUM_RULES, document_of
from co2label.receipt import Receipt, ReceiptLine, summarise

SAID = {
    "issued": "2026-11-23",
    "valid_until": "2027-11-22",
    "company": "X",
    "info_url": "https://example.jp/x",
}
EVIDENCE = {"store": "soil", "years": 30, "standard": "Rule 1", "verified_by": "Prüfer"}
GWP = {"CO2": 1, "N2O": 273, "SF6": 24300, "CH4-biogenic": 27, "CH4-fossil": Fraction("29.8")}
"""AR6, 100 years."""
RESIDUAL = Fraction(1, 2)
SAME = 1e-9

amounts = st.integers(1, 5000).map(lambda grams: Fraction(grams, 1000))
MOSTLY = 30
"""To one: how often a person writes what fits."""
signs = st.sampled_from((*[1] * MOSTLY, -1))
DIRECT = [part for part in COMPONENTS if COMPONENT_RULES[part].direct]


@st.composite
def gas_lines(draw):
    """A direct emission with its kilograms that are emitted; of what is refused nobody asks them."""
    component = draw(st.sampled_from((*[None, *DIRECT] * 3, *COMPONENTS)))
    rule = COMPONENT_RULES.get(component)
    held = [gas for gas in sorted(GWP) if rule is None or rule.takes(gas)]
    gas = draw(st.sampled_from((*held * MOSTLY, *sorted(GWP))))
    sign = draw(signs) * (1 if rule is None else rule.sign)
    kg = draw(amounts)
    line = {"name": "gas", "amount": f"{sign * float(kg)!r} kg", "gas": gas, "component": component}
    line = {name: value for name, value in line.items() if value is not None}
    if draw(st.booleans()) and component in {"removals", "land-management-removals"}:
        line["removal"] = EVIDENCE
    beside = component == "biogenic-co2"  # declared only where as much was taken up
    return line, Fraction(0) if sign < 0 or beside else kg * GWP[gas]


@st.composite
def factor_lines(draw):
    """An amount of a factor with any components, most of them of the right sign."""
    parts = draw(st.lists(st.sampled_from(COMPONENTS), unique=True, max_size=4))
    held = {part: draw(signs) * COMPONENT_RULES[part].sign * float(draw(amounts)) for part in parts}
    emitted = sum(Fraction(kg) for part, kg in held.items() if part in EMISSIONS)
    value = draw(st.sampled_from((*[emitted] * MOSTLY, sum(map(Fraction, held.values())), draw(amounts))))
    factor = {"id": "f", "value": float(value), "unit": "kgCO2e", "per": "1 kg", "source": {"title": "EPD"}}
    factor |= {"components": held} | (
        {"removal": EVIDENCE} if any(map(held.get, REMOVALS)) and draw(st.booleans()) else {}
    )
    kg = draw(amounts)
    # parts and value may differ by their rounding; the value counts
    return {"name": "factor", "amount": f"{float(kg)!r} kg", "factor": factor}, kg * Fraction(factor["value"])


lines = st.lists(gas_lines() | factor_lines(), min_size=1, max_size=4)


@st.composite
def power(draw):
    """Electricity with a certificate that may be of any size, in a product that others draw on."""
    used = draw(amounts)
    certified = (
        draw(amounts) if draw(signs) < 0 else used * draw(st.sampled_from((Fraction(1, 4), Fraction(1))))
    )
    certificate = {
        "id": "c",
        "kind": "GO",
        "amount": f"{float(certified)!r} kWh",
        "market": "JP",
        "period": "2025",
    }
    rule = {"method": "market", "grid": "grid", "residual": "residual", "market": "JP", "period": "2025"}
    line = {
        "name": "power",
        "amount": f"{float(used)!r} kWh",
        "electricity": rule | {"certificates": [certificate]},
    }
    return line, used, certified


FACTORS = [
    {"id": name, "value": float(RESIDUAL), "unit": "kgCO2e", "per": "1 kWh", "source": {"title": "EPD"}}
    for name in ("grid", "residual")
]


def product(name, made, **fields):
    given = [line | {"stage": "production"} for line in made]
    plain = {"id": name, "name": name, "declared_unit": "1 piece", "boundary": "gate-to-gate", "year": 2025}
    return plain | {"activities": given} | fields


@st.composite
def documents(draw):
    """Products that use the ones before, and below them a process: data, and the least kilograms of each product."""
    products, least = [], {}
    drawn = draw(st.none() | power())
    if drawn is not None:
        line, used, certified = drawn
        products.append(product("power", [line]))
        least["power"] = max(Fraction(0), used - certified) * RESIDUAL
    for place in range(draw(st.integers(1, 3))):
        made = draw(lines)
        kg = sum((each for _, each in made), Fraction(0))
        rows = [line for line, _ in made]
        for other in draw(st.lists(st.sampled_from(sorted(least)), max_size=2)) if least else ():
            times = draw(amounts)
            rows.append({"name": f"uses {other}", "amount": f"{float(times)!r} piece", "product": other})
            # of a product with a certificate all that is drawn beyond it falls to the residual mix
            kg += times * least[other]
        name = f"p{place}"
        products.append(product(name, rows))
        least[name] = kg
    data = {"products": products, "factors": FACTORS}
    if draw(st.booleans()):
        made = draw(lines)
        kg = sum((each for _, each in made), Fraction(0))
        share = draw(st.sampled_from((Fraction(1, 4), Fraction(1, 2))))
        outputs = [
            {"product": "a", "amount": f"{float(share)} kg"},
            {"product": "b", "amount": f"{1 - float(share)} kg"},
        ]
        rows = [line | {"stage": "production"} for line, _ in made]
        process = {"id": "run", "allocation": "mass", "outputs": outputs, "activities": rows, "year": 2025}
        data["processes"] = [process | {"boundary": "gate-to-gate"}]
        least |= {"a": kg, "b": kg}  # per kilogram, whatever the share
    return data, least


def read(data):
    """The footprints, or None where the document is refused."""
    try:
        document = document_of(data)
        library = c2.FactorLibrary([*c2.FactorLibrary.bundled(), *document.factors])
        return c2.compute_all(document.products, library)
    except (DocumentError, ComputeError):
        event("refused")
        return None


def declared(footprint):
    """The declaration, or None where it is refused."""
    try:
        return c2.declare(footprint, **SAID)
    except ClaimError:
        return None


@settings(max_examples=300, deadline=None)
@given(documents())
def test_no_figure_is_smaller_than_what_is_emitted(drawn):
    data, least = drawn
    footprints = read(data)
    for footprint in footprints or ():
        kg = float(least[footprint.product.id])
        assert footprint.kg_co2e >= kg * (1 - SAME)
        assert footprint.kg_co2e == pytest.approx(sum(footprint.stages.values()), rel=SAME)
        assert all(stage >= 0 for stage in footprint.stages.values())
        assert footprint.credited_kg == 0
        said = declared(footprint)
        if said is None:
            continue
        event("declared")
        shown = show_mass(footprint.kg_co2e)
        assert said.shown == shown
        assert said.shown.value != "0" or kg == 0
        assert said.reference in [
            each.share(footprint.kg_co2e) for each in (IGES_2030, REFERENCES["year-iges-2030"])
        ]
        assert sum(line.share for line in said.stages) == pytest.approx(1.0 if footprint.kg_co2e else 0.0)
        summary = summarise(Receipt(lines=[ReceiptLine(name="x", price=1, declaration=said)], store="s"))
        assert summary.kg_co2e in {
            footprint.kg_co2e,
            None,
        }  # what is sold by weight has none without a weight
        codes = {remark.code for remark in said.near}
        assert ("removed" in codes) == (footprint.removed_kg > 0)
        assert "sum-rule" not in codes


@settings(max_examples=150, deadline=None)
@given(documents(), st.sampled_from(SUM_RULES))
def test_only_a_rule_that_is_printed_counts_what_is_removed(drawn, rule):
    data, least = drawn
    ruled = [each | {"declaration": {"sum_rule": rule}} for each in data["products"]]
    for footprint in read(data | {"products": ruled}) or ():
        if footprint.sum_rule is None:
            assert footprint.kg_co2e >= float(least[footprint.product.id]) * (1 - SAME)
            continue
        total = footprint.total(rule).excluding_uptake
        assert footprint.kg_co2e == pytest.approx(total, rel=SAME, abs=1e-12)
        assert footprint.emitted_kg >= float(least[footprint.product.id]) * (1 - SAME)
        said = declared(footprint)
        if said is not None:
            assert said.near[0].code == "sum-rule"
            assert said.kg_co2e == footprint.kg_co2e


@settings(max_examples=100, deadline=None)
@given(lines, st.integers(1, 3000))
def test_no_comparison_is_smaller_than_that_of_what_is_emitted(made, grams):
    """Against a plain fire: removals and all that stands beside the figure move no percentage."""
    kg = float(sum((each for _, each in made), Fraction(0)))
    footprints = read({"products": [product("p", [line for line, _ in made])]})
    fire = c2.compute(
        c2.Product.read(product("fire", [{"name": "fire", "amount": f"{grams} g", "gas": "CO2"}]))
    )
    for footprint in footprints or ():
        if footprint.kg_co2e > 0:
            percent = difference(fire, footprint).percent
            assert percent >= 100 * (kg / fire.kg_co2e - 1) - 1e-6
