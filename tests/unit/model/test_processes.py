"""Processes with several products, worked by hand; the working stands in the comments."""

import pickle
from datetime import date

import pytest

from co2label.declaration import declare
from co2label.errors import ComputeError, DocumentError
from co2label.footprint import compute_all
from co2label.model import Activity, Document, EmissionFactor, Output, Process, Product, document_of
from co2label.receipt import basket_of

STEAM = {"name": "steam", "amount": "100 kg", "gas": "CO2", "stage": "production"}
A = {"product": "a", "amount": "4 kg", "price": "7 EUR/kg"}
B = {"product": "b", "amount": "6 MJ", "price": "12 EUR/MJ"}
FEED = EmissionFactor(id="feed", value=0.5, unit="kgCO2e", per="1 kg", source={"title": "EPD"}, gwp_set="AR6")


def data(*outputs, allocation="economic", activities=(STEAM,), **fields):
    process = {"id": "p", "outputs": list(outputs or (A, B)), "activities": list(activities)} | fields
    return {"processes": [process | ({} if allocation is None else {"allocation": allocation})]}


def footprints(given, factors=(FEED,)):
    from co2label.factors import FactorLibrary

    document = document_of(given) if isinstance(given, dict) else given
    return compute_all(document.products, FactorLibrary(factors))


def kg(given):
    return {one.product.id: one.kg_co2e for one in footprints(given)}


def refused(given):
    with pytest.raises(DocumentError) as caught:
        document_of(given)
    return str(caught.value)


# Shares


def test_economic():
    # a: 4 kg × 7 EUR/kg = 28 EUR; b: 6 MJ × 12 EUR/MJ = 72 EUR; shares 0.28 and 0.72
    # a: 100 kg × 0.28 ÷ 4 kg = 7 kg per kg; b: 100 kg × 0.72 ÷ 6 MJ = 12 kg per MJ
    assert kg(data()) == pytest.approx({"a": 7.0, "b": 12.0}, rel=1e-15)


def test_economic_with_prices_of_the_whole_output():
    # the same 28 EUR and 72 EUR
    assert kg(data(A | {"price": "28 EUR"}, B | {"price": "72 EUR"})) == pytest.approx({"a": 7.0, "b": 12.0})


@pytest.mark.parametrize("price", ["0 EUR/MJ", "0 EUR", "0 JPY", "0 EUR2020/kg", "0 EUR / 6 MJ"])
def test_a_co_product_that_nobody_pays_for_gets_nothing(price):
    """a: 28 EUR of 28: 100 kg ÷ 4 kg = 25 kg per kg; zero is zero in every currency and of every year."""
    assert kg(data(A, B | {"price": price})) == {"a": pytest.approx(25.0), "b": 0.0}
    told = footprints(data(A, B | {"price": price}))["b"].as_dict()["allocation"]
    assert told["shares"] == {"a": 1.0, "b": 0.0}
    assert "price_ratio" not in told


def test_a_share_of_zero_is_not_unsure():
    """A range of an amount of the process, of which a co-product gets nothing."""
    ranged = STEAM | {"uncertainty": {"low": 90.0, "high": 300.0}}
    found = footprints(data(A, B | {"price": "0 EUR"}, activities=[ranged]))
    assert (found["b"].kg_co2e, found["b"].interval) == (0.0, None)
    whole = found["a"].interval
    assert (whole.low, whole.high) == pytest.approx((90 / 4, 300 / 4))


def test_economic_over_a_bridge():
    # b: 6 MJ = 2 kg at 3 MJ/kg; 2 kg × 36 EUR/kg = 72 EUR
    assert kg(data(A, B | {"price": "36 EUR/kg", "energy": "3 MJ/kg"})) == pytest.approx(
        {"a": 7.0, "b": 12.0}
    )


def test_mass():
    # a: 4 kg; b: 1 kg in all; shares 0.8 and 0.2: 100 × 0.8 ÷ 4 = 20 per kg; 100 × 0.2 ÷ 6 = 3.33… per MJ
    assert kg(data(A, B | {"mass": "1 kg"}, allocation="mass")) == pytest.approx({"a": 20.0, "b": 20 / 6})


def test_energy():
    # a: 4 kg × 1.5 MJ/kg = 6 MJ; b: 6 MJ; halves: 50 ÷ 4 = 12.5; 50 ÷ 6 = 8.33…
    assert kg(data(A | {"energy": "1.5 MJ/kg"}, B, allocation="energy")) == pytest.approx(
        {"a": 12.5, "b": 50 / 6}
    )


