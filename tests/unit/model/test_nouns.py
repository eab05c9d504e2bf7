"""The nouns: what fits, and the full message for what does not."""

import datetime as dt
import json
import pickle

import pytest

import co2label as c2
from co2label.errors import DocumentError
from co2label.model import SOURCE_FIELDS, Activity, EmissionFactor, Evidence, Product, Verification
from co2label.wording import in_language

LINE = {"name": "米", "amount": "48 g", "factor": "food.rice", "stage": "raw-materials"}
TEA = {
    "id": "tea",
    "name": {"ja": "茶", "en": "Tea"},
    "declared_unit": "1 piece",
    "boundary": "cradle-to-gate",
    "activities": [LINE],
}
RICE = {"id": "rice", "value": 2.0, "unit": "kgCO2e", "per": "1 kg", "source": {"title": "EPD 1"}}


def refused(noun, fields):
    with pytest.raises(DocumentError) as caught:
        noun.read(fields)
    return str(caught.value)


def with_line(**fields):
    return TEA | {"activities": [LINE | fields]}


def test_an_activity_takes_name_and_amount_by_position():
    line = Activity("米", "48 g", factor="food.rice", stage="raw-materials")
    assert line == Activity.read(LINE)
    assert (line.amount.value, line.amount.unit.text, line.amount.si) == (48.0, "g", 0.048)


def test_a_third_positional_argument_is_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match="Activity takes 2 positional arguments, got 3"):
        Activity("米", "48 g", "food.rice", stage="raw-materials")
    with pytest.raises(TypeError, match="Activity got 'name' by position and by name"):
        Activity("米", "48 g", name="rice", factor="food.rice", stage="raw-materials")


def test_python_objects_and_plain_data_make_the_same_product():
    made = Product(
        id="tea",
        name={"ja": "茶", "en": "Tea"},
        declared_unit="1 piece",
        boundary="cradle-to-gate",
        activities=[Activity("米", "48 g", factor="food.rice", stage="raw-materials")],
    )
    assert made == Product.read(TEA)
    assert made == Product(**TEA)


def test_nouns_survive_json_and_pickle():
    product = Product.read(
        TEA
        | {
            "year": 2025,
            "gtin": "4569951110016",
            "mass": "110 g",
            "density": "0.91 kg/L",
            "declaration": {
                "issued": "2026-11-23",
                "valid_until": dt.date(2027, 11, 22),
                "sum_rule": "pact-3",
                "credits": [{"amount": "1 t", "registry": "J-Credit", "serial": "JCL-1", "vintage": 2024}],
            },
            "activities": [
                LINE | {"factor": RICE | {"components": {"fossil": 2.0}}, "evidence": {"kind": "measured"}},
                {"name": "CH4", "amount": "1 g", "gas": "CH4", "origin": "biogenic", "stage": "production"},
                {
                    "name": "forest",
                    "amount": "-0.2 kg",
                    "gas": "CO2",
                    "component": "removals",
                    "removal": {"store": "forest", "years": 40, "standard": "S 1", "verified_by": "V"},
                    "stage": "production",
                },
            ],
        }
    )
    text = product.model_dump_json(exclude_none=True)
    assert Product.read(json.loads(text)) == product
    assert Product.model_validate_json(text) == product
    kept = pickle.loads(pickle.dumps(product))
    assert (kept, kept.model_fields_set) == (product, product.model_fields_set)
    assert list(kept.__dict__) == list(Product.model_fields)
    assert kept.nothing_in is not pickle.loads(pickle.dumps(product)).nothing_in
    assert product.model_copy(update={"id": "other"}).id == "other"


def test_nouns_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        Product.read(TEA).id = "other"


def test_the_json_schema_says_what_is_needed():
    schema = c2.Document.model_json_schema()
    product = schema["$defs"]["Product"]
    assert product["required"] == ["id", "name", "declared_unit", "boundary", "activities"]
    assert schema["$defs"]["Activity"]["properties"]["amount"]["examples"] == ["-0.2 kg"]
    assert json.loads(json.dumps(schema)) == schema


def test_the_json_schema_knows_the_short_ways():
    schema = c2.Document.model_json_schema()["$defs"]
    assert {"type": "string"} in schema["Product"]["properties"]["name"]["anyOf"]
    assert {"type": "string"} in schema["DeclarationData"]["properties"]["verification"]["anyOf"]
    assert Activity.read(LINE | {"evidence": "measured"}).evidence == Evidence(kind="measured")


def test_names_in_a_language():
    assert in_language({"ja": "茶"}, "en") == "茶"
    assert in_language({"und": "T", "en": "Tea"}, "ja") == "T"


