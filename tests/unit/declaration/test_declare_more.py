"""What a Declaration says more: per common amount, band, SDG lines, own comparison, sources, published working."""

from __future__ import annotations

import json

import pytest

from co2label import Activity, ClaimError, EmissionFactor, Product, compute, compute_all, declare
from co2label.declaration import BAND_SCHEMES
from co2label.label import text_lines
from co2label.model import BandScheme

SAID = {
    "issued": "2026-11-23",
    "valid_until": "2027-11-22",
    "company": "Chaya",
    "info_url": "https://example.jp/report",
}
TOWN = {"name": "Town canteen 2026", "source": "Town council", "per": "kg", "limits": [1.0, 2.5, 5.0, 10.0]}


def product(kg=0.2104, **changes):
    """A product with one direct emission, of which the figure is known without a calculation."""
    fields = {
        "id": "ball",
        "name": {"ja": "おにぎり", "en": "Rice ball"},
        "declared_unit": "1 個",
        "mass": "110 g",
        "boundary": "cradle-to-gate",
        "year": 2025,
        "activities": [Activity("boiler", f"{kg} kg", gas="CO2", stage="production")],
    }
    return Product(**(fields | changes))


def said(kg=0.2104, *, fields=None, **arguments):
    return declare(compute(product(kg, **(fields or {}))), **(SAID | arguments))


def refusals(kg=0.2104, *, fields=None, **arguments):
    with pytest.raises(ClaimError) as refused:
        said(kg, fields=fields, **arguments)
    return [str(problem) for problem in refused.value.problems]


# per common amount


def test_per_100_g_below_a_kilogram():
    # 210.4 g in 110 g: 191.27 g in 100 g, two digits: 190
    found = said().per_amount

    assert (str(found.shown), found.words) == (
        "190 g-CO2e",
        {"ja": "100 g", "en": "100 g", "fr": "100\u202fg"},
    )


@pytest.mark.parametrize(
    ("declared", "bridges", "amount", "shown"),
    [
        ("1 個", {"mass": "1 kg"}, "1 kg", "210 g-CO2e"),
        ("1 個", {"mass": "999 g"}, "100 g", "21 g-CO2e"),
        ("500 g", {"mass": None}, "100 g", "42 g-CO2e"),
        ("2 kg", {"mass": None}, "1 kg", "110 g-CO2e"),
        ("200 mL", {"mass": None}, "100 mL", "110 g-CO2e"),
        ("1 L", {"mass": None}, "1 L", "210 g-CO2e"),
        ("1 m", {"mass": "0.5 kg/m"}, "100 g", "42 g-CO2e"),
    ],
)
def test_the_amount_and_its_figure(declared, bridges, amount, shown):
    found = said(fields={"declared_unit": declared, **bridges}).per_amount

    assert (found.words["en"], str(found.shown)) == (amount, shown)


def test_a_shelf_asks_for_one_amount_and_a_document_may_say_it():
    # 0.2104 / 0.110 = 1.9127 kg per kg, in grams like the figure beside it
    asked = said(shelf_amount="1 kg").per_amount
    written = said(fields={"declaration": {"shelf_amount": "1 kg"}}).per_amount

    assert str(asked.shown) == "1900 g-CO2e"
    assert written == asked


@pytest.mark.parametrize(
    ("pack", "shown"), [("3 個", "630 g-CO2e"), ("330 g", "630 g-CO2e"), ("10 個", "2100 g-CO2e")]
)
def test_a_pack_stands_beside_the_unit_in_the_same_unit(pack, shown):
    # 3 × 0.2104 kg = 0.6312
    found = said(fields={"declaration": {"pack": pack}})

    assert str(found.per_pack.shown) == shown
    assert found.amounts == (found.per_amount, found.per_pack)


@pytest.mark.parametrize(
    ("pack", "what"),
    [
        (
            "1 L",
            "a pack of '1 L' cannot be told in declared units of '1 個'; say how many declared units it holds",
        ),
        ("0 個", "expected an amount above zero, got '0 個'"),
    ],
)
def test_a_pack_that_holds_nobody_knows_how_many(pack, what):
    assert what in refusals(fields={"declaration": {"pack": pack}})[0]