def test_equal():
    # halves: 50 ÷ 4 and 50 ÷ 6
    assert kg(data(allocation="equal")) == pytest.approx({"a": 12.5, "b": 50 / 6})


def test_shares_of_the_writer():
    # 40 ÷ 4 = 10; 60 ÷ 6 = 10
    assert kg(data(allocation={"shares": {"a": 0.4, "b": 0.6}})) == pytest.approx({"a": 10.0, "b": 10.0})


def test_a_single_output_needs_no_allocation():
    # 100 ÷ 4 = 25
    assert kg(data(A, allocation=None)) == {"a": 25.0}


def test_declared_unit_of_another_size():
    # 4 kg are 8 pieces of 500 g: 28 kg ÷ 8 = 3.5 kg a piece
    by_piece = A | {"declared_unit": "1 piece", "mass": "500 g / 1 piece"}
    assert kg(data(by_piece, B))["a"] == pytest.approx(3.5)


def test_a_product_with_activities_of_its_own():
    # per 500 g: the process 7 kg/kg × 0.5 kg = 3.5 kg; drying 0.25 kg of CO2; 3.75 in all, in the two stages
    own = {
        "id": "a",
        "name": "A, dried",
        "declared_unit": "500 g",
        "boundary": "cradle-to-grave",
        "activities": [{"name": "drying", "amount": "0.25 kg", "gas": "CO2", "stage": "distribution"}],
    }
    made = footprints(data() | {"products": [own]})
    assert made.ids == ("a", "b")
    assert made["a"].stages == pytest.approx({"production": 3.5, "distribution": 0.25})
    assert made["a"].product.name == {"und": "A, dried"}


def test_a_product_is_weighed_by_what_it_says_in_products():
    # b is declared per piece of 2 kg; its 3 pieces are 6 kg, a is 4 kg: shares 0.4 and 0.6; 100 × 0.6 ÷ 3 = 20 a piece
    own = {"id": "b", "name": "B", "declared_unit": "1 piece", "boundary": "cradle-to-gate", "mass": "2 kg"}
    own |= {"activities": [STEAM | {"amount": "0 kg"}]}
    outputs = (A, {"product": "b", "amount": "3 piece"})
    assert kg(data(*outputs, allocation="mass") | {"products": [own]}) == pytest.approx(
        {"a": 10.0, "b": 20.0}
    )


def test_products_of_a_process_are_used_like_others():
    # bread takes 2 kg of a: 14 kg
    bread = {"id": "bread", "name": "Bread", "declared_unit": "1 piece", "boundary": "cradle-to-gate"}
    bread |= {"activities": [{"name": "a", "amount": "2 kg", "product": "a", "stage": "raw-materials"}]}
    made = footprints(data() | {"products": [bread]})
    assert made["bread"].kg_co2e == pytest.approx(14.0)
    assert "allocation" in {note.code for note in made["bread"].notes}


def test_a_process_that_uses_its_own_product():
    # p takes 1 kg of a and 100 kg of CO2 for 4 kg of a (share 1): E = (100 + 1 E) / 4 → E = 100 / 3
    lines = (STEAM, {"name": "seed", "amount": "1 kg", "product": "a", "stage": "raw-materials"})
    assert kg(data(A, allocation=None, activities=lines)) == pytest.approx({"a": 100 / 3})


# Substitution


def test_substitution():
    # p causes 100 kg; 6 MJ of b avoid 6 × 0.5 kg = 3 kg: a = (100 − 3) ÷ 4 = 24.25; b is worth 0.5 kg per MJ
    heat = EmissionFactor(id="heat", value=0.5, unit="kgCO2e", per="1 MJ", source={"title": "EPD"})
    made = footprints(data(A, B | {"avoids": "heat"}, allocation="substitution"), [heat])
    assert [one.kg_co2e for one in made] == pytest.approx([24.25, 0.5])
    (note,) = (note.message for note in made["a"].notes if note.code == "allocation")
    assert note == "process 'p' by substitution: a carries all of it, less what b avoids heat"


