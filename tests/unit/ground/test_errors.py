"""Errors keep what they say, on their way from a worker to the process that shows them too."""

from __future__ import annotations

import pickle

import pytest

from co2label.errors import (
    ClaimError,
    ComputeError,
    DocumentError,
    OptionError,
    Problem,
    UnitError,
    suggestion,
)

PROBLEMS = [Problem("products[0].gtin", "check digit 6 expected, got 7", "correct it"), Problem("", "empty")]


@pytest.mark.parametrize("error", [kind(PROBLEMS) for kind in (ClaimError, ComputeError, DocumentError)])
def test_collected_errors_list_every_problem_and_can_be_pickled(error):
    assert str(error) == "products[0].gtin: check digit 6 expected, got 7; correct it\nempty"
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.problems, str(again)) == (type(error), tuple(PROBLEMS), str(error))


@pytest.mark.parametrize("error", [UnitError("unit 'x' is unknown"), OptionError("dpi", "is of png")])
def test_other_errors_can_be_pickled(error):
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (type(error), str(error))


def test_a_suggestion_names_the_nearest_words():
    assert suggestion("foood.rice", ["food.rice", "fuel.lpg"]) == "did you mean 'food.rice'?"
    assert suggestion("coal", ["food.rice"]) == ""
