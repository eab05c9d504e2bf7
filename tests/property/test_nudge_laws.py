"""Laws of nudges: at most one, true, without claim or blame, in two rows of paper, whatever the context."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import co2label as c2
from co2label.columns import columns, to_cp932, wrap
from co2label.declaration import forbidden_claim
from co2label.incentive import NUDGE_ORDER, NudgeContext, nudge
from co2label.incentive._nudge_context import find_shaming_words
from co2label.wording import LANGUAGES

NAMES = (
    "牛丼（並盛）",
    "親子丼",
    "Beef bowl, regular",
    "Bol poulet-œuf",
    "Café crème",
    "鮭おにぎり 北海道産の大きなもの",
)


def said(text):
    return dict.fromkeys(LANGUAGES, text)


TEXTS = st.sampled_from(NAMES).map(said)
KG = st.floats(0.001, 1000)
SHARES = st.sampled_from([0.0, 0.89, 0.9, 1.0])
DAYS = st.sampled_from([7, 30])
PERIODS = st.fixed_dictionaries({"name": TEXTS, "kg_co2e": KG, "days": DAYS, "covered": SHARES})
NORMS = st.fixed_dictionaries(
    {"group": TEXTS, "people": st.integers(1, 10**6), "kg_co2e": KG, "days": DAYS, "source": st.just("Town")}
)
BUDGETS = st.fixed_dictionaries(
    {"name": TEXTS, "kg_co2e": KG, "used": KG, "covered": SHARES, "source": st.just("Town")}
)
SETTINGS = st.fixed_dictionaries({"what": TEXTS, "change": TEXTS})


@st.composite
def catalogues(draw):
    products = []
    for number in range(draw(st.integers(1, 4))):
        sure = draw(st.sampled_from([None, {"percent": 5.0}, {"percent": 60.0}]))
        line = {"name": f"gas {number}", "amount": f"{draw(KG):.6f} kg", "gas": "CO2", "stage": "production"}
        products.append(
            c2.Product(
                id=f"p{number}",
                name=draw(TEXTS),
                declared_unit=draw(st.sampled_from(["1 piece", "1 kg"])),
                category=draw(st.sampled_from([None, "bowls"])),
                boundary="gate-to-gate",
                activities=[line | ({"uncertainty": sure} if sure else {})],
            )
        )
    return list(c2.compute_all(products))


@st.composite
def contexts(draw):
    fields = {
        "lines": [{"product": "p0"}, {"product": "p1"}, {}],
        "frame": draw(st.sampled_from(["gain", "loss"])),
    }
    parts = {"now": PERIODS, "last": PERIODS, "norm": NORMS, "budget": BUDGETS, "setting": SETTINGS}
    for key, strategy in parts.items():
        if draw(st.booleans()):
            fields[key] = draw(strategy)
    return NudgeContext(**fields, opted_out=draw(st.sampled_from([False, False, False, True])))


@settings(max_examples=150, deadline=None)
@given(contexts(), catalogues())
def test_at_most_one_message_that_is_true_short_and_kind(context, catalogue):
    found = nudge(context, catalogue)
    assert [step.pattern for step in found.trail] == list(NUDGE_ORDER)
    assert sum(step.reason == "chosen" for step in found.trail) == (found.nudge is not None)
    if found.nudge is None:
        return
    assert not context.opted_out
    assert set(found.nudge.words) == set(found.nudge.sentences) == set(LANGUAGES)
    for text in (*found.nudge.words.values(), *found.nudge.sentences.values()):
        assert forbidden_claim(text) is None
        assert find_shaming_words(text) is None
    for text in found.nudge.words.values():
        rows = wrap(to_cp932(text)[0], 30)
        assert len(rows) <= 2
        assert all(columns(row) <= 30 for row in rows)
    assert is_true(found.nudge, context, catalogue)
    assert nudge(context, list(reversed(catalogue))) == found


def whole(period):
    """Kilograms of a period with the items whose figure is not known, taken to be like the others."""
    return period.kg_co2e / period.covered


def is_true(told, context, catalogue):
    """The number, found again from what went in."""
    match told.pattern:
        case "swap":
            known = {one.product.id: one for one in catalogue}
            bought = [known[line.product] for line in context.lines if line.product in known]
            return any(
                told.value == a.kg_co2e - b.kg_co2e > 0
                and a.product.category == b.product.category is not None
                and str(a.product.declared_unit) == str(b.product.declared_unit)
                and c2.compare(a, b).verdict == "lower"
                for a in bought
                for b in catalogue
                if a is not b
            )
        case "social-norm":
            least = context.norm.people >= 30
            return least and told.value == 100 * (1 - whole(context.now) / context.norm.kg_co2e) >= 1
        case "feedback":
            return told.value == 100 * (1 - whole(context.now) / context.last.kg_co2e) >= 1
        case "budget":
            return told.value == context.budget.kg_co2e - context.budget.used > 0
        case _:
            return told.value is None
