"""Removals, sum rules, credits that rules write and credits that are bought: what is told apart, and what is refused."""

from __future__ import annotations

import json

import pytest

import co2label as c2
from co2label.declaration import remarks_for
from co2label.errors import ClaimError, DocumentError
from co2label.model import Document, EmissionFactor, Output, Process
from co2label.page import page

EVIDENCE = {"store": "mineral", "years": 1000, "standard": "Rule 1", "verified_by": "Prüfer"}
SAID = {
    "issued": "2026-11-23",
    "valid_until": "2027-11-22",
    "company": "Sample",
    "info_url": "https://example.jp/report",
}
SOURCE = {"title": "EPD"}


def capture(amount="-0.2 kg", **fields):
    line = {"component": "removals", "removal": EVIDENCE, "stage": "production"} | fields
    return c2.Activity("capture", amount, gas="CO2", **line)


def product(*lines, fire="1 kg", name="block", **fields):
    given = {"declared_unit": "1 piece", "boundary": "gate-to-gate", "year": 2025} | fields
    burnt = c2.Activity("fire", fire, gas="CO2", stage="production")
    return c2.Product(id=name, name=name, activities=[burnt, *lines], **given)


def declared(made, products=(), **said):
    return c2.declare(c2.compute(made, products=products), **(SAID | said))


def refused(made, products=()):
    with pytest.raises(ClaimError) as caught:
        declared(made, products)
    return {problem.where.removeprefix("block."): problem.reason for problem in caught.value.problems}


def words(said):
    return {remark.code: (remark.words["en"], remark.short["en"]) for remark in said.near}


# What is removed stands apart


def test_what_is_removed_takes_nothing_off_the_figure():
    said = declared(product(capture("-1 kg")))
    assert (str(said.shown), said.kg_co2e, said.reference.value) == ("1.0 kg-CO2e", 1.0, 15)
    assert [line.value for line in said.stages if line.value] == ["1.0"]
    assert said.removed.kg_co2e == 1.0
    assert words(said) == {
        "removed": ("1.0 kg emitted; 1.0 kg removed apart, not subtracted", "1.0 kg removed apart")
    }
    assert {said.near[0].words[language][:2] for language in ("ja", "fr")} == {"排出", "1,"}
    assert said.removed.evidence[0]["en"] == (
        "Kept in minerals for at least 1000 years; Rule 1; verified by Prüfer"
    )
    assert json.loads(json.dumps(said.as_dict()))["removed"]["shown"]["value"] == "1.0"


def test_a_removal_without_evidence_is_not_declared():
    made = product(capture(removal=None))
    footprint = c2.compute(made)
    assert (footprint.kg_co2e, footprint.removed_kg) == (1.0, 0.2)
    assert [note.code for note in footprint.notes] == ["removal-evidence"]
    assert remarks_for(footprint) == ()
    assert "nothing shows that it does; add removal = " in refused(made)["activities[1]"]


def test_evidence_is_asked_for_through_products_that_are_used():
    inner = product(capture(removal=None), name="inner")
    store = c2.Activity("inner", "3 piece", product="inner", stage="production")
    assert "nothing shows" in refused(product(store), [inner])["activities[1] (capture)"]
    proven = product(capture(), name="inner")
    said = declared(product(store), [proven])
    assert (said.kg_co2e, said.removed.kg_co2e) == (4.0, pytest.approx(0.6))


@pytest.mark.parametrize("component", ["removals", "land-management-removals"])
def test_evidence_of_a_factor_stands_on_it_or_on_the_activity(component):
    fields = {"value": 2.0, "unit": "kgCO2e", "per": "1 kg", "source": SOURCE}
    fields |= {"components": {"fossil": 2.0, component: -0.5}}
    bare, shown = (EmissionFactor(id="char", **fields | more) for more in ({}, {"removal": EVIDENCE}))

    def made(factor, **more):
        return product(c2.Activity("char", "1 kg", factor=factor, stage="production", **more))

    assert "nothing shows" in refused(made(bare))["activities[1]"]
    for proven in (made(shown), made(bare, removal=EVIDENCE)):
        assert (declared(proven).kg_co2e, declared(proven).removed.kg_co2e) == (3.0, 0.5)


