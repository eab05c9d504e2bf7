"""A language without rules of claims cannot be drawn: a copied file has the words of one language and the rules of another."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import co2label as c2
from co2label import wording
from co2label.declaration import forbidden_claim
from co2label.errors import DocumentError
from co2label.incentive import PointRule
from co2label.page import page
from co2label.receipt import Receipt, ReceiptLine

SAID = {
    "issued": "2026-11-23",
    "valid_until": "2027-11-22",
    "company": "Chaya",
    "info_url": "https://example.jp/tea",
}


def tea(name):
    gas = c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")
    return c2.compute(
        c2.Product(
            id="tea",
            name=name,
            declared_unit="1 piece",
            boundary="cradle-to-gate",
            year=2025,
            activities=[gas],
        )
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The package as a newcomer changes it: copies of the French files as the Spanish ones."""
    root = tmp_path_factory.mktemp("house")
    shutil.copytree(Path(c2.__file__).parent, root / "co2label")
    folder = root / "co2label" / "wording"
    for place in (folder, folder / "claims"):
        shutil.copy(place / "fr.toml", place / "es.toml")
    return folder


PROGRAM = """
import co2label as c2
from co2label.errors import Co2LabelError
from co2label.wording import LANGUAGES
from co2label.page import page
from co2label.receipt import Receipt, ReceiptLine
gas = c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")
def said(name):
    tea = c2.Product(id="tea", name=name, declared_unit="1 piece", boundary="cradle-to-gate", year=2025, activities=[gas])
    return c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya", info_url="https://example.jp/tea")
def tried(make):
    try:
        return "made" if make() else "nothing"
    except Co2LabelError as error:
        return type(error).__name__ + ": " + str(error).replace(chr(10), " / ")
print(LANGUAGES)
print(tried(lambda: said({"es": "té verde"})))
print(tried(lambda: said({"en": "Tea", "es": "té neutro en carbono"})))
tea = said({"en": "Tea"})
for make in (
    lambda: c2.label.calorie(tea, language="es").svg(),
    lambda: c2.label.mini(tea, language="es").svg(),
    lambda: c2.label.shelf(tea, language="en+es").svg(),
    lambda: page(tea, language="es"),
    lambda: c2.receipt.plain(Receipt(lines=[ReceiptLine(name="té", price=1, kg_co2e=1.0)]), language="es"),
):
    print(tried(make))
"""