def test_substitution_below_zero_keeps_its_sign_and_says_so():
    # 100 kg − 6 MJ × 50 kg/MJ = −200 kg; ÷ 4 = −50 kg per kg
    heat = EmissionFactor(id="heat", value=50, unit="kgCO2e", per="1 MJ", source={"title": "EPD"})
    made = footprints(data(A, B | {"avoids": "heat"}, allocation="substitution"), [heat])
    assert made["a"].kg_co2e == pytest.approx(-50.0)
    assert [note.message for note in made["a"].notes if note.code == "below-zero"] == [
        "a: what its co-products avoid is more than what the process causes, so its figure is -50 kg"
    ]


def test_substitution_of_a_product_of_the_document_with_another_main_output():
    # b is main: (100 − 4 kg × 2 kg/kg) ÷ 6 MJ = 15.33… per MJ
    oil = {"id": "oil", "name": "Oil", "declared_unit": "1 kg", "boundary": "cradle-to-gate"}
    oil |= {"activities": [STEAM | {"amount": "2 kg"}]}
    given = data(A | {"avoids": "oil"}, B, allocation="substitution", main="b") | {"products": [oil]}
    assert kg(given) == pytest.approx({"oil": 2.0, "a": 2.0, "b": 92 / 6})


# What is seen of it


def test_the_choice_and_its_shares_are_in_the_result():
    made = footprints(data())["a"]
    assert made.as_dict()["allocation"] == {
        "process": "p",
        "method": "economic",
        "shares": {"a": 0.28, "b": 0.72},
        "keys": {"a": "28 EUR", "b": "72 EUR"},
    }
    message = "process 'p' is allocated by economic value: a 0.28 (28 EUR), b 0.72 (72 EUR)"
    assert [note.message for note in made.notes if note.code == "allocation"] == [message]
    text = made.explain().text()
    assert "100 kg × 0.28 (economic) ÷ 4 = 7 kg × 1 kgCO2e/kg CO2" in text
    assert message in text


def test_a_product_without_a_process_has_no_allocation():
    alone = Product(
        id="x", name="X", declared_unit="1 kg", boundary="cradle-to-gate", activities=[Activity(**STEAM)]
    )
    assert "allocation" not in compute_all([alone])[0].as_dict()


def test_far_prices_are_named_where_mass_decides():
    outputs = ({"product": "a", "amount": "1 kg", "price": "6 EUR/kg"},)
    outputs += ({"product": "b", "amount": "1 kg", "price": "1 EUR/kg"},)
    (note,) = (
        n.message for n in footprints(data(*outputs, allocation="mass"))["a"].notes if n.code == "allocation"
    )
    assert note.endswith(
        "prices differ 6-fold, where the Catena-X rulebook (5.2.7, as told) prefers economic value"
    )
    assert footprints(data(*outputs))["a"].as_dict()["allocation"]["price_ratio"] == 6.0


def test_stages_and_components_and_evidence_are_kept():
    lines = (
        STEAM | {"evidence": "measured"},
        {"name": "feed", "amount": "8 kg", "factor": "feed", "stage": "raw-materials"},
    )
    made = footprints(data(allocation="equal", activities=lines))["a"]
    # feed: 8 kg × 0.5 × 0.5 ÷ 4 = 0.5 kg; steam 12.5 kg, measured: 12.5 of 13 is primary
    assert made.stages == {"raw-materials": 0.5, "production": 12.5}
    assert made.primary_data_share == pytest.approx(100 * 12.5 / 13)


def test_a_rule_inside_a_process_expands_the_whole_run():
    # goods 1 t with 0.5 t of packaging over 10 km: 15 t·km × 0.1 kg = 1.5 kg; × 0.5 ÷ 4 kg = 0.1875 kg
    truck = {"id": "truck", "value": 0.1, "unit": "kgCO2e", "per": "1 t*km", "source": {"title": "EPD"}}
    haul = {"name": "haul", "amount": "1 t", "stage": "production"}
    haul |= {"legs": [{"mode": truck, "distance": "10 km", "packaging": "500 kg"}]}
    made = footprints(data(allocation="equal", activities=[haul]))["a"]
    assert made.kg_co2e == pytest.approx(0.1875, rel=1e-14)
    assert "((1 t + 500 kg) × 10 km) × 0.5 (equal) ÷ 4 = 1.875 t*km" in made.explain().text()


def test_a_document_reads_back_what_it_wrote():
    document = document_of(data() | {"factors": [FEED.model_dump(mode="json", exclude_none=True)]})
    written = document.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    assert written.keys() == {"processes", "factors"}
    assert document_of(written).products == document.products
    assert pickle.loads(pickle.dumps(document)).products == document.products


