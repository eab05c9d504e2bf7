"""Rows of one list on the card of actions are of one type size, whatever their names."""

import pytest

from builders import texts
from co2label.incentive import Plan, action_card, expected_reduction

ACTIONS = ["renewable-electricity", "insulation-renovation", "telework", "clothes-longer"]


@pytest.mark.parametrize("shape", ["card", "wide"])
@pytest.mark.parametrize("language", ["ja", "en", "fr"])
def test_names_of_actions_are_of_one_size(language, shape):
    found = expected_reduction(Plan(actions=ACTIONS, persons=2))
    whole = [one.action.name[language] for one in found.taken]
    drawn = texts(action_card(found, language, shape=shape))
    lines = [op for op in drawn if not op.font.bold and any(op.text in name for name in whole)]
    assert len(lines) >= len(ACTIONS)
    assert len({op.size for op in lines}) == 1
