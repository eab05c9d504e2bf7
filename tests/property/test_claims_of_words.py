"""What comes out of the words of points, gifts and receipts claims nothing that must not stand beside a carbon figure."""

from __future__ import annotations

from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from co2label.declaration import claim_in, forbidden_claim
from co2label.incentive._actions import claim_beside_programmes
from co2label.wording import LANGUAGES, translations

TOPICS = ("points.", "premium.", "gifts.", "receipt.", "receipt-data.")
TEMPLATES = sorted(key for key in translations("en") if key.startswith(TOPICS))
gap = st.one_of(
    st.integers(0, 10**9).map(str),
    st.sampled_from(
        ["0", "100", "2026-11-30", "株式会社サンプル", "Tama town", "Épicerie du Nord", "米", "g", "0.5 kg"]
    ),
)
mass = st.sampled_from(["0g", "0.5kg", "0 g", "1,2t"])
"""What stands behind the word CO2e: a mass with its unit, also of nothing; a bare 0 there would be a claim."""
GAPS = {
    "receipt.line": mass,
    "receipt.column": st.sampled_from(["g", "kg", "t"]),
    "receipt.number": st.integers(10, 10**9).map(str),
}
"""What stands in gaps that are no numbers, and the number of a slip: "No. 1" alone would read as a rank."""


def test_there_are_templates_of_all_topics():
    assert {next(topic for topic in TOPICS if key.startswith(topic)) for key in TEMPLATES} == set(TOPICS)


def names_credits(key):
    """Whether it is a statement of credits that were bought, which stands apart from the figure."""
    return "credits" in key or key == "credit.bought"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_any_topic_makes_a_claim_but_the_names_of_programmes(language):
    said = translations(language)
    found = {key: text for key, text in said.items() if claim_beside_programmes(text)}
    assert {key for key in found if not names_credits(key)} == set()
    assert {claim_in(text).rule.kind for text in found.values()} <= {"offset"}, (
        "credits that were bought are named as such"
    )
    named = {
        key.partition(".")[0]
        for key, text in said.items()
        if forbidden_claim(text) and not names_credits(key)
    }
    assert named == {"actions"}, "names of programmes stand among what a person does, and nowhere else"


@pytest.mark.parametrize("key", TEMPLATES)
@given(data=st.data())
def test_no_claim_comes_out_of_a_template(key, data):
    for language in LANGUAGES:
        text = translations(language)[key]
        fields = {
            name: data.draw(st.integers(1, 2030)) if spec else data.draw(GAPS.get(key, gap))
            for _, name, spec, _ in Formatter().parse(text)
            if name is not None
        }
        said = text.format(**fields)
        assert forbidden_claim(said) is None, said