def test_a_volume_is_reached_through_mass_and_density():
    # 206 g at 1.03 kg/L is 200 mL, so 105.2 g in 100 mL
    found = said(fields={"mass": "206 g", "density": "1.03 kg/L"}, shelf_amount="100 mL").per_amount

    assert str(found.shown) == "110 g-CO2e"


def test_without_a_mass_nothing_is_said_and_an_amount_that_is_asked_for_is_refused():
    assert said(fields={"mass": None}).per_amount is None
    assert refusals(fields={"mass": None}, shelf_amount="100 g") == [
        (
            "ball.declaration.shelf_amount: a figure per '100 g' needs the mass of '1 個', which is not known; "
            "add the mass of '1 個' to the product, such as mass = \"110 g\""
        )
    ]


def test_a_shelf_amount_is_a_mass_or_a_volume():
    assert "expected a mass or a volume above zero, got '1 個'" in refusals(shelf_amount="1 個")[0]


# band


@pytest.mark.parametrize(
    ("kg", "letter", "step"),
    [
        (0.5, "A", 1),
        (0.504, "A", 1),
        (0.506, "B", 2),
        (1.0, "B", 2),
        (1.5, "C", 3),
        (2.0, "D", 4),
        (2.1, "E", 5),
    ],
)
def test_the_letter_per_meal_judges_the_figure_as_shown(kg, letter, step):
    # 0.504 kg is shown as 500 g, which is not above 0.5
    found = said(kg, band="co2label-meal-2026").band

    assert (found.letter, found.step, found.steps) == (letter, step, 5)


@pytest.mark.parametrize(
    ("kg", "letter"),
    [(0.01, "A"), (0.343, "A"), (0.38, "B"), (0.68, "B"), (1.7, "C"), (6.8, "D"), (6.9, "E"), (170.0, "E")],
)
def test_the_letter_per_day_judges_the_percentage_as_shown(kg, letter):
    # of 6.8 kg: 0.1, 5.04 -> 5, 5.6 -> 6, 10, 25, 100, 101.5 %, 25 days
    assert said(kg, band="co2label-day-2026").band.letter == letter


def test_a_scheme_of_ones_own_per_kg():
    # 0.2104 kg in 110 g is 1.9 kg per kg: above 1, not above 2.5
    found = said(band=BandScheme(**TOWN)).band

    assert (found.letter, found.scheme["fr"]) == ("B", "Town canteen 2026")
    assert found.basis["en"] == "kg CO₂e per kg: A to 1, B to 2.5, C to 5, D to 10; Town council"
    assert "B 2,5," in found.basis["fr"]
    assert said(fields={"declaration": {"band": TOWN}}).band == found


def test_there_is_no_band_without_a_scheme():
    assert said().band is None


def test_the_basis_names_what_the_limits_rest_on():
    basis = said(band="co2label-meal-2026").band.basis

    assert all("WWF" in text and "Klimato" in text for text in basis.values())


@pytest.mark.parametrize("unit", ["1 kg", "2 食", "1 km", "100 g"])
def test_steps_per_meal_need_one_serving(unit):
    fields = {"declared_unit": unit, "mass": None}

    assert "the steps are per meal" in refusals(fields=fields, band="co2label-meal-2026")[0]


def test_steps_per_kg_need_a_mass():
    assert "the mass of '1 個' is not known" in refusals(fields={"mass": None}, band=BandScheme(**TOWN))[0]


def test_an_unknown_scheme_names_the_nearest():
    assert "did you mean 'co2label-meal-2026'" in refusals(band="co2label-meal-2025")[0]


def test_limits_ascend():
    with pytest.raises(ValueError, match="expected four limits that ascend, got 1, 1, 2, 3"):
        BandScheme(**(TOWN | {"limits": [1, 1, 2, 3]}))


def test_schemes_that_co2label_brings_say_that_they_are_its_own():
    assert all("co2label" in text for scheme in BAND_SCHEMES.values() for text in scheme.name.values())


# SDG lines


