"""No door lets a claim through: whatever text of a document reaches a carrier was judged."""

from __future__ import annotations

import copy
import datetime as dt
import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

import co2label as c2
from co2label import label
from co2label.cli import app
from co2label.declaration import forbidden_claim
from co2label.errors import Co2LabelError
from co2label.incentive import BoughtLine, Campaign, GiftProgramme, Norm, NudgeBudget, NudgeContext, nudge
from co2label.page import page
from co2label.receipt import Receipt, ReceiptLine, sidecar, statement

CLAIMS = ["カーボンオフセット済み", "climate compensated", "bas carbone"]
"""One in each language, of different kinds, and none of them a bare word that a firm may be called by."""

FACTOR = {
    "id": "own.rice",
    "value": 1.0,
    "unit": "kgCO2e",
    "per": "1 kg",
    "name": {"en": "Rice of our own"},
    "keywords": ["grain"],
    "geography": "JP",
    "licence": "CC-BY-4.0",
    "attribution": "The rice people",
    "note": "measured",
    "uncertainty": {"gsd2": 1.2},
    "gwp_set": "AR6",
    "source": {
        "title": "Rice report",
        "publisher": "Rice people",
        "edition": "2",
        "year": 2024,
        "locator": "table 2",
        "url": "https://example.org/rice",
    },
}
PRODUCT = {
    "id": "ball",
    "name": {"ja": "おにぎり", "en": "Rice ball"},
    "category": "rice balls",
    "declared_unit": "1 piece",
    "mass": "110 g",
    "boundary": "cradle-to-grave",
    "nothing_in": {"use": {"en": "eaten as it is"}, "end-of-life": {"ja": "残さず食べます"}},
    "cut_off": {"left_out_percent": 6, "limit_percent": 7, "note": "salt"},
    "year": 2025,
    "declaration": {
        "company": "Sample Ltd",
        "issued": "2026-11-23",
        "valid_until": "2027-11-22",
        "info_url": "https://example.org/report",
        "scope": {"en": "packaging included"},
        "standard": "ISO 14067:2018",
        "verification": {
            "kind": "third-party",
            "by": "Checkers",
            "date": "2026-10-01",
            "standard": "ISO 14064-3",
        },
        "band": {
            "name": {"en": "Town canteen 2026"},
            "source": {"en": "Town council"},
            "per": "meal",
            "limits": [0.4, 0.8, 1.2, 1.6],
        },
        "indicators": [{"ja": "秋限定", "en": "Autumn only"}],
        "publish_working": True,
        "credits": [
            {"amount": "1 t", "registry": "Verra", "serial": "V-1", "vintage": 2024, "standard": "VCS"}
        ],
    },
    "activities": [
        {
            "name": "rice",
            "amount": "0.05 kg",
            "factor": FACTOR,
            "stage": "raw-materials",
            "evidence": {
                "kind": "measured",
                "note": "scales",
                "source": {"title": "Log book", "edition": "1"},
            },
        },
        {"name": "cooking", "amount": "0.01 kg", "gas": "CO2", "stage": "production"},
        {
            "name": "biochar",
            "amount": "-0.002 kg",
            "gas": "CO2",
            "stage": "production",
            "component": "removals",
            "removal": {"store": "biochar", "years": 500, "standard": "EBC 2023", "verified_by": "Checkers"},
        },
    ],
}
NO_TEXT = {
    "value",
    "unit",
    "per",
    "amount",
    "gas",
    "stage",
    "kind",
    "date",
    "issued",
    "valid_until",
    "info_url",
    "url",
}
NO_TEXT |= {"declared_unit", "mass", "boundary", "gsd2", "gwp_set", "component", "store"}
FIRM = {("declaration", "company")}


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from leaves(inner, (*path, at))
    elif isinstance(value, str) and path[-1] not in NO_TEXT:
        yield path


TEXTS = [path for path in leaves(PRODUCT) if path not in FIRM]


def changed(path, text):
    document = copy.deepcopy(PRODUCT)
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = text
    return document


def declared(document, **said):
    return c2.declare(c2.compute(c2.Product.read(document)), **said)


def carriers(said):
    yield page(said, language="ja+en+fr")
    yield json.dumps(said.as_dict(), ensure_ascii=False)
    for language in ("ja", "en", "fr"):
        for template in (label.calorie, label.mini, label.shelf):
            yield template(said, language=language).svg()
    line = ReceiptLine(name="ball", price=120, declaration=said)
    yield json.dumps(sidecar(Receipt(lines=[line])), ensure_ascii=False)


def test_the_document_as_it_is_comes_to_every_carrier():
    assert len(TEXTS) > 25
    assert all(list(carriers(declared(PRODUCT))))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: ".".join(map(str, path)))
