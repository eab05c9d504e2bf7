"""Plans and pledges: the rule by hand, what is refused, the words and the cards."""

from __future__ import annotations

import pytest

from co2label.declaration import forbidden_claim
from co2label.errors import DocumentError, DrawError
from co2label.incentive import (
    ActionTable,
    Plan,
    PledgeRecord,
    Pledges,
    action_card,
    expected_reduction,
    plan_text,
)
from co2label.incentive._actions import programme_names
from co2label.wording import LANGUAGES

PLEDGES = {
    "pledges": [
        {"id": "p-1", "since": "2026-11-01", "actions": ["telework", "compost"]},
        {"id": "p-2", "since": "2026-11-10", "actions": ["telework"]},
    ]
}
VERIFIED = {"kind": "second-party", "by": "Town", "date": "2026-11-20"}


def test_two_actions_on_one_part_by_hand():
    # electricity 1367.764 kg: monitoring takes 3 %, renewables 90.07237 % of what is left of it
    found = expected_reduction(Plan(actions=["renewable-electricity", "energy-monitoring"]))
    assert found.kg_co2e == pytest.approx(1367.76404 * (1 - 0.97 * (1 - 0.90072370)), abs=1e-4)
    assert found.added_kg == pytest.approx(1231.97749 + 41.0329213, abs=1e-6)
    assert found.added_kg - found.kg_co2e == pytest.approx(0.03 * 0.90072370 * 1367.76404, abs=1e-4)


def test_half_way_is_half():
    whole, half = (
        expected_reduction(Plan(actions=[{"action": "telework", "share": x}])).kg_co2e for x in (1.0, 0.5)
    )
    assert half == pytest.approx(whole / 2, rel=1e-12)


def test_a_domain_is_split_as_the_average_is_and_persons_count_for_the_average_only():
    # the car is 1045.42723 of the 1378.849526 kg of mobility
    found = expected_reduction(Plan(actions=["car-sharing"], footprint={"mobility": 1000}))
    assert found.kg_co2e == pytest.approx(1000 * 212.67636 / 1378.849526, abs=0.01)
    three = expected_reduction(Plan(actions=["car-sharing"], persons=3))
    assert three.kg_co2e == pytest.approx(3 * ActionTable.bundled()["car-sharing"].kg_co2e)
    assert (
        expected_reduction(Plan(actions=["car-sharing"], persons=3, footprint={"mobility": 1000})).kg_co2e
        == found.kg_co2e
    )


def test_what_is_not_known_is_not_counted_and_said():
    found = expected_reduction(Plan(actions=["telework", "clothes-longer"], footprint={"car": 1000}))
    assert [part.id for part in found.unknown] == ["transport", "clothes"]
    assert found.kg_co2e == pytest.approx(213.66, abs=0.01)
    assert "Not counted, as the footprint is not known" in plan_text(found, "en")
    nothing = expected_reduction(Plan(actions=["compost"]))
    assert nothing.kg_co2e is None
    assert "no figure" in plan_text(nothing, "en")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"actions": []}, "actions"),
        ({"actions": ["telework", "telework"]}, "telework stands there twice"),
        ({"actions": ["telewrk"]}, r"actions\[0\].*no action 'telewrk'"),
        ({"actions": ["zero-energy-house", "insulation-renovation"]}, "replace each other"),
        ({"actions": ["car-sharing", "zero-carbon-drive"]}, "replace each other"),
        ({"actions": [{"action": "telework", "share": 0}]}, "share"),
        ({"actions": [{"action": "telework", "share": 1.01}]}, "share"),
        ({"actions": ["telework"], "persons": 0}, "persons"),
        ({"actions": ["telework"], "footprint": {"cars": 1}}, "footprint.'cars'.*car"),
        ({"actions": ["telework"], "footprint": {"car": 1, "mobility": 2}}, "stands beside mobility"),
        ({"actions": ["telework"], "footprint": {"car": -1}}, "footprint.car"),
        ({"actions": ["telework"], "who": "x" * 25}, "longer than 24"),
        ({"actions": ["telework"], "who": "カーボンニュートラル太郎"}, "claims 'カーボンニュートラル'"),
    ],
)
def test_what_is_refused(fields, said):
    with pytest.raises(DocumentError, match=said):
        expected_reduction(Plan.read(fields))


def test_a_household_figure_is_of_its_persons(tmp_path):
    (tmp_path / "living.csv").write_text("id,domain,name_en,kg\npower,housing,Power,1000\n", encoding="utf-8")
    (tmp_path / "action_sources.csv").write_text("id,title\ns,Study\n", encoding="utf-8")
    rows = "id,group,name_en,persons,basis_en,source,power\nroof,home,Roof,2.5,all of it,s,1500\n"
    (tmp_path / "actions.csv").write_text(rows, encoding="utf-8")
    table = ActionTable.read(tmp_path)
    # 1500 kg of the 2500 kg of an average household: 60 % of whatever the household's own footprint is
    assert expected_reduction(
        Plan(actions=["roof"], footprint={"power": 3000}), table
    ).kg_co2e == pytest.approx(1800)
    assert expected_reduction(Plan(actions=["roof"], persons=2), table).kg_co2e == pytest.approx(1200)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", ["card", "wide"])
