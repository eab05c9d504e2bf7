"""How much one of a product is in the unit of its factor; the answers are worked by hand from the source's own figures."""

from __future__ import annotations

import pytest

from co2label.matching import content_of
from co2label.model import EmissionFactor
from co2label.units import parse_amount


def factor(per="1 kg", **names):
    return EmissionFactor(id="f", value=1, unit="kgCO2e", per=per, name=names, source={"title": "x"})


def kg(size, **names):
    found = content_of(parse_amount(size), factor(**names))
    return None if found is None else found.amount.si


@pytest.mark.parametrize(
    ("size", "names", "expected"),
    [
        ("1 L", {"en": "Milk, whole, pasteurised"}, 0.244 / 0.2365882365),
        ("500 mL", {"ja": "低脂肪牛乳（UHT）"}, 0.244 / 0.2365882365 / 2),
        ("75 cl", {"fr": "Vin rouge, bouteille"}, 0.0294 / 0.0295735295625 * 0.75),
        ("1 L", {"en": "Extra virgin olive oil"}, 0.216 / 0.2365882365),
        ("1 L", {"fr": "Huile d’olive vierge extra"}, 0.216 / 0.2365882365),
        ("1 L", {"en": "Apple juice, pure"}, 0.248 / 0.2365882365),
        ("10 個", {"ja": "鶏卵"}, 10 * 0.050 / 0.88),
        ("6 pieces", {"en": "Egg, raw"}, 6 * 0.050 / 0.88),
        ("2 slices", {"en": "White bread"}, 0.056),
        ("1 pièce", {"fr": "Pamplemousse, pulpe, cru"}, 0.256 / 0.5),
    ],
)
def test_what_a_factor_of_a_kilogram_is_of(size, names, expected):
    assert kg(size, **names) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("size", "names"),
    [
        ("1 L", {"en": "Milk chocolate bar"}),  # ends with bar, not with milk
        ("1 L", {"en": "Coffee, ground"}),  # the powder, not the drink
        ("2 個", {"en": "Apple pie"}),
        ("3 個", {"ja": "バナナチップス"}),
        ("1 個", {"ja": "豆腐"}),  # a block is another size here than where the source is from
        ("3 個", {"ja": "じゃがいも", "en": "Potato"}),
        ("2 packs", {"en": "Egg, raw"}),  # nobody says how many are in a pack
        ("1 piece", {"en": "White bread"}),  # a loaf is no slice
        ("6 個", {}),
        ("3 kWh", {"en": "Milk"}),
    ],
)
def test_what_is_not_known_is_not_guessed(size, names):
    assert kg(size, **names) is None


def test_what_was_taken_for_granted_is_said_with_its_source():
    found = content_of(parse_amount("10 個"), factor(ja="卵"))
    assert found.said == "10 個 taken as 0.568 kg (egg, large: 50 g without 12 % of refuse; USDA SR26 01123)"


def test_a_size_that_fits_is_taken_as_it_is():
    found = content_of(parse_amount("500 g"), factor(en="Milk"))
    assert (found.amount, found.said) == (parse_amount("500 g"), "")


def test_a_factor_of_a_litre_takes_a_mass_by_the_same_density():
    found = content_of(parse_amount("1 kg"), factor(per="1 L", en="Milk"))
    assert found.amount.si == pytest.approx(0.2365882365 / 0.244 / 1000, rel=1e-6)
    assert "taken as 0.97 L" in found.said