def test_indicators_are_cleaned_and_kept_by_language():
    lines = [{"ja": "容器:  再生紙(古紙)", "en": "Tray: recycled paper"}, "Wood: 2.1 m3"]

    assert said(indicators=lines).indicators == (
        {"ja": "容器: 再生紙(古紙)", "en": "Tray: recycled paper"},
        {"und": "Wood: 2.1 m3"},
    )


def test_a_claim_in_an_indicator_is_refused_with_its_place():
    found = refusals(indicators=["木材", {"ja": "CO2フリー電気"}])

    assert found[0].startswith("ball.declaration.indicators[1].ja: 'CO2フリー電気' claims 'co2フリー'")


def test_five_indicators_are_too_many():
    with pytest.raises(ValueError, match="indicators"):
        said(indicators=["a", "b", "c", "d", "e"])


# own comparison

GRAIN = EmissionFactor(
    id="grain", value=2.0, unit="kgCO2e", per="1 kg", source={"title": "EPD 7"}, uncertainty={"gsd2": 1.5}
)
GAS = EmissionFactor(
    id="gas", value=1.0, unit="kgCO2e", per="1 kg", source={"title": "EPD 8"}, uncertainty={"gsd2": 4.0}
)


def of_year(year, grams, factor=GRAIN, company="Chaya", name="Ball"):
    return compute(
        product(
            id=f"ball-{year}",
            name=name,
            year=year,
            activities=[Activity("grain", f"{grams} g", factor=factor, stage="raw-materials")],
            declaration={"company": company} if company else {},
        )
    )


def test_a_lower_figure_of_the_same_factor_is_lower():
    # 88 g against 100 g of one and the same grain: its uncertainty cancels, 12 % exactly
    found = declare(of_year(2025, 88), **SAID, baseline=of_year(2023, 100)).comparison

    assert found.sentence == {
        "ja": "当社の2023年の商品より12%少ない",
        "en": "12% lower than our 2023 product",
        "fr": "12\u202f% de moins que notre produit de 2023",
    }
    # of the amounts no uncertainty is stated
    assert found.basis["en"] == (
        "Same unit, stages and method; data of 2023 and 2025; 12% lower (95% interval, where uncertainty is stated)"
    )


def test_a_higher_figure_and_another_name():
    found = declare(of_year(2025, 120), **SAID, baseline=of_year(2023, 100, name="Bun")).comparison

    assert found.sentence["en"] == "20% higher than our Bun (2023)"


def test_what_cannot_be_told_from_zero_is_not_called_lower():
    # the two rest on different factors, each uncertain by far more than 12 %
    found = declare(of_year(2025, 88), **SAID, baseline=of_year(2023, 200, factor=GAS)).comparison

    assert found.sentence["en"] == "No clear difference from our 2023 product"


def test_what_states_no_uncertainty_is_refused():
    assert (
        "no uncertainty is stated"
        in refusals(baseline=compute(product(0.3, year=2023, declaration={"company": "Chaya"})))[0]
    )


@pytest.mark.parametrize(
    ("baseline", "message"),
    [
        (
            of_year(2023, 100, company="Rival"),
            "declaration.baseline.declaration.company: differs: Rival and Chaya",
        ),
        (of_year(2023, 100, company=None), "declaration.baseline.declaration.company: differs: none stated"),
    ],
)
def test_the_product_of_another_company_is_refused(baseline, message):
    with pytest.raises(ClaimError, match=message):
        declare(of_year(2025, 88), **SAID, baseline=baseline)


def test_a_product_is_not_its_own_baseline():
    itself = of_year(2025, 88)

    with pytest.raises(ClaimError, match="'ball-2025' of 2025 is the declared product itself"):
        declare(itself, **SAID, baseline=itself)


def test_a_baseline_named_and_not_given_is_a_problem():
    assert "'ball-2023' is needed" in refusals(fields={"declaration": {"baseline": "ball-2023"}})[0]


# sources and working