def test_from_python():
    process = Process(
        id="p",
        outputs=[Output("a", "4 kg"), Output("b", "1 kg")],
        activities=[Activity(**STEAM)],
        allocation="mass",
    )
    assert kg(Document(processes=[process])) == pytest.approx({"a": 20.0, "b": 20.0})


def test_in_a_basket():
    line = {"name": "A", "quantity": "2 kg", "price": 100, "product": "a"}
    assert basket_of(data() | {"lines": [line]}).receipt().lines[0].total_kg_co2e == pytest.approx(14.0)


# What is refused, each with its path

C = {"product": "c", "amount": "1 kg"}
REFUSED = {
    "shares that do not add up": (
        data(allocation={"shares": {"a": 0.4, "b": 0.5}}),
        "processes[0].allocation.shares: add up to 0.9, not to 1; correct them",
    ),
    "a share that is missing": (
        data(allocation={"shares": {"a": 1.0}}),
        "processes[0].allocation.shares: no share for b; give every output its share",
    ),
    "a share of nothing": (
        data(allocation={"shares": {"a": 0.4, "b": 0.6, "bb": 0.0}}),
        "processes[0].allocation.shares.bb: no output 'bb'",
    ),
    "a share below zero": (
        data(allocation={"shares": {"a": -0.4, "b": 1.0}}),
        "processes[0].allocation.shares.a: input should be greater than or equal to 0, got -0.4",
    ),
    "no mass": (
        data(allocation="mass"),
        "processes[0].outputs[1].mass: output 'b' (6 MJ) has no mass to allocate by; add mass = \"… kg\"",
    ),
    "no energy": (
        data(allocation="energy"),
        "processes[0].outputs[0].energy: output 'a' (4 kg) has no energy to allocate by; add energy = \"… MJ\"",
    ),
    "no price": (
        data(A, C),
        "processes[0].outputs[1].price: output 'c' (1 kg) has no price to allocate by; add price = \"… EUR\"",
    ),
    "mixed currencies": (
        data(A, B | {"price": "12 USD/MJ"}),
        (
            "processes[0].outputs[1].price: prices in EUR and in USD; economic allocation needs one currency; "
            "bring all prices to one currency"
        ),
    ),
    "every price is zero": (
        data(A | {"price": "0 EUR"}, B | {"price": "0 EUR/MJ"}),
        (
            "processes[0].outputs: every output has a price of zero, which shares nothing; "
            "state the price of what is sold, or allocate by mass, energy or shares"
        ),
    ),
    "mixed price years": (
        data(A | {"price": "7 EUR2023/kg"}, B | {"price": "12 EUR2024/MJ"}),
        (
            "processes[0].outputs[1].price: prices in 2023 and in 2024; economic allocation needs one price year; "
            "bring all prices to one price year"
        ),
    ),
    "no allocation": (
        data(allocation=None),
        "processes[0].allocation: 2 products come out and nothing says how; choose one, in the order of ISO 14044 4.3.4",
    ),
    "another method": (
        data(allocation="volume"),
        "processes[0].allocation: expected one of mass, economic, energy, equal, substitution, got 'volume'",
    ),
    "a negative amount": (
        data(A | {"amount": "-4 kg"}, B),
        "processes[0].outputs[0].amount: negative amount '-4 kg'; only removals may be below zero",
    ),
    "nothing comes out": (
        data(A | {"amount": "0 kg"}, B),
        "processes[0].outputs[0].amount: must be above zero, got '0 kg'",
    ),
    "an output twice": (
        data(A, A),
        "processes[0].outputs[1].product: 'a' comes out already as outputs[0]; give each product one output",
    ),
    "a product of two processes": (
        {"processes": [data(A, allocation=None)["processes"][0] | {"id": name} for name in ("p", "q")]},
        "processes[1].outputs[0].product: 'a' is made by process 'p' already; give each its own product",
    ),
    "two processes of one id": (
        {"processes": data(A, allocation=None)["processes"] + data(C, allocation=None)["processes"]},
        "processes[1].id: 'p' is already the id of processes[0]; each needs its own",
    ),
    "an unknown product": (
        data(
            A,
            allocation=None,
            activities=[{"name": "x", "amount": "1 kg", "product": "z", "stage": "production"}],
        ),
        "processes[0].activities[0].product: no product 'z' in this document; add it to `products`",
    ),
    "a declared unit that does not fit": (
        data(A | {"declared_unit": "1 piece"}, B),
        (
            "processes[0].outputs[0].amount: '4 kg' does not fit the declared unit '1 piece' of 'a'; "
            "say how the two relate with mass or energy"
        ),
    ),
    "a stage outside the boundary": (
        data(activities=[STEAM | {"stage": "use"}]),
        (
            "processes[0].activities[0].stage: 'steam' is in stage 'use', outside the boundary 'cradle-to-gate' of its "
            "output 'a'"
        ),
    ),
    "a co-product that avoids nothing": (
        data(allocation="substitution"),
        "processes[0].outputs[1]: co-product 'b' does not say what it avoids; add avoids = \"…\"",
    ),
    "a main output that avoids something": (
        data(A | {"avoids": "feed"}, B | {"avoids": "feed"}, allocation="substitution"),
        "processes[0].outputs[0].avoids: the main output carries the process and avoids nothing; remove it",
    ),
    "an unknown main output": (
        data(A, B | {"avoids": "feed"}, allocation="substitution", main="c"),
        "processes[0].main: no output 'c'",
    ),
    "main without substitution": (
        data(main="a"),
        "processes[0].main: only substitution has a main output; remove it",
    ),
    "avoids without substitution": (
        data(A, B | {"avoids": "feed"}),
        "processes[0].outputs[1].avoids: only under substitution does an output avoid anything",
    ),
    "a co-product that avoids its sister": (
        data(A, B | {"avoids": "a"}, allocation="substitution"),
        "processes[0].outputs[1].avoids: 'a' comes out of the same process; name what is displaced on the market",
    ),
    "nothing at all": ({"processes": []}, "products: expected at least one product, got an empty list"),
    "an unknown field": (
        data(A | {"prices": "7 EUR"}, allocation=None),
        "processes[0].outputs[0].prices: unknown field; did you mean 'price'?",
    ),
}