def test_evidence_goes_with_the_parts_that_a_rule_makes():
    char = EmissionFactor(
        id="char",
        value=2.0,
        unit="kgCO2e",
        per="1 kg",
        source=SOURCE,
        components={"fossil": 2.0, "removals": -0.5},
    )
    line = c2.Activity(
        "char", "1 kg", factor=char, stage="production", loss={"share_of_input": 0.5}, removal=EVIDENCE
    )
    assert declared(product(line)).removed.kg_co2e == 1.0


def test_what_is_left_out_removes_nothing():
    # 1 kg ÷ 0.96, and the removal as it was written
    left_out = {"left_out_percent": 4.0, "limit_percent": 5.0, "scale_up": True}
    said = declared(product(capture(), cut_off=left_out))
    assert (said.kg_co2e, said.removed.kg_co2e) == (pytest.approx(1 / 0.96), 0.2)


def test_evidence_goes_with_the_share_of_a_process():
    process = Process(
        id="kiln",
        allocation="mass",
        outputs=[Output("lime", "1 kg"), Output("block", "3 kg")],
        activities=[c2.Activity("fire", "4 kg", gas="CO2", stage="production"), capture("-2 kg")],
        year=2025,
    )
    lime = Document(processes=[process]).products[0]
    assert (declared(lime).kg_co2e, declared(lime).removed.kg_co2e) == (1.0, 0.5)


@pytest.mark.parametrize(
    "name", ["carbon credits", "オフセット分", "J-クレジット", "crédits carbone", "CO2 offset"]
)
def test_a_bought_credit_is_no_removal(name):
    line = capture().model_copy(update={"name": name})
    assert "a credit that is bought is no removal" in refused(product(line))["activities[1]"]


def test_a_claim_hides_in_no_evidence():
    eager = EVIDENCE | {"verified_by": "Carbon Neutral Ltd"}
    assert "claim" in refused(product(capture(removal=eager)))["activities[1].removal.verified_by"]


def test_a_release_that_nothing_took_up_is_not_declared():
    wine = c2.Activity("yeast", "1 kg", gas="CO2", component="biogenic-co2", stage="production")
    assert "nothing took up" in refused(product(wine))["components.biogenic-co2"]
    grape = c2.Activity("grape", "-1 kg", gas="CO2", component="biogenic-uptake", stage="production")
    assert declared(product(wine, grape)).kg_co2e == 1.0


# A sum rule that is named counts them, and says so


@pytest.mark.parametrize(
    ("rule", "kg", "said"),
    [
        ("iso-14067", 0.5, "Total by ISO 14067, removals counted"),
        ("pact-3", 0.5, "Total by PACT 3, removals counted"),
        ("tfs-3.1", 0.5, "Total by TfS 3.1, removals counted"),
        ("catena-x-9", 0.7, "Total by Catena-X 9, removals counted"),  # B is left out there, G is counted
    ],
)
def test_a_named_rule_sums_figure_stages_share_and_interval(rule, kg, said):
    made = product(
        capture(),
        capture("-0.3 kg", component="land-management-removals"),
        declaration={"sum_rule": rule},
        gtin="4569951110016",
    )
    footprint = c2.compute(made)
    assert footprint.kg_co2e == pytest.approx(kg) == footprint.total(rule).excluding_uptake
    assert footprint.emitted_kg == 1.0
    assert sum(footprint.stages.values()) == pytest.approx(kg)
    assert sum(leaf.kg_co2e for leaf in footprint.contributions) == pytest.approx(kg)
    declaration = declared(made)
    assert declaration.kg_co2e == pytest.approx(kg)
    assert (declaration.sum_rule, words(declaration)["sum-rule"][0]) == (rule, said)
    assert words(declaration)["removed"][0] == "1.00 kg emitted, 0.50 kg removed"


