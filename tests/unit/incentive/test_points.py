"""What occasions earn: every answer worked out by hand, at, just below and just above where it changes."""

from decimal import Decimal

import pytest

from co2label.errors import DocumentError
from co2label.incentive import (
    Baseline,
    Campaign,
    Occasion,
    PointRule,
    points_after_return,
    points_for,
)

CAR = Baseline("car", 0.3, "a study of the town, 2024")


def per_gram(rate=1, **more):
    return PointRule(id="walk", name="Walk", basis="per-gram-avoided", rate=rate, baseline=CAR, **more)


def uplift(rate):
    return PointRule(id="up", name="Up", basis="percent-uplift", rate=rate)


def occasion(**fields):
    return Occasion(member="m-1", day="2026-07-02", **fields)


@pytest.mark.parametrize(
    ("kg", "points"),
    [
        (0.3, 0),
        (0.2999, 0),  # a tenth of a gram
        (0.299, 1),
        (0.2985, 1),
        (0.298, 2),
        (0.2, 100),  # binary floats would say 99.99999999999997 g
        (0, 300),
        (0.301, 0),  # above the baseline: nothing, and never less than nothing
        (5, 0),
    ],
)
def test_one_gram_is_one_point(kg, points):
    assert points_for(per_gram(), occasion(kg_co2e=kg)).points == points


def test_noise_of_a_computed_figure_costs_nobody_a_point():
    assert points_for(per_gram(), occasion(kg_co2e=0.1 + 0.1 + 0.1 - 0.1)).points == 100


def test_grams_add_up_over_pieces_before_parts_are_dropped():
    got = points_for(per_gram(0.5), occasion(kg_co2e=0.299, pieces=3))
    assert (got.points, got.avoided_mg) == (1, 3000)


@pytest.mark.parametrize(("own", "points"), [(0, 0), (4, 0), (5, 1), (9, 1), (10, 2), (99, 19), (100, 20)])
def test_twenty_percent_on_top(own, points):
    assert points_for(uplift(20), occasion(own_points=own)).points == points


@pytest.mark.parametrize(("rate", "own", "points"), [(3, 7, 14), (1.5, 1, 0), (1.5, 2, 1), (1.1, 10, 1)])
def test_a_multiplier_earns_the_difference(rate, own, points):
    rule = PointRule(id="x", name="X", basis="multiplier", rate=rate)
    assert points_for(rule, occasion(own_points=own)).points == points


def test_a_fixed_rule_counts_pieces():
    rule = PointRule(id="bag", name="Bag", basis="fixed", rate=2.5, products=["bag"])
    assert [points_for(rule, occasion(product="bag", pieces=n)).points for n in (1, 2, 3)] == [2, 5, 7]


@pytest.mark.parametrize(("kept", "points"), [(0, 0), (1, 0), (2, 1), (3, 1)])
def test_what_is_kept_earns_as_if_only_it_had_been_bought(kept, points):
    assert points_after_return(per_gram(0.5), occasion(kg_co2e=0.299, pieces=3), kept).points == points


def test_everything_that_a_rule_misses_is_said_at_once():
    rule = per_gram(products=["a"], needs_evidence=True)
    with pytest.raises(DocumentError) as caught:
        points_for(rule, occasion(product="b"))
    assert [problem.where for problem in caught.value.problems] == ["product", "evidence", "kg_co2e"]
    with pytest.raises(DocumentError, match="own_points"):
        points_for(uplift(5), occasion())


def test_more_points_than_anyone_meant_are_refused():
    rule = PointRule(id="x", name="X", basis="fixed", rate=1000)
    assert points_for(rule, occasion(pieces=10**6)).points == 10**9
    with pytest.raises(DocumentError, match="is the most at once"):
        points_for(PointRule(id="x", name="X", basis="fixed", rate=1000.01), occasion(pieces=10**6))


@pytest.mark.parametrize("rate", [0, -1, "0", "NaN", "Infinity", float("nan"), True, None, "x", "20", 10**7])
def test_a_rate_is_a_number_above_zero(rate):
    with pytest.raises(DocumentError):
        PointRule(id="x", name="X", basis="fixed", rate=rate)


@pytest.mark.parametrize(
    "fields",
    [
        {"basis": "per-gram-avoided", "rate": 1},
        {"basis": "fixed", "rate": 1, "baseline": CAR},
        {"basis": "multiplier", "rate": 1},
        {"basis": "multiplier", "rate": 0.9},
    ],
)
def test_a_rule_that_cannot_count_is_refused(fields):
    with pytest.raises(DocumentError):
        PointRule(id="x", name="X", **fields)


def campaign(**fields):
    rule = PointRule(id="a", name="A", basis="fixed", rate=1)
    named = {"id": "c", "name": "C", "issuer": "Tama town"}
    days = {"first_day": "2026-07-01", "last_day": "2026-07-31"}
    return Campaign(**named | days | {"rules": [rule]} | fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"last_day": "2026-06-30"},
        {"points_expire": "2026-07-30"},
        {"budget": 0},
        {"cap_per_day": 0},
        {"rules": []},
        {"rules": [PointRule(id="a", name="A", basis="fixed", rate=1)] * 2},
    ],
)
def test_a_campaign_that_cannot_be_kept_is_refused(fields):
    with pytest.raises(DocumentError):
        campaign(**fields)


def test_a_campaign_reads_back_as_written():
    whole = campaign(points_expire="2026-07-31", budget=5, rules=[per_gram(0.1), uplift(Decimal("2.50"))])
    assert Campaign.read_back(whole.model_dump_json()) == whole
    with pytest.raises(DocumentError, match="rate"):
        Campaign.read_back(whole.model_dump_json().replace('"0.1"', '"a tenth"'))


def test_a_rate_in_quotation_marks_is_refused_where_a_person_wrote_it():
    fields = campaign().model_dump() | {"rules": [{"id": "a", "name": "A", "basis": "fixed", "rate": "20"}]}
    with pytest.raises(
        DocumentError, match=r"rules\[0\]\.rate: expected a number without quotation marks, such as 20"
    ):
        Campaign.read(fields)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ゼロ・カーボンのお礼", "claims 'ゼロ・カーボン'"),
        ({"en": "Points", "fr": "Points neutres en carbone"}, "name.fr: "),
        ("再エネ100%で製造したお茶", "kind = 'electricity'"),
        ("みえるらべるポイント", "is of a programme"),
    ],
)
def test_a_name_that_the_public_reads_claims_nothing(name, said):
    with pytest.raises(DocumentError, match=said):
        campaign(name=name)
    with pytest.raises(DocumentError, match=said):
        PointRule(id="a", name=name, basis="fixed", rate=1)


def test_a_name_that_a_ledger_holds_stays_readable():
    """The list of claims grows with a release; what was announced before is in the books."""
    text = campaign(name="Plain").model_dump_json().replace("Plain", "Carbon neutral points")
    assert Campaign.read_back(text).name == {"und": "Carbon neutral points"}


def test_an_unknown_rule_names_those_that_there_are():
    with pytest.raises(DocumentError, match="use one of a"):
        campaign().rule("b")