def test_a_claim_in_a_text_is_refused_or_comes_to_no_carrier(path):
    is_id = path[-1] == "id"
    for claim in ["climate-neutral"] if is_id else CLAIMS:
        if path == ("id",):
            continue  # what a shop system finds a product by; printed nowhere as a text
        try:
            said = declared(changed(path, claim))
        except Co2LabelError:
            continue
        assert not [text for text in carriers(said) if claim in text], claim


@pytest.mark.parametrize(
    "path",
    [
        ("name", "ja"),
        ("category",),
        ("declaration", "scope", "en"),
        ("declaration", "standard"),
        ("declaration", "verification", "by"),
        ("declaration", "verification", "standard"),
        ("declaration", "band", "name", "en"),
        ("declaration", "band", "source", "en"),
        ("declaration", "indicators", 0, "en"),
        ("nothing_in", "use", "en"),
        ("activities", 2, "removal", "verified_by"),
        ("declaration", "credits", 0, "registry"),
        ("activities", 0, "name"),
        ("activities", 0, "factor", "source", "title"),
        ("activities", 0, "factor", "attribution"),
    ],
    ids=lambda path: ".".join(map(str, path)),
)
@pytest.mark.parametrize("claim", CLAIMS)
def test_the_refusal_names_place_words_kind_law_and_what_to_do(path, claim):
    with pytest.raises(c2.ClaimError) as refused:
        declared(changed(path, claim))
    said = str(refused.value)
    assert f"claims {forbidden_claim(claim)!r}, which " in said
    assert any(kind in said for kind in ("(offset: ", "(low: "))
    assert said.count("; ") == len(refused.value.problems)


def test_an_id_of_a_factor_that_a_page_names_without_its_lines_is_judged():
    document = changed(("activities", 0, "factor", "id"), "carbon-neutral-rice")
    document["declaration"]["publish_working"] = False
    with pytest.raises(c2.ClaimError, match=r"factors\[carbon-neutral-rice\].id: .*claims 'carbon-neutral'"):
        declared(document)


def test_the_name_of_the_product_compared_with_is_judged():
    older = copy.deepcopy(PRODUCT) | {"id": "old", "name": {"en": "Low-carbon ball"}, "year": 2023}
    baseline = c2.compute(c2.Product.read(older))
    with pytest.raises(c2.ClaimError, match=r"declaration.baseline: name.en: .*claims 'low-carbon'"):
        declared(PRODUCT, baseline=baseline)


@pytest.mark.parametrize("company", ["Carbon Neutral Tea Ltd", "Conscious Chocolate", "株式会社ゼロカーボン"])
def test_a_company_may_be_called_so_and_every_carrier_says_what_that_means(company):
    said = declared(PRODUCT, company=company)
    assert said.near[-1].code == "company-name"
    words, short = said.near[-1].words, said.near[-1].short
    assert words["en"] == "The company’s name says nothing about this product"
    assert words["en"] in page(said, language="en").replace("<br>", " ")
    assert words["ja"] in label.calorie(said, language="ja").scene.description
    assert set(short) == {"ja", "en", "fr"}
    assert "company-name" not in [remark.code for remark in declared(PRODUCT).near]


@pytest.mark.parametrize("verifier", ["Green & Sons", "Ecocert Sustainable Assurance", "Eco Verify SA"])
def test_a_verifier_may_be_called_by_a_bare_word(verifier):
    said = declared(changed(("declaration", "verification", "by"), verifier))
    assert said.verification.by == verifier


@pytest.mark.parametrize("claim", CLAIMS)
def test_prices_notes_and_titles(claim):
    said = declared(PRODUCT)
    with pytest.raises(c2.ClaimError, match=r"price_note: .*claims"):
        label.shelf(said, price="¥120", price_note=claim)
    with pytest.raises(c2.ClaimError, match=r"price: .*claims"):
        label.shelf(said, price=claim)
    two = [said, replace(said, name={"en": "Ball with plum"})]
    with pytest.raises(c2.ClaimError, match=r"title: .*claims"):
        label.menu(two, title=claim)
    assert label.shelf(said, price="2,40 €", price_note="éco-part. 0,02 €").svg()


@pytest.mark.parametrize("claim", CLAIMS)
def test_pictures_of_what_was_never_declared(claim):
    footprint = c2.compute(c2.Product.read(changed(("name", "en"), claim)))
    with pytest.raises(c2.ClaimError, match=r"name.en: .*claims"):
        label.contribution(footprint)


@pytest.mark.parametrize("claim", CLAIMS)
def test_tips(claim):
    with pytest.raises(c2.ClaimError, match=r"tips\[0\].en: .*claims"):
        page(declared(PRODUCT), tips=[{"en": claim}])