def test_a_rule_that_counts_no_removal_says_only_its_name():
    made = product(capture(), declaration={"sum_rule": "catena-x-9"})
    said = declared(made)
    assert said.kg_co2e == 1.0
    assert words(said)["sum-rule"] == ("Total by Catena-X 9", "By Catena-X 9")
    assert words(said)["removed"][0].endswith("removed apart, not subtracted")


def test_a_rule_without_evidence_changes_no_figure():
    made = product(capture(removal=None), declaration={"sum_rule": "iso-14067"})
    footprint = c2.compute(made)
    assert (footprint.kg_co2e, footprint.sum_rule, remarks_for(footprint)) == (1.0, None, ())
    assert "nothing shows" in refused(made)["activities[1]"]


def test_the_rule_of_a_product_is_not_that_of_its_users():
    inner = product(capture(), name="inner", declaration={"sum_rule": "iso-14067"})
    store = c2.Activity("inner", "1 piece", product="inner", stage="production")
    outer, ruled = product(store), product(store, name="ruled", declaration={"sum_rule": "pact-3"})
    both = c2.compute_all([inner, outer, ruled])
    assert both.kg_co2e.tolist() == pytest.approx([0.8, 2.0, 1.8])
    assert [pcf.kg_co2e for pcf in both] == pytest.approx(both.kg_co2e.tolist())
    assert both["ruled"].contributions[-1].kg_co2e == pytest.approx(-0.2)
    assert both.stages_kg_co2e[:, 1].tolist() == pytest.approx([0.8, 2.0, 1.8])


def test_a_rule_leaves_forcing_out():
    flight = c2.Activity("flight", "1 t*km", factor="freight.air.short.rf", stage="production")
    made = product(flight)
    ruled = product(flight, declaration={"sum_rule": "iso-14067"})
    assert c2.compute(made).kg_co2e - c2.compute(ruled).kg_co2e == pytest.approx(0.52296)


def test_two_rules_are_not_compared():
    with pytest.raises(ClaimError, match=r"declaration\.sum_rule: differs: none named and iso-14067"):
        c2.compare(
            c2.compute(product(name="a")),
            c2.compute(product(name="b", declaration={"sum_rule": "iso-14067"})),
        )


def test_draws_and_both_methods_count_by_the_rule():
    spread = {"percent": 10}
    lines = (
        c2.Activity("oil", "1 kg", gas="CO2", stage="production", uncertainty=spread),
        capture("-0.5 kg"),
    )
    plain, ruled = product(*lines), product(*lines, declaration={"sum_rule": "iso-14067"})
    for made, middle in ((plain, 2.0), (ruled, 1.5)):
        drawn = c2.compute(made, method="monte-carlo", draws=4000, seed=1)
        assert drawn.interval.median == pytest.approx(middle, abs=0.01)
        assert drawn.interval.low < middle < drawn.interval.high


# Credits that rules write


VIRGIN = EmissionFactor(id="virgin", value=10.0, unit="kgCO2e", per="1 kg", source=SOURCE)
AGAIN = EmissionFactor(id="again", value=0.5, unit="kgCO2e", per="1 kg", source=SOURCE)


def can(share=0.9, mass="1 kg", fire="1 kg", **fields):
    line = c2.Activity(
        "can",
        mass,
        stage="raw-materials",
        recycling={"rule": "0-100", "virgin": VIRGIN, "R2": share, "Qs_out": 1.0}
        | {"recycling_eol": AGAIN, "disposal": AGAIN},
    )
    return product(line, fire=fire, boundary="cradle-to-grave", **fields)


def test_a_large_credit_stands_beside_the_figure():
    # emitted: fire 1 + virgin 10 + recycling 0.9 × 0.5 + disposal 0.1 × 0.5 = 11.5; credited 0.9 × 10 = 9
    footprint = c2.compute(can())
    assert (footprint.kg_co2e, footprint.credited_kg) == (pytest.approx(2.5), pytest.approx(9.0))
    assert words(declared(can()))["credits"] == (
        "11.5 kg emitted, 9.0 kg credited for substitution or recycling",
        "11.5 kg less 9.0 kg credited",
    )
    # 4 of 11.5 kg: a smaller credit needs no words
    small = c2.compute(can(share=0.4))
    assert small.credited_kg == pytest.approx(4.0)
    assert "credits" not in {remark.code for remark in remarks_for(small)}