@pytest.mark.parametrize(("given", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(given, message):
    first = refused(given).splitlines()[0]
    assert first.startswith(message)


def test_what_an_output_says_beside_its_product():
    own = {
        "id": "a",
        "name": "A",
        "declared_unit": "1 kg",
        "boundary": "cradle-to-gate",
        "activities": [STEAM],
    }
    assert refused(data(A | {"name": "A!"}, B) | {"products": [own]}) == (
        "processes[0].outputs[0].name: 'a' stands in `products`; say it there"
    )


def test_a_co_product_with_activities_under_substitution():
    own = {
        "id": "b",
        "name": "B",
        "declared_unit": "1 MJ",
        "boundary": "cradle-to-gate",
        "activities": [STEAM],
    }
    said = refused(data(A, B | {"avoids": "feed"}, allocation="substitution") | {"products": [own]})
    assert said.startswith("processes[0].outputs[1].product: co-product 'b' is worth what it avoids")


def test_a_process_that_is_written_out_to_too_much():
    outputs = [Output(f"o{n}", "1 kg") for n in range(1001)]
    with pytest.raises(
        DocumentError, match="1001 outputs of 1000 activities are 1,001,000 lines; at most 1,000,000"
    ):
        Process(id="p", outputs=outputs, activities=[Activity(**STEAM)] * 1000, allocation="equal")


def test_one_gtin_for_two_outputs():
    one = {"gtin": "4569951110023"}
    assert refused(data(A | one, B | one)) == (
        "processes[0].outputs[1].gtin: '4569951110023' is already the gtin of processes[0].outputs[0]; "
        "each needs its own, or a lot of its own"
    )


@pytest.mark.parametrize("amount", ["4 kg", "5 kg"])
def test_a_process_that_needs_as_much_of_its_product_as_it_makes(amount):
    lines = (STEAM, {"name": "seed", "amount": amount, "product": "a", "stage": "raw-materials"})
    with pytest.raises(ComputeError, match="the loop a → a needs as much of itself as it makes, or more"):
        footprints(data(A, allocation=None, activities=lines))


def test_a_product_of_a_process_alone_is_declared_like_others():
    # 7 kg per kg, see above
    said = {"company": "Dairy", "valid_until": "2027-11-22", "info_url": "https://example.com/a"}
    a = A | {"name": {"en": "A, bulk"}, "year": 2025, "gtin": "4569951110023", "declaration": said}
    made = footprints(data(a, B))["a"]
    declared = declare(made, issued=date(2026, 11, 23))
    assert declared.shown.value == "7.0"
    assert made.product.gtin == "4569951110023"