@pytest.mark.parametrize("claim", CLAIMS)
def test_receipts(claim):
    known = ReceiptLine(name="米", price=300, kg_co2e=1.0)
    for wrong, where in (
        (Receipt(lines=[known], store=claim), "store"),
        (Receipt(lines=[known], receipt_id=claim), "receipt_id"),
        (Receipt(lines=[known, ReceiptLine(name=claim, price=10, kg_co2e=0.1)]), r"lines\[1\].name"),
    ):
        with pytest.raises(c2.ClaimError, match=f"^{where}: .*claims"):
            c2.receipt.plain(wrong)
        with pytest.raises(c2.ClaimError):
            sidecar(wrong)
    with pytest.raises(c2.DocumentError, match="claims"):
        Receipt(lines=[known], notices=[claim])
    unknown = Receipt(lines=[known, ReceiptLine(name=claim, price=10)], store="エコストア")
    assert c2.receipt.plain(unknown)


def test_categories_of_a_statement():
    line = ReceiptLine(name="米", price=300, kg_co2e=1.0, product="rice")
    with pytest.raises(c2.ClaimError, match=r"categories.rice: .*claims"):
        statement(
            [(dt.date(2026, 11, 3), Receipt(lines=[line]))],
            month="2026-11",
            categories={"rice": "低炭素の品"},
        )


def test_points_and_gifts():
    rule = {"id": "r", "name": "Rice", "basis": "fixed", "rate": 5}
    terms = {
        "id": "c",
        "name": "Points",
        "issuer": "Town",
        "first_day": "2026-07-01",
        "last_day": "2026-08-31",
        "rules": [rule],
    }
    for claim in CLAIMS:
        with pytest.raises(c2.DocumentError, match="claims"):
            Campaign.read(terms | {"name": claim})
        with pytest.raises(c2.DocumentError, match="claims"):
            Campaign.read(terms | {"rules": [rule | {"name": claim}]})
    gift = {"id": "s", "name": "塩", "kwh": 300, "yen": 800, "municipality": "岩手県野田村"}
    gifts = {
        "id": "g",
        "name": "お礼",
        "issuer": "野田村",
        "municipalities": ["岩手県野田村"],
        "first_day": "2026-07-01",
        "last_day": "2026-09-30",
        "basis": "steps",
        "gifts": [gift],
    }
    for claim in CLAIMS:
        with pytest.raises(c2.DocumentError, match="claims"):
            GiftProgramme.read(gifts | {"gifts": [gift | {"name": claim}]})


def test_sources_that_a_nudge_names():
    with pytest.raises(c2.DocumentError, match="claims"):
        Norm(group="two", people=40, kg_co2e=2.0, days=7, source="Climate-neutral households")
    with pytest.raises(c2.DocumentError, match="claims"):
        NudgeBudget(
            name="food", kg_co2e=2.0, used=1.0, covered=1.0, source="カーボンオフセット協会の埋め合わせCO2"
        )
    assert NudgeBudget(
        name="food", kg_co2e=2.0, used=1.0, covered=1.0, source="Sustainable Food Trust"
    ).source


def test_a_swap_speaks_of_no_product_whose_name_claims():
    def bowl(key, kg, name):
        lines = [c2.Activity("gas", f"{kg} kg", gas="CO2", stage="production", uncertainty={"gsd2": 1.01})]
        return c2.compute(
            c2.Product(
                id=key,
                name={"ja": name, "en": name, "fr": name},
                declared_unit="1 piece",
                boundary="cradle-to-gate",
                year=2025,
                category="bowls",
                activities=lines,
                declaration={"company": "Shop"},
            )
        )

    bought = NudgeContext(lines=[BoughtLine(product="beef", category="bowls")])
    good = nudge(bought, [bowl("beef", 3, "Beef"), bowl("tofu", 1, "Tofu")])
    assert good.nudge is not None
    said = nudge(bought, [bowl("beef", 3, "Beef"), bowl("tofu", 1, "低炭素丼")])
    assert said.nudge is None
    assert "claims" in next(step.reason for step in said.trail if step.pattern == "swap")


@pytest.mark.parametrize(
    ("options", "where"),
    [
        (["--template", "shelf", "--price", "¥1", "--price-note", "CO2ゼロ"], "price_note"),
        (["--template", "menu", "--title", "Low-carbon menu"], "title"),
    ],
)
def test_options_of_the_command(tmp_path, options, where):
    file, picture = tmp_path / "ball.json", tmp_path / "a.svg"
    both = {"products": [PRODUCT, PRODUCT | {"id": "second", "name": {"en": "Second ball"}}]}
    file.write_text(json.dumps(both if "menu" in options else PRODUCT, ensure_ascii=False), encoding="utf-8")
    result = CliRunner().invoke(app, ["label", str(file), "-o", str(picture), *options])
    assert result.exit_code == 1
    assert f"{where}: " in result.stderr
    assert "claims" in result.stderr
    assert not picture.exists()