REFUSED = {
    "unknown unit": (
        with_line(amount="3 kgg"),
        "activities[0].amount: unknown unit 'kgg'; did you mean 'kg' or 'kgs'?",
    ),
    "ambiguous unit": (
        with_line(amount="3 ton"),
        (
            "activities[0].amount: unit 'ton' is ambiguous: write t (1000 kg), short_ton (2000 lb = 907.18474 kg) or "
            "long_ton (2240 lb = 1016.0469088 kg)"
        ),
    ),
    "a bare number": (
        with_line(amount=48),
        'activities[0].amount: expected a number with its unit in quotes, such as "48 g", got 48',
    ),
    "negative": (
        with_line(amount="-2 g"),
        (
            "activities[0].amount: negative amount '-2 g'; only removals may be negative: a gas with component = "
            '"removals"'
        ),
    ),
    "too large": (
        with_line(amount="1e16 g"),
        "activities[0].amount: number in '1e16 g' is larger than 1e15; use a larger unit",
    ),
    "unknown stage": (
        with_line(stage="productio"),
        (
            "activities[0].stage: expected one of raw-materials, production, distribution, use, end-of-life, got "
            "'productio'; did you mean 'production'?"
        ),
    ),
    "stage outside the boundary": (
        with_line(stage="use"),
        (
            "activities[0].stage: '米' is in stage 'use', which lies outside the boundary 'cradle-to-gate'; inside are "
            "raw-materials, production; move the activity, or widen the boundary"
        ),
    ),
    "unknown boundary": (
        TEA | {"boundary": "cradle-to-shelf"},
        (
            "boundary: expected one of cradle-to-gate, cradle-to-grave, gate-to-gate, got 'cradle-to-shelf'; did you mean "
            "'cradle-to-gate' or 'cradle-to-grave'?"
        ),
    ),
    "wrong check digit": (
        TEA | {"gtin": "4569951110017"},
        "gtin: GTIN '4569951110017': check digit 6 expected, got 7; correct the number",
    ),
    "gtin as a number": (TEA | {"gtin": 4569951110016}, "gtin: expected text in quotes, got 4569951110016"),
    "empty name": (
        TEA | {"name": " "},
        "name: expected text, got nothing but spaces; write it or leave the field out",
    ),
    "empty name in a language": (
        TEA | {"name": {"ja": "茶", "en": ""}},
        "name.en: expected text, got nothing but spaces; write it or leave the field out",
    ),
    "not a language": (
        TEA | {"name": {"Japanese": "茶"}},
        "name.Japanese: expected a language tag such as ja or en, got 'Japanese'",
    ),
    "no name at all": (
        TEA | {"name": {}},
        'name: expected a name, or names by language such as {ja = "…", en = "…"}, got {}',
    ),
    "control character": (
        TEA | {"name": "te\x1ba"},
        "name: character 3 is U+001B ESCAPE, which must not be printed; remove it",
    ),
    "bidi": (
        TEA | {"name": "tea\u202e"},
        "name: character 4 is U+202E RIGHT-TO-LEFT OVERRIDE, which must not be printed; remove it",
    ),
    "zero-width": (
        with_line(name="te\u200ba"),
        "activities[0].name: character 3 is U+200B ZERO WIDTH SPACE, which must not be printed; remove it",
    ),
    "unknown field": (TEA | {"gtinn": "1"}, "gtinn: unknown field; did you mean 'gtin'?"),
    "unknown field with control characters": (
        TEA | {"\x1b[31mred": 1},
        (
            "'\\x1b[31mred': unknown field; known fields: id, name, declared_unit, boundary, activities, nothing_in, year, gtin, "
            "lot, category, biogenic_carbon, declaration, cut_off, mass, density, length, area, energy, price, estimated"
        ),
    ),
    "id with a space": (
        TEA | {"id": "a b"},
        (
            "id: expected an id of at most 120 letters, digits and . _ : @ + -, which begins and ends with a letter or a "
            "digit, got 'a b'; use no spaces and no slashes"
        ),
    ),
    "no activities": (TEA | {"activities": []}, "activities: expected at least one, got none; add one"),
    "activities that are no list": (TEA | {"activities": 5}, "activities: expected a list, got 5"),
    "an activity that is no table": (
        TEA | {"activities": [5]},
        "activities[0]: expected a table (an object), got 5",
    ),
    "a fractional year": (TEA | {"year": 2025.5}, "year: expected a whole number without quotes, got 2025.5"),
    "nothing declared": (
        TEA | {"declared_unit": "0 kg"},
        "declared_unit: must be above zero, got '0 kg'",
    ),
    "two of the three": (
        with_line(gas="CO2"),
        f"activities[0]: expected exactly one of {', '.join(SOURCE_FIELDS)}; got factor and gas together",
    ),
    "none of the three": (
        with_line(factor=None),
        f"activities[0]: expected exactly one of {', '.join(SOURCE_FIELDS)}; got none of them",
    ),
    "CH4 of no origin": (
        with_line(factor=None, gas="CH4"),
        (
            'activities[0].origin: CH4 needs its origin, which sets its GWP; write "fossil" (a leak), '
            '"biogenic" or "combustion" (what did not burn of a fuel)'
        ),
    ),
    "origin without a gas": (
        with_line(origin="fossil"),
        "activities[0].origin: only a direct emission (gas) takes an origin; remove it",
    ),
    "component without a gas": (
        with_line(component="removals"),
        "activities[0].component: only a direct emission (gas) takes a component; remove it",
    ),
    "through without a factor": (
        with_line(factor=None, gas="CO2", through="farm"),
        "activities[0].through: only an activity with a factor or a product takes `through`; remove it",
    ),
    "through a stage that no product has": (
        with_line(factor=None, product="x", through="farm"),
        "activities[0].through: a product has no stage 'farm'; one of raw-materials, production, distribution, use, end-of-life",
    ),
    "a wrong date": (
        TEA | {"declaration": {"issued": "2026-13-01"}},
        "declaration.issued: expected a date such as \"2027-11-22\", got '2026-13-01'",
    ),
    "a verifier without a name": (
        TEA | {"declaration": {"verification": "third-party"}},
        "declaration.verification: third-party verification needs the verifier (`by`) and the day (`date`)",
    ),
    "a factor inside": (
        with_line(factor=RICE | {"value": float("nan"), "id": "a b", "sauce": 1}),
        (
            "activities[0].factor.id: expected an id of at most 120 letters, digits and . _ : @ + -, which begins and ends "
            "with a letter or a digit, got 'a b'; use no spaces and no slashes\n"
            "activities[0].factor.value: expected a finite number, got nan\n"
            "activities[0].factor.sauce: unknown field; did you mean 'source' or 'value'?"
        ),
    ),
    "several at once": (
        {
            "id": "tea",
            "name": "Tea",
            "boundary": "cradle",
            "activities": [LINE | {"amount": "x"}, LINE | {"name": ""}],
        },
        (
            "declared_unit: this field is required and is missing; add it\n"
            "boundary: expected one of cradle-to-gate, cradle-to-grave, gate-to-gate, got 'cradle'; did you mean "
            "'cradle-to-gate'?\n"
            "activities[0].amount: 'x' does not begin with a number; write it before the unit, such as \"48 g\"\n"
            "activities[1].name: expected text, got nothing but spaces; write it or leave the field out"
        ),
    ),
}


