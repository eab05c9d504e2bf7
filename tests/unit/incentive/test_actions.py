"""The table of actions: names, figures against independent sums, sources, and tables of one's own."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from co2label.declaration import forbidden_claim
from co2label.errors import DocumentError
from co2label.incentive import ActionTable, figure_words
from co2label.incentive._actions import DOMAINS, LEADS, claim_beside_programmes, programme_names
from co2label.wording import LANGUAGES, translate, translations

TABLE = ActionTable.bundled()
FILES = ("actions.csv", "living.csv", "action_sources.csv")


def test_the_parts_of_life_add_up_to_the_footprint_that_the_source_gives():
    # Koide et al. 2021: 7.1 t a person in 2015; by domain as computed for the outline's reference, kg a year
    sums = {domain: sum(p.kg_co2e for p in TABLE.parts.values() if p.domain == domain) for domain in DOMAINS}
    assert {key: round(kg) for key, kg in sums.items()} == {
        "housing": 2147,
        "mobility": 1379,
        "food": 1728,
        "goods": 1862,
    }


@pytest.mark.parametrize(
    ("action", "kg"),
    [
        # printed by the ministry as well (ゼロカーボンアクション30 nos. 1, 8, 14, 19)
        ("renewable-electricity", 1232),
        ("solar-panels", 1275),
        ("telework", 279),
        ("local-vegetables", 8),
        # by hand from the source: 2156.268842 kWh × 3 % × 0.634319811 kg/kWh
        ("energy-monitoring", 2156.268842 * 0.03 * 0.634319811),
        # (0.634319811 - 0.062972926) kg/kWh × 2156.268842 kWh
        ("renewable-electricity", (0.634319811 - 0.062972926) * 2156.268842),
        # driving 731.14 kg × (1 - 0.025653594 / 0.132327833), less 222.45 kg of making the car × (8027.5 / 4154.604604 - 1);
        # shared cars likewise: 10.26 kg driven, 1.40 kg rented
        ("zero-carbon-drive", (731.14 + 10.26) * 0.806136 - (222.45 + 1.40) * 0.932194),
    ],
)
def test_figures_against_the_ministry_or_a_sum_by_hand(action, kg):
    assert TABLE[action].kg_co2e == pytest.approx(kg, abs=0.6)


def test_thirty_numbers_and_four_lead_actions_each_with_a_figure():
    assert {number for action in TABLE for number in action.numbers} == set(range(1, 31))
    for lead in LEADS:
        assert [action for action in TABLE if action.lead == lead and action.kg_co2e], lead
        assert translate(f"actions.lead.{lead}", "ja") in (
            "ゼロカーボンエネルギー",
            "おうち快適",
            "ゼロカーボン・ドライブ",
            "サステナブルファッション",
        )


def test_a_figure_has_its_source_with_a_place_in_it_and_its_basis_in_every_language():
    for action in TABLE:
        assert set(action.name) == set(LANGUAGES), action.id
        if action.kg_co2e is None:
            assert action.source is None
            assert figure_words(None, "ja") == "数字なし"
            continue
        assert action.kg_co2e > 0
        assert action.source.locator, action.id
        assert set(action.basis) == set(LANGUAGES), action.id
        for part, kg in action.effects.items():
            assert kg <= TABLE.parts[part].kg_co2e, action.id


@pytest.mark.parametrize("name", programme_names())
def test_a_name_of_a_programme_counts_only_as_a_whole(name):
    assert claim_beside_programmes(name) is None
    assert claim_beside_programmes(f"「{name}」") is None
    for longer in (f"{name}X", f"new-{name}" if name.isascii() else f"新{name}", f"{name}飲料", name.upper()):
        if longer != name:
            assert claim_beside_programmes(longer) == forbidden_claim(longer)


def test_no_claim_in_any_word_of_actions_but_the_names_of_programmes():
    said = [
        text
        for language in LANGUAGES
        for key, text in translations(language).items()
        if key.startswith("actions.")
    ]
    said += [text for action in TABLE for text in (*action.name.values(), *action.basis.values())]
    said += [text for part in TABLE.parts.values() for text in part.name.values()]
    assert [text for text in said if claim_beside_programmes(text)] == []
    claims = sorted({text for text in said if forbidden_claim(text)})
    assert all(any(name in text for name in programme_names()) for text in claims)


def test_an_unknown_action_names_the_nearest():
    with pytest.raises(DocumentError, match=r"no action 'telewrk'.*telework"):
        TABLE["telewrk"]


@pytest.fixture
def folder(tmp_path):
    for name in FILES:
        text = files("co2label.incentive").joinpath("data", name).read_text("utf-8")
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def changed(folder, name, key, **cells):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    next(row for row in rows if row["id"] == key).update(cells)
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys([*rows[0], *cells])))
        writer.writeheader()
        writer.writerows(rows)


def test_a_table_of_ones_own(folder):
    assert ActionTable.read(folder) == TABLE
    changed(
        folder,
        "actions.csv",
        "repair",
        appliances="20",
        basis_ja="家電",
        basis_en="x",
        basis_fr="x",
        source="moe-zc30",
    )
    assert ActionTable.read(folder)["repair"].kg_co2e == 20


@pytest.mark.parametrize(
    ("name", "key", "cells", "said"),
    [
        (
            "actions.csv",
            "telework",
            {"source": "nowhere"},
            "column source: expected one of koide-2021, moe-zc30",
        ),
        ("actions.csv", "telework", {"source": ""}, "column source: is empty"),
        ("actions.csv", "telework", {"basis_en": ""}, "without what it assumes"),
        ("actions.csv", "telework", {"car": "-1"}, "column car: expected a number above 0"),
        ("actions.csv", "telework", {"car": "0"}, "column car: expected a number above 0"),
        ("actions.csv", "telework", {"car": "much"}, "column car: expected a number above 0"),
        ("actions.csv", "telework", {"persons": "0.5"}, "column persons: expected a number from 1"),
        ("actions.csv", "telework", {"group": "fun"}, "column group: expected one of energy"),
        ("actions.csv", "telework", {"lead": "fun"}, "column lead: expected one of zero-carbon-energy"),
        ("actions.csv", "telework", {"zc30": "xiv"}, "column zc30: expected whole numbers"),
        ("actions.csv", "telework", {"name_en": "Zero-carbon work"}, "claims 'zero-carbon'"),
        ("actions.csv", "telework", {"name_en": "work\u202e"}, "U\\+202E"),
        (
            "actions.csv",
            "telework",
            {"not_with": "compost"},
            "telework is not with compost, but compost does not say so",
        ),
        ("actions.csv", "telework", {"not_with": "idling"}, "names 'idling', which is no action"),
        ("actions.csv", "telework", {"id": "compost"}, "compost stands there twice"),
        ("living.csv", "car", {"domain": "air"}, "column domain: expected one of housing"),
        ("living.csv", "car", {"kg": "0"}, "column kg: expected a number above 0"),
        ("actions.csv", "telework", {"cra": "20"}, "unknown column 'cra'; did you mean 'car'"),
        ("living.csv", "car", {"note": "x"}, "unknown column 'note'; known columns: id, domain, kg"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(folder, name, key, cells, said):
    changed(folder, name, key, **cells)
    with pytest.raises(DocumentError, match=said):
        ActionTable.read(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(DocumentError, match=f"{name}: is missing"):
        ActionTable.read(folder)