def test_sources_reach_through_used_products_and_stand_once():
    rice = product(
        id="rice",
        declared_unit="1 kg",
        mass=None,
        activities=[Activity("grain", "1 kg", factor=GRAIN, stage="raw-materials")],
    )
    meal = product(
        id="meal",
        activities=[
            Activity("rice", "100 g", product="rice", stage="raw-materials"),
            Activity("nori", "1 g", factor="food.nori", stage="raw-materials"),
            Activity("salt", "1 g", factor="food.salt", stage="raw-materials"),
        ],
    )
    lines = declare(compute_all([meal, rice])["meal"], **SAID).sources

    assert [(line.title, line.factors) for line in lines] == [
        ("AGRIBALYSE", ("food.nori", "food.salt")),
        ("EPD 7", ("grain",)),
    ]
    assert lines[0].licence == "etalab-2.0"
    assert lines[0].attribution == "AGRIBALYSE v3.1.1 - ADEME, INRAE (2023)"


def test_a_direct_emission_has_no_source():
    assert said().sources == ()


def working_of(**declaration):
    lines = [
        Activity("grain", "50 g", factor=GRAIN, stage="raw-materials"),
        Activity("other grain", "25 g", factor=GRAIN, stage="raw-materials"),
        Activity("husk", "0.001 g", factor=GRAIN, stage="raw-materials"),
        Activity("boiler", "60 g", gas="CO2", stage="production"),
    ]
    return declare(compute(product(activities=lines, declaration=declaration)), **SAID)


def test_the_working_is_published_only_where_the_company_says_so():
    assert working_of().working == ()
    assert len(working_of(publish_working=True).working) == 4


def test_lines_of_the_working_are_rounded_like_the_rows_of_the_stages():
    # 100 + 50 + 0.002 + 60 = 210.002 g, shown as 210: lines end in tens, and have their share beside
    found = working_of(publish_working=True)
    rows = {
        line.name["und"]: (line.amount, line.factor, line.value, line.unit, line.percent)
        for line in found.working
    }

    assert rows == {
        "grain": ("50 g", "grain", "100", "g-CO2e", "48"),
        "other grain": ("25 g", "grain", "50", "g-CO2e", "24"),
        "husk": ("0.001 g", "grain", "<10", "g-CO2e", "<1"),
        "boiler": ("60 g", "CO2", "60", "g-CO2e", "28"),
    }


def test_names_of_a_published_working_are_judged():
    lines = [Activity("CO2フリー電気", "60 g", gas="CO2", stage="production")]
    fields = {"activities": lines, "declaration": {"publish_working": True}}

    assert refusals(fields=fields)[0].startswith(
        "ball.activities[0].name: 'CO2フリー電気' claims 'co2フリー'"
    )
    assert said(fields={"activities": lines}).working == ()


def test_all_of_it_is_plain_data():
    found = said(band="co2label-day-2026", indicators=["Wood"], shelf_amount="1 kg").as_dict()

    assert json.loads(json.dumps(found)) == found
    assert (found["band"]["letter"], found["per_amount"]["shown"]["value"]) == ("A", "1900")


def test_every_problem_is_told_at_once():
    found = refusals(
        fields={"mass": None}, shelf_amount="100 g", band="town", indicators=["Carbon neutral"], company=None
    )

    assert [line.split(":")[0] for line in found] == [
        "ball.declaration.company",
        "ball.declaration.shelf_amount",
        "ball.declaration.band",
        "ball.declaration.indicators[0].und",
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ({"ja": "おにぎり", "en": "Rice ball"}, "Rice ball"),
        ({"ja": "おにぎり"}, "おにぎり"),
        ({"ja": "おにぎり", "fr": "Boulette de riz"}, "Boulette de riz"),
    ],
)
def test_a_language_in_which_the_product_has_no_name_takes_another(name, shown):
    found = said(1.25, fields={"name": name, "declaration": {"publish_working": True}})

    assert text_lines(found, "fr")[1].startswith(
        f"{shown}\u00a0: l’empreinte carbone est de 1,3 kilogrammes d’équivalent CO2 à l’unité (110\u202fg)."
    )


def test_a_number_of_one_company_makes_no_link_unless_the_report_has_an_address():
    fields = {"gtin": "2100000109869"}
    [problem] = refusals(fields=fields, info_url=None, resolver="https://id.gs1.org")
    assert problem.startswith(
        "ball.gtin: GTIN '2100000109869' is a restricted circulation number (prefix 21)"
    )
    found = said(fields=fields, resolver="https://id.gs1.org", info_url="https://example.jp/pork")
    assert found.link == "https://example.jp/pork"