@pytest.mark.parametrize(("fields", "message"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused_with_its_place(fields, message):
    assert refused(Product, fields) == message


@pytest.mark.parametrize("amount", ["nan g", "inf g", "Infinity kg"])
def test_amounts_that_are_no_numbers(amount):
    assert refused(Product, with_line(amount=amount)).startswith("activities[0].amount: ")


def test_a_name_of_a_hundred_thousand_characters_is_refused_in_few():
    message = refused(Product, TEA | {"name": "x" * 100_000})
    assert message.startswith("name: expected at most 120 characters, got 100000")
    assert len(message) < 200


def test_calling_a_noun_raises_the_same_error():
    with pytest.raises(DocumentError, match=r"^activities\[0\]\.stage: this field is required"):
        Product(**TEA | {"activities": [{"name": "x", "amount": "1 g", "factor": "f"}]})


FACTORS = {
    "parts that do not add up": (
        RICE | {"components": {"fossil": 1.0}},
        "components: the components add up to 1, the value is 2; correct one of them; what is removed is not in the value",
    ),
    "stages that do not add up": (
        RICE | {"stages": {"farm": 1.0, "mill": 0.5}},
        "stages: the stages add up to 1.5, the value is 2; correct one of them; what is removed is not in the value",
    ),
    "per nothing": (RICE | {"per": "0 kg"}, "per: must be above zero, got '0 kg'"),
    "below zero for no reason": (
        RICE | {"value": -1.0},
        (
            "value: -1 is below zero, and nobody emits less than nothing; state what is emitted; what is removed is a "
            "component of its own (removals)"
        ),
    ),
    "another unit": (
        RICE | {"unit": "kg"},
        (
            "unit: expected a mass of CO2e, of CO2 alone or of carbon, and what it is per if that stands here, such as "
            "kgCO2e, gCO2e/kWh, t-CO2/kL, tC/GJ; got 'kg'"
        ),
    ),
}


@pytest.mark.parametrize(("fields", "message"), FACTORS.values(), ids=FACTORS)
def test_factors_that_do_not_fit(fields, message):
    assert refused(EmissionFactor, fields) == message


def test_components_outside_the_figure_stand_beside_the_value():
    factor = EmissionFactor.read(RICE | {"components": {"fossil": 2.0, "biogenic-uptake": -1.5}})
    assert factor.value == 2.0


def test_measured_and_supplier_data_are_primary():
    assert [Evidence(kind=kind).primary for kind in ("measured", "supplier", "recipe", "estimate")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_named_verifier_is_enough():
    said = Verification(kind="third-party", by="Checkers KK", date="2026-10-01")
    assert said.date == dt.date(2026, 10, 1)