def test_credits_are_found_through_products_that_hold_them():
    used = c2.Activity("cans", "2 piece", product="block", stage="raw-materials")
    outer = product(used, name="crate", boundary="cradle-to-grave")
    footprint = c2.compute(outer, products=[can()])
    assert footprint.kg_co2e == pytest.approx(1 + 2 * 2.5)
    assert footprint.credited_kg == pytest.approx(2 * 9.0)


def test_a_credit_that_draws_on_a_credited_product_takes_off_what_it_emits():
    # the co-product avoids one can: 11.5 kg emitted are credited, and the 9 kg that were credited to it are not
    avoided = Process(
        id="smelter",
        allocation="substitution",
        outputs=[Output("metal", "1 kg"), Output("slag", "1 kg", avoids="block")],
        activities=[c2.Activity("coke", "20 kg", gas="CO2", stage="production")],
    )
    cans = can(declared_unit="1 kg")
    made = Document(products=[cans], processes=[avoided]).products
    footprint = c2.compute_all(made)["metal"]
    assert footprint.kg_co2e == pytest.approx(20 - 2.5)
    assert footprint.credited_kg == pytest.approx(11.5)
    assert footprint.kg_co2e + footprint.credited_kg == pytest.approx(20 + 9.0)


def test_what_is_removed_is_no_credit():
    ruled = product(capture("-0.9 kg"), declaration={"sum_rule": "iso-14067"})
    assert c2.compute(ruled).credited_kg == 0.0
    assert "credits" not in words(declared(ruled))


def test_credits_that_take_off_everything_are_not_declared_in_silence():
    # 10 g + 20 kg virgin + 1 kg recycling − 20 kg avoided
    said = declared(can(share=1.0, mass="2 kg", fire="10 g"))
    assert str(said.shown) == "1.0 kg-CO2e"
    assert words(said)["credits"][1] == "21.0 kg less 20.0 kg credited"


# Credits that are bought


BOUGHT = {"amount": "2 t", "registry": "J-Credit", "serial": "JCL-100-200", "vintage": 2024}


def test_bought_credits_stand_on_the_page_and_touch_no_figure():
    with_credits = product(declaration={"credits": [BOUGHT | {"standard": "JCM", "retired": "2026-03-31"}]})
    said, plain = declared(with_credits), declared(product())
    assert (said.shown, said.stages, said.near, said.reference) == (
        plain.shown,
        plain.stages,
        plain.near,
        plain.reference,
    )
    text = "2 t of carbon credits of 2024; J-Credit, no. JCL-100-200; JCM; retired on 31\xa0Mar 2026"
    assert said.credits[0]["en"] == text
    html = page(said, language="en")
    assert html.index(text) > html.index(said.shown.value)
    assert "No part of them is in the figure." in html[html.index(text) :]
    svg = c2.label.calorie(said, language="en").svg()
    assert "J-Credit" not in svg


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"amount": "2 kWh"}, "declaration.credits[0].amount"),
        ({"amount": "0 t"}, "declaration.credits[0].amount"),
        ({"serial": None}, "declaration.credits[0].serial"),
        ({"vintage": 1900}, "declaration.credits[0].vintage"),
    ],
)
def test_a_credit_says_what_it_is(wrong, where):
    fields = {name: value for name, value in (BOUGHT | wrong).items() if value is not None}
    with pytest.raises(DocumentError) as caught:
        product(declaration={"credits": [fields]})
    assert [problem.where for problem in caught.value.problems] == [where]


def test_a_credit_makes_no_claim():
    eager = BOUGHT | {"standard": "CarbonNeutral Protocol carbon neutral"}
    assert "claim" in refused(product(declaration={"credits": [eager]}))["declaration.credits[0].standard"]