def test_cards_draw_every_action_alone_and_claim_nothing_but_names_of_programmes(language, shape):
    for action in ActionTable.bundled():
        scene = action_card(
            expected_reduction(Plan(actions=[action.id], who="みどり")), language, shape=shape
        ).scene
        rows = [getattr(op, "text", "") for op in scene.ops]
        for text in (scene.title, scene.description, ("" if language == "ja" else " ").join(rows)):
            rest = text
            for name in programme_names():
                rest = rest.replace(name, "")
            assert forbidden_claim(rest) is None, text


@pytest.mark.parametrize(
    ("actions", "said", "noted"),
    [
        (["own-bag"], ["own bag: 1 kg\xa0CO₂", "per year: 1 kg\xa0CO₂,"], False),
        (
            ["own-bag", "own-bottle"],
            ["own bag: 1 kg\xa0CO₂", "own bottle: 4 kg\xa0CO₂", "per year: 5 kg\xa0CO₂,"],
            False,
        ),
        (
            ["own-bag", "telework"],
            ["own bag: 1 kg\xa0CO₂", "from home: 280 kg\xa0CO₂e", "per year: 280 kg\xa0CO₂e,"],
            True,
        ),
        (["telework"], ["per year: 280 kg\xa0CO₂e,"], False),
    ],
)
def test_a_figure_of_co2_alone_says_so(actions, said, noted):
    found = expected_reduction(Plan(actions=actions))
    text = plan_text(found, "en")
    assert [part for part in said if f"{part}\n" not in text and not (part[-1] == "," and part in text)] == []
    assert ("count CO₂ alone" in text) == noted
    drawn = {getattr(op, "text", "") for op in action_card(found, "en").scene.ops}
    assert ("kg\xa0CO₂" in drawn) == (said[-1].endswith("kg\xa0CO₂,"))


def test_an_action_on_a_footprint_that_is_not_known_is_not_said_to_have_no_figure():
    text = plan_text(expected_reduction(Plan(actions=["telework"], footprint={"food": 900})), "en")
    assert "Not counted, as the footprint is not known: Private car" in text
    assert "no source gives one" not in text
    assert "One by one" not in text
    with pytest.raises(DocumentError, match="footprint: expected at least one, got none"):
        Plan(actions=["telework"], footprint={})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wide_card_holds_eight_and_has_the_shape_of_a_preview(language):
    ids = [action.id for action in ActionTable.bundled() if action.kg_co2e and not action.not_with]
    picture = action_card(expected_reduction(Plan(actions=ids[:8])), language, shape="wide")
    assert picture.scene.width / picture.scene.height == pytest.approx(1200 / 630)
    assert picture.png(160)[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")
    with pytest.raises(DrawError, match="holds 8 actions, got 9"):
        action_card(expected_reduction(Plan(actions=ids[:9])), language)


def test_the_bar_is_linear_from_zero_on_the_whole_footprint():
    found = expected_reduction(Plan(actions=["clothes-longer"], footprint={"goods": 1862.253355}))
    bars = [
        op for op in action_card(found, "en").scene.ops if getattr(op, "fill", "") in ("#e4eaec", "#0d5a6e")
    ]
    track, bar = sorted(bars, key=lambda op: -op.width)
    assert (bar.x, bar.y) == (track.x, track.y)
    assert bar.width / track.width == pytest.approx(225.629 / 1862.253, abs=1e-4)


def test_pledges_keep_every_record_and_add_the_same_one_once():
    pledges = Pledges.read(PLEDGES)
    one = PledgeRecord(id="r-1", pledge="p-1", action="telework", day="2026-11-01", times=3)
    two = PledgeRecord.read(
        {"id": "r-2", "pledge": "p-2", "action": "telework", "day": "2026-11-10", "verification": VERIFIED}
    )
    after = pledges.with_record(one).with_record(two).with_record(one)
    assert pledges.records == ()
    assert after.records == (one, two)
    counted = after.counts()["telework"]
    assert (counted.pledged, counted.done, counted.verified) == (2, 4, 1)
    assert list(after.counts()) == ["telework", "compost"]
    assert Pledges.read(after.as_dict()) == after
    with pytest.raises(DocumentError, match="a record is never changed"):
        after.with_record(one.model_copy(update={"times": 4}))


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"pledge": "p-9"}, "no pledge 'p-9'"),
        ({"action": "own-bag"}, "'own-bag' is no action of pledge p-1"),
        ({"day": "2026-10-31"}, "before the first day of the pledge, 2026-11-01"),
        ({"times": 0}, "times"),
        ({"verification": {"kind": "third-party"}}, "verifier"),
    ],
)
def test_a_record_that_does_not_belong_is_refused(record, said):
    fields = {"id": "r-1", "pledge": "p-1", "action": "telework", "day": "2026-11-01"} | record
    with pytest.raises(DocumentError, match=said):
        Pledges.read({**PLEDGES, "records": [fields]})


def test_a_pledge_on_its_first_day_is_in_time():
    record = PledgeRecord(id="r-1", pledge="p-1", action="telework", day="2026-11-01")
    assert Pledges.read(PLEDGES).with_record(record).records == (record,)
