"""Texts of the author by language: a company by its name in each; what lacks a language is told, and marked as what it is."""

from __future__ import annotations

import json

import pytest

import co2label as c2
from builders import declared, invoke, text_of, texts
from co2label.declaration import borrowed_texts
from co2label.label import detail
from co2label.page import page

BOTH = {"ja": "茶屋株式会社", "en": "Chaya Co., Ltd."}


@pytest.mark.parametrize(
    ("language", "shown"), [("ja", "茶屋株式会社"), ("en", "Chaya Co., Ltd."), ("fr", "Chaya Co., Ltd.")]
)
def test_a_company_is_called_by_its_name_in_the_language(language, shown):
    said = declared(company=BOTH)

    assert shown.replace(" ", "") in text_of(detail(said, language=language)).replace(" ", "")
    assert shown in page(said, language=language)
    assert declared(company="C").company == "C"
    assert json.loads(json.dumps(said.as_dict()))["company"] == BOTH


def test_every_name_of_a_company_is_looked_at_for_claims():
    said = declared(company={"ja": "茶屋", "en": "Carbon Neutral Tea Ltd"})

    assert "company-name" in [remark.code for remark in said.near]


def test_one_company_is_compared_by_all_its_names():
    line = c2.Activity("gas", "1 kg", gas="CO2", stage="production", uncertainty={"percent": 5.0})

    def made(**names):
        product = c2.Product(
            id="x",
            name="X",
            declared_unit="1 piece",
            boundary="gate-to-gate",
            activities=[line],
            declaration={"company": names},
        )
        return c2.compute(product)

    assert c2.compare(made(ja="甲", en="A"), made(en="A", ja="甲")).verdict == "same"
    with pytest.raises(c2.ClaimError, match=r"declaration.company: differs: A / 甲 and B / 甲"):
        c2.compare(made(ja="甲", en="A"), made(ja="甲", en="B"))


def test_what_lacks_a_language_is_told_to_the_author(tmp_path):
    said = declared(company=BOTH, scope={"ja": "包装を含む"})
    assert borrowed_texts(said, "ja") == ()
    assert borrowed_texts(said, "fr") == (
        "company has no text in 'fr'; the one in 'en' is shown",
        "scope has no text in 'fr'; the one in 'ja' is shown",
    )
    drawn = invoke("label", "examples/onigiri.toml", "-l", "fr", "-o", tmp_path / "x.svg")
    assert "name has no text in 'fr'; the one in 'en' is shown" in drawn.stderr
    assert "no text in" not in invoke("label", "examples/onigiri.toml", "-l", "ja").stderr


def test_a_borrowed_name_is_marked_with_its_language():
    ball = c2.Product(
        id="x",
        name={"ja": "鮭おにぎり", "en": "Salmon rice ball"},
        declared_unit="1 piece",
        boundary="cradle-to-gate",
        year=2025,
        activities=[c2.Activity("boiler", "0.24 kg", gas="CO2", stage="production")],
        declaration={"company": BOTH, "valid_until": "2027-11-22", "info_url": "https://example.jp/x"},
    )
    said = c2.declare(c2.compute(ball), issued="2026-11-23")
    french = detail(said, language="fr")
    marked = {op.text: op.language for op in texts(french)}
    assert (marked["Salmon rice ball"], marked["Production"]) == ("en", "fr")
    assert 'lang="en"' in french.svg("live")
    assert '<span lang="en">Salmon rice ball</span>' in page(said, language="fr")
    assert "<span lang" not in page(said, language="en")


def milk(**declaration):
    return c2.Product(
        id="milk",
        name="Milk",
        declared_unit="1 bottle",
        mass="1060 g",
        boundary="cradle-to-gate",
        year=2025,
        activities=[c2.Activity("cow", "1.2 kg", gas="CO2", stage="production")],
        declaration={
            "company": "C",
            "valid_until": "2027-11-22",
            "info_url": "https://example.jp/x",
            **declaration,
        },
    )


def test_the_net_content_of_the_pack_is_shown_instead_of_the_gross_mass():
    said = c2.declare(c2.compute(milk(content="1 L")), issued="2026-11-23")
    assert said.declared_unit.words == {
        "ja": "1本（1 L）",
        "en": "1 bottle (1 L)",
        "fr": "1\u00a0bouteille (1\u202fL)",
    }
    # 1.2 kg in 1 L: as much as the figure itself, per 1 L; and per 100 mL of half a litre twice as much a tenth
    assert (said.per_amount.words["en"], said.per_amount.shown.value) == ("1 L", "1.2")
    half = c2.declare(c2.compute(milk(content="500 mL")), issued="2026-11-23")
    assert (half.per_amount.words["en"], half.per_amount.shown.value) == ("100 mL", "0.24")


@pytest.mark.parametrize(
    ("content", "problem"),
    [("1 piece", "expected a mass or a volume above zero"), ("1.2 kg", "is more than the mass '1060 g'")],
)
def test_a_content_that_cannot_be_is_refused(content, problem):
    with pytest.raises(c2.ClaimError, match=problem):
        c2.declare(c2.compute(milk(content=content)), issued="2026-11-23")
