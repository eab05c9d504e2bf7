"""Laws of the origin of electricity, over any certificates: what comes out is allowed, and no more than there is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import co2label as c2
from co2label.declaration import forbidden_claim
from co2label.errors import ClaimError
from co2label.indicators import electricity_origin
from co2label.label import power_mix
from co2label.model import MIX_SOURCES
from co2label.wording import LANGUAGES, translations

PLACES = [
    {"prefecture": "岩手県", "municipality": "久慈市"},
    {"prefecture": {"ja": "福島県", "en": "Fukushima"}},
    {"prefecture": "北海道", "municipality": {"ja": "ニセコ町", "fr": "Niseko"}},
]
STAGES = st.sampled_from(["raw-materials", "production", "distribution", "use", "end-of-life"])
KINDS = st.sampled_from(
    ["再エネ指定非化石証書", "FIT非化石証書", "非化石証書", "グリーン電力証書", "J-クレジット"]
)
PLANTS = st.none() | st.builds(
    lambda source, place: {"source": source} | place,
    st.sampled_from(["solar", "wind", "hydro", "geothermal", "biomass"]),
    st.sampled_from(PLACES),
)
PERIODS = st.sampled_from(["2025", "2025-04", "2025-02/2025-07", "2025-01/2025-12"])


@st.composite
def mixes(draw):
    """Whole percents that add up to 100: of a few sources, or much FIT電気 and wind."""
    if draw(st.booleans()):
        fit = draw(st.integers(30, 60))
        return {"shares": {"fit": fit, "wind": 100 - fit}, "period": draw(PERIODS)}
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=1, max_size=8)))
    sources = draw(st.permutations(MIX_SOURCES))
    parts = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    basis = draw(st.sampled_from(["actual", "planned"]))
    return {"shares": dict(zip(sources, parts, strict=False)), "period": draw(PERIODS), "basis": basis}


@st.composite
def products(draw):
    """One or two uses of one mix, or of none; certificates mostly of what that holds."""
    lines = []
    mix = draw(st.none() | mixes())
    kinds_of = ["renewable", "fit", "other"] if mix else ["renewable", "renewable", "fit", "other"]
    for place in range(draw(st.integers(1, 2))):
        weights = draw(st.lists(st.floats(0, 1), min_size=0, max_size=4))
        whole = max(1.0, sum(weights)) * draw(st.floats(1, 2))
        certificates = [
            {
                "id": f"c{place}-{number}",
                "kind": draw(KINDS),
                "amount": f"{weight / whole:.15f} kWh",
                "market": "JP",
                "period": draw(PERIODS),
                "matched": draw(st.sampled_from(kinds_of)),
                "plant": draw(PLANTS),
            }
            for number, weight in enumerate(weights)
        ]
        rule = {
            "method": "market",
            "grid": "elec.grid.jp.average",
            "residual": "elec.jp.tepco",
            "market": "JP",
        }
        rule |= {"period": "2025", "certificates": certificates, "mix": mix}
        lines.append(c2.Activity(f"power {place}", "1 kWh", electricity=rule, stage=draw(STAGES)))
    return c2.Product(id="x", name="X", declared_unit="1 piece", boundary="cradle-to-grave", activities=lines)


def block(origin, part):
    """The lines of one claim: its words, the certificate, and what must stand next to it."""
    (claim, *beside) = lines_of(origin, part)
    assert ("実質再エネ" in claim) == (part.claim == "effectively-renewable")
    assert "再エネ指定の非化石証書" in claim
    assert ["電源構成" in line for line in beside] == [True] * (part.claim == "effectively-renewable") + [
        False
    ] * (part.claim == "renewable-fit")
    assert all("FIT電気（費用の一部は" in line for line in beside if part.claim == "renewable-fit")
    assert part.share >= 1 - 1e-9 or "の100%は" not in claim
    return [claim, *beside]


def lines_of(origin, part):
    """The lines of a part: one for `renewable`, two for the others."""
    start = sum(1 if each.claim == "renewable" else 2 for each in origin.parts[: origin.parts.index(part)])
    return [line["ja"] for line in origin.text.lines[start : start + (1 if part.claim == "renewable" else 2)]]


def texts(origin):
    return [text for each in (*origin.text.lines, *origin.text.notes) for text in each.values()]


@settings(deadline=None, max_examples=300)
@given(products())
def test_what_comes_out_is_allowed_and_what_is_not_is_refused(product):
    footprint = c2.compute(product)
    kinds = {each.kind for line in product.activities for each in line.electricity.certificates}
    try:
        origin = electricity_origin(footprint)
    except ClaimError:
        return
    assert kinds & {"再エネ指定非化石証書", "FIT非化石証書"}, (
        "a claim rests on a certificate with designation"
    )
    assert [text for text in texts(origin) if forbidden_claim(text)] == []
    spoken = [line["ja"] for line in origin.text.lines]
    assert spoken == [text for part in origin.parts for text in block(origin, part)]


@settings(deadline=None, max_examples=200)
@given(products())
def test_shares_are_no_more_than_what_the_figure_takes_off(product):
    footprint = c2.compute(product)
    try:
        origin = electricity_origin(footprint)
    except ClaimError:
        return
    assert 0 < origin.certified <= 1
    uncertified = footprint.electricity["market"] / 0.452
    stages = [line for line in product.activities if line.stage in origin.stages]
    claimed = sum(part.share for part in origin.parts) * len(stages)
    assert claimed + uncertified <= len(product.activities) * (1 + 1e-9), (
        "no kWh is both claimed and emitting"
    )
    for part in origin.parts:
        assert part.share == pytest.approx(part.untracked + sum(share for _, share in part.plants))


@settings(deadline=None, max_examples=30)
@given(products(), st.sampled_from([*LANGUAGES, "ja+en", "en+ja", "fr+en"]))
def test_whatever_may_be_said_can_be_drawn(product, language):
    footprint = c2.compute(product)
    try:
        electricity_origin(footprint)
    except ClaimError:
        return
    assert power_mix(footprint, language=language).svg()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_topic_makes_a_forbidden_claim(language):
    own = {key: text for key, text in translations(language).items() if key.startswith("origin.")}

    assert len(own) > 40
    assert {key: text for key, text in own.items() if forbidden_claim(text)} == {}