def run(house, program=PROGRAM):
    root = house.parents[1]
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={"PYTHONPATH": str(root), "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_copied_file_says_nothing(house):
    languages, named, claimed, *drawn = run(house)
    assert languages == "('ja', 'en', 'fr')"
    assert (
        "ClaimError: tea: name.es: there are no rules of what must not be claimed in 'es'"
        in named.replace("tea.", "tea: ")
    )
    assert "no rules" in claimed
    for said in drawn:
        assert said.startswith(
            "TextError: nothing is said in 'es': it needs rules of what must not be claimed in it, and those in its file"
        )
        assert said.endswith('write wording/claims/es.toml with language = "es" (docs/reference/claims.md)')


def test_words_without_any_rules_say_nothing(house):
    rules = house / "claims" / "es.toml"
    rules.rename(house / "kept.toml")
    try:
        assert all("and there are none" in said for said in run(house)[3:])
    finally:
        (house / "kept.toml").rename(rules)


TOY = """
language = "es"
whole_words = true
bases = ["que"]
things = ["jabon neutro"]
shaming = ["vergonzos[oa]s?"]

[laws.eu-4c]
title = "Directiva 2005/29/CE"
clause = "anexo I, punto 4 quater"
url = "https://eur-lex.europa.eu/eli/dir/2024/825/oj"
seen = "https://eur-lex.europa.eu/eli/dir/2024/825/oj"
second_hand = false

[parts]
carbono = "(?:carbono|co2)"

[[rules]]
kind = "low"
law = ["eu-4c"]
about = ["bajo", "baja"]
find = ["baj[oa]s? en {carbono}"]
refused = ["bajo en carbono"]
passes = ["bajo en sal"]
"""


def test_with_rules_of_its_own_it_is_drawn_and_judged(house):
    rules = house / "claims" / "es.toml"
    before = rules.read_text("utf-8")
    rules.write_text(TOY, encoding="utf-8")
    try:
        languages, named, claimed, *drawn = run(house)
        assert languages == "('ja', 'en', 'es', 'fr')"
        assert named == "made"
        assert "claims 'neutro en carbono'" in claimed, "found by the rules for languages without words"
        assert drawn == ["made"] * 5
        low = run(house, PROGRAM.replace("té verde", "té bajo en carbono"))[1]
        assert "claims 'bajo en carbono'" in low
        assert "(low: Directiva 2005/29/CE, anexo I, punto 4 quater)" in low
    finally:
        rules.write_text(before, encoding="utf-8")


NUDGE = """
from co2label.errors import Co2LabelError
from co2label.incentive import NudgeContext, nudge
def tried(what):
    try:
        NudgeContext(setting={"what": {"es": what}, "change": {"es": "en caja"}})
        return "taken"
    except Co2LabelError as error:
        return type(error).__name__ + ": " + str(error)
for what in ("sin recibo", "es vergonzoso", "bajo en carbono", "sin recibo: trop tard", "es una bonte"):
    print(tried(what))
"""


def test_a_nudge_in_it_neither_shames_nor_claims(house):
    rules = house / "claims" / "es.toml"
    before = rules.read_text("utf-8")
    rules.write_text(TOY, encoding="utf-8")
    try:
        plain, shaming, claimed, french, other = run(house, NUDGE)
        assert plain == other == "taken"
        assert shaming.endswith("'es vergonzoso' blames ('vergonzoso'); say it without blame")
        assert "claims 'bajo en carbono'" in claimed
        assert french.endswith("blames ('trop'); say it without blame"), (
            "the words of every language hold for all"
        )
        rules.write_text(TOY.replace("shaming", "bare"), encoding="utf-8")
        assert run(house, NUDGE)[0] == (
            "DocumentError: setting.what: nothing is said to a person in 'es': wording/claims/es.toml has no list `shaming`"
        )
    finally:
        rules.write_text(before, encoding="utf-8")


@pytest.mark.parametrize("tag", ["es", "de", "zh-Hant"])
def test_a_text_in_a_language_without_rules_is_printed_nowhere(tag):
    said = c2.declare(tea({"en": "Tea"}), **SAID)
    with pytest.raises(c2.ClaimError, match=f"name.{tag}: there are no rules"):
        c2.declare(tea({"en": "Tea", tag: "x"}), **SAID)
    with pytest.raises(c2.ClaimError, match=rf"tips\[0\].{tag}: there are no rules"):
        page(said, tips=[{"en": "Share it", tag: "x"}])
    line = ReceiptLine(name="Tea", price=2, kg_co2e=0.2)
    with pytest.raises(DocumentError, match="no rules"):
        Receipt(lines=[line], notices=[{tag: "x"}])
    with pytest.raises(DocumentError, match="no rules"):
        PointRule(id="tea", name={tag: "x"}, basis="fixed", rate=5)


@pytest.mark.parametrize("tag", ["en-GB", "fr-CA", "ja-Hira", "und"])
def test_a_region_or_no_language_has_rules(tag):
    assert c2.declare(tea({tag: "Tea"}), **SAID).name == {tag: "Tea"}


def test_a_text_without_a_language_is_judged_by_the_rules_of_all():
    for name in ("Té neutro en carbono", "klimaneutrale Milch", "低炭素米", "bas carbone", "碳中和"):
        assert forbidden_claim(name)
        with pytest.raises(c2.ClaimError, match="claims"):
            c2.declare(tea(name), **SAID)


def test_every_language_names_itself_in_its_rules():
    for language in wording.LANGUAGES:
        assert wording.claim_table(language)["language"] == language
        assert wording.missing_rules(language) is None
    assert wording.missing_rules("de") is None, "there is no file"
