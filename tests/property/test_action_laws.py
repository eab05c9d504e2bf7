"""Laws of plans: never past the footprint or any part of it, more is never less, order is nothing, one alone is itself."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from co2label.incentive import DOMAINS, ActionTable, Plan, expected_reduction

TABLE = ActionTable.bundled()
IDS = [action.id for action in TABLE]
SLACK = 1e-9


def compatible(ids):
    return not any(set(TABLE[one].not_with) & set(ids) for one in ids)


@st.composite
def choices(draw):
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=12, unique=True))
    kept = []
    for one in ids:
        if compatible([*kept, one]):
            kept.append(one)
    return [{"action": one, "share": draw(st.floats(0.01, 1.0))} for one in kept]


FOOTPRINTS = st.none() | st.dictionaries(st.sampled_from(DOMAINS), st.floats(0, 50_000), min_size=1)


@given(choices(), FOOTPRINTS)
def test_never_past_the_footprint_nor_a_domain_nor_what_they_add_up_to(chosen, footprint):
    found = expected_reduction(Plan(actions=chosen, footprint=footprint))
    for part, kg in found.footprint.items():
        assert -SLACK <= found.less[part] <= kg * (1 + SLACK) + SLACK
    for domain, kg in (footprint or {}).items():
        less = sum(found.less[part] for part in found.footprint if part.domain == domain)
        assert less <= kg * (1 + SLACK) + SLACK
    if found.kg_co2e is not None:
        assert found.kg_co2e <= found.footprint_kg * (1 + SLACK) + SLACK
        assert found.kg_co2e <= found.added_kg * (1 + SLACK) + SLACK


@given(choices(), FOOTPRINTS, st.randoms(use_true_random=False))
def test_the_order_is_nothing(chosen, footprint, random):
    mixed = random.sample(chosen, len(chosen))
    assert (
        expected_reduction(Plan(actions=chosen, footprint=footprint)).kg_co2e
        == expected_reduction(Plan(actions=mixed, footprint=footprint)).kg_co2e
    )


@given(choices(), FOOTPRINTS, st.sampled_from(IDS))
def test_one_more_never_gives_less(chosen, footprint, more):
    ids = [one["action"] for one in chosen]
    assume(more not in ids and compatible([*ids, more]))
    before = expected_reduction(Plan(actions=chosen, footprint=footprint)).kg_co2e or 0.0
    after = expected_reduction(Plan(actions=[*chosen, more], footprint=footprint)).kg_co2e or 0.0
    assert after >= before * (1 - SLACK) - SLACK


@given(st.sampled_from(IDS))
def test_one_alone_gives_its_own_figure(key):
    assert expected_reduction(Plan(actions=[key])).kg_co2e == (
        None if TABLE[key].kg_co2e is None else pytest.approx(TABLE[key].kg_co2e, rel=1e-9)
    )
