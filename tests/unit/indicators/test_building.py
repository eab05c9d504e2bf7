"""ZEH, ZEB, stars and insulation: every bound at, just below and just above it.

Sources of the bounds: ZEH and ZEH-M family, definitions to fiscal year 2024 (zehweb.jp; izmc.co.jp about-zeh, about-zeh-m);
ZEB family (earth-sustainable.co.jp/zeb); stars of the label of 2024-04-01 (MLIT shoene-label; jns-ke.com for the four
of dwellings); UA by grade and zone (marusei-j.com/faq/03).
"""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from co2label.declaration import forbidden_claim
from co2label.errors import DocumentError
from co2label.indicators import (
    BuildingLine,
    EnergyLine,
    InsulationLine,
    building_class,
    building_text,
    class_code,
    energy_text,
    insulation_text,
)

COLD = "cold-or-low-sun"
BOTH = ("energy-management", "ev-charging")


def reached(judge, line, nothing):
    """What a rule finds, or None where it finds that nothing is reached."""
    try:
        return judge(line)
    except DocumentError as refused:
        if nothing not in str(refused):
            raise
        return None


def building(family, without, with_them, **more):
    return BuildingLine(family=family, cut_without_renewables=without, cut_with_renewables=with_them, **more)


def code(line):
    name = reached(building_class, line, f"no class of the {line.family} family is reached")
    return name and class_code(name)


def zeh(ua=0.60, zone=6, without=20, with_them=100, **more):
    return code(building("zeh", without, with_them, ua=ua, zone=zone, **more))


def zeh_m(ua=0.60, zone=6, without=20, with_them=100):
    return code(building("zeh-m", without, with_them, ua=ua, zone=zone))


def zeb(without, with_them=None, use="office", **more):
    return code(building("zeb", without, without if with_them is None else with_them, use=use, **more))


def stars(bei, use):
    found = reached(energy_text, EnergyLine(bei=bei, use=use), "no star is reached")
    return int(found.lines[0]["en"].split()[1]) if found else 0


def grade(ua, zone):
    found = reached(insulation_text, InsulationLine(ua=ua, zone=zone), "grade 4 is not reached")
    return int(found.lines[0]["en"].split()[2].strip(",")) if found else None


ENVELOPE = [(1, 0.40), (2, 0.40), (3, 0.50), (4, 0.60), (5, 0.60), (6, 0.60), (7, 0.60)]


@pytest.mark.parametrize(("zone", "limit"), ENVELOPE)
def test_envelope_of_zeh(zone, limit):
    assert [zeh(ua, zone) for ua in (limit - 0.001, limit, limit + 0.001)] == ["zeh", "zeh", None]
    assert [zeh_m(ua, zone) for ua in (limit - 0.001, limit, limit + 0.001)] == ["zeh-m", "zeh-m", None]


def test_cut_without_renewables_of_zeh():
    assert [zeh(without=cut) for cut in (19.99, 20, 20.01)] == [None, "zeh", "zeh"]
    assert [zeh_m(without=cut) for cut in (19.99, 20, 20.01)] == [None, "zeh-m", "zeh-m"]


def test_cut_with_renewables_of_zeh():
    assert [zeh(with_them=cut) for cut in (99.99, 100, 100.01)] == [None, "zeh", "zeh"]
    cold = [zeh(with_them=cut, site=COLD) for cut in (74.99, 75, 75.01, 99.99, 100)]
    assert cold == [None, "nearly-zeh", "nearly-zeh", "nearly-zeh", "zeh"]


def test_sites_of_nearly_and_oriented():
    sites = ("ordinary", COLD, "heavy-snow", "narrow-urban")
    assert [zeh(with_them=80, site=site) for site in sites] == [
        None,
        "nearly-zeh",
        "nearly-zeh",
        "zeh-oriented",
    ]
    assert [zeh(with_them=20, site=site) for site in sites] == [None, None, "zeh-oriented", "zeh-oriented"]


def test_zeh_plus_needs_25_percent_and_two_of_three():
    assert [zeh(without=cut, measures=BOTH) for cut in (24.99, 25, 25.01)] == ["zeh", "zeh-plus", "zeh-plus"]
    assert zeh(without=25, measures=BOTH[:1]) == "zeh"
    assert zeh(without=25, measures=(BOTH[0], BOTH[0])) == "zeh"
    assert zeh(without=25, with_them=99.99, measures=BOTH, site=COLD) == "nearly-zeh-plus"
    assert zeh(without=25, with_them=74.99, measures=BOTH, site=COLD) is None


HIGHER = [(1, 0.30), (2, 0.30), (3, 0.40), (4, 0.40), (5, 0.40), (6, 0.50), (7, 0.50)]


@pytest.mark.parametrize(("zone", "limit"), HIGHER)
def test_higher_envelope_is_one_measure_of_plus(zone, limit):
    found = [
        zeh(ua, zone, without=25, measures=["ev-charging"]) for ua in (limit - 0.001, limit, limit + 0.001)
    ]
    assert found == ["zeh-plus", "zeh-plus", "zeh"]


def test_flats():
    found = [zeh_m(with_them=cut) for cut in (49.99, 50, 74.99, 75, 99.99, 100, 100.01)]
    expected = [
        "zeh-m-oriented",
        "zeh-m-ready",
        "zeh-m-ready",
        "nearly-zeh-m",
        "nearly-zeh-m",
        "zeh-m",
        "zeh-m",
    ]
    assert found == expected


def test_zeb():
    found = [zeb(50, cut) for cut in (50, 74.99, 75, 75.01, 99.99, 100, 100.01)]
    expected = ["zeb-ready", "zeb-ready", "nearly-zeb", "nearly-zeb", "nearly-zeb", "zeb", "zeb"]
    assert found == expected
    assert [zeb(cut) for cut in (49.99, 50, 50.01)] == [None, "zeb-ready", "zeb-ready"]
    assert zeb(49.99, 120) is None


USES = [("office", 40), ("school", 40), ("factory", 40), ("hotel", 30), ("hospital", 30)]
USES += [("department-store", 30), ("restaurant", 30), ("assembly-hall", 30)]


@pytest.mark.parametrize(("use", "least"), USES)
def test_zeb_oriented(use, least):
    large = {"use": use, "floor_area": "10000 m2", "unassessed_technology": True}
    cuts = (least - 0.01, least, least + 0.01)
    assert [zeb(cut, **large) for cut in cuts] == [None, "zeb-oriented", "zeb-oriented"]
    areas = [
        zeb(least, **(large | {"floor_area": area})) for area in (None, "9999.9 m2", "1 ha", "10000.1 m2")
    ]
    assert areas == [None, None, "zeb-oriented", "zeb-oriented"]
    assert zeb(least, **(large | {"unassessed_technology": False})) is None
    assert zeb(50, **large) == "zeb-ready"


@pytest.mark.parametrize(("limit", "most"), [(1.0, 1), (0.9, 2), (0.8, 3), (0.7, 4), (0.6, 5), (0.5, 6)])
def test_stars(limit, most):
    assert [stars(bei, "other") for bei in (limit + 0.001, limit, limit - 0.001)] == [most - 1, most, most]
    assert [stars(bei, "dwelling") for bei in (limit, limit - 0.001)] == [min(most, 4), min(most, 4)]


GRADES = {
    4: (0.46, 0.46, 0.56, 0.75, 0.87, 0.87, 0.87),
    5: (0.40, 0.40, 0.50, 0.60, 0.60, 0.60, 0.60),
    6: (0.28, 0.28, 0.28, 0.34, 0.46, 0.46, 0.46),
    7: (0.20, 0.20, 0.20, 0.23, 0.26, 0.26, 0.26),
}


@pytest.mark.parametrize(("step", "zone"), list(itertools.product(GRADES, range(1, 8))))
def test_insulation(step, zone):
    limit = GRADES[step][zone - 1]
    below = None if step == 4 else step - 1
    assert [grade(ua, zone) for ua in (limit + 0.001, limit, limit - 0.001)] == [below, step, step]


def test_words_say_who_judged():
    own = building_text(building("zeb", 60, 110, use="office"))
    assert own.lines == (
        {
            "ja": "建物の省エネ：『ZEB』相当（自己評価）",
            "en": "Building energy: ZEB level (self-rated)",
            "fr": "Énergie du bâtiment\u00a0: niveau ZEB (auto-évaluation)",
        },
    )
    assert len(own.notes) == 2
    certified = building_text(building("zeb", 60, 110, use="office", certificate="2024-00123"))
    assert certified.lines == (
        {
            "ja": "建物の省エネ：『ZEB』（BELS 2024-00123）",
            "en": "Building energy: ZEB (BELS 2024-00123)",
            "fr": "Énergie du bâtiment\u00a0: ZEB (BELS 2024-00123)",
        },
    )
    assert len(certified.notes) == 1
    line = insulation_text(InsulationLine(ua=0.6, zone=6)).lines[0]
    assert line["en"] == "Insulation grade 5, UA (self-rated)"


@pytest.mark.parametrize(
    "number", ["", "abc", "カーボンニュートラル1", "carbon-free-1", "CO2", "1" * 21, "1\n", "-1"]
)
def test_a_certificate_is_a_number_and_nothing_else(number):
    with pytest.raises(DocumentError, match="certificate: expected the number of a BELS certificate"):
        energy_text(EnergyLine(bei=0.8, use="other", certificate=number))
    with pytest.raises(DocumentError, match="certificate: expected text in quotes"):
        EnergyLine(bei=0.8, use="other", certificate=123)


def test_all_problems_at_once():
    with pytest.raises(DocumentError) as caught:
        building("zeh", 101, "100", ua=math.nan, zone=6.0, site="moon", measures=["sauna"])
    where = [problem.where for problem in caught.value.problems]
    assert where == ["cut_with_renewables", "ua", "zone", "site", "measures[0]"]
    with pytest.raises(DocumentError) as caught:
        building_class(building("zeh", 101, 1001, ua=-0.6, zone=8, certificate=""))
    where = [problem.where for problem in caught.value.problems]
    assert where == ["ua", "zone", "cut_without_renewables", "cut_with_renewables", "certificate"]
    with pytest.raises(DocumentError, match="renewables can only add"):
        building_class(building("zeb", 50, 49, use="office"))
    with pytest.raises(DocumentError, match=r"zone: expected one of 1, 2, 3, 4, 5, 6, 7, got 0"):
        insulation_text(InsulationLine(ua=0.5, zone=0))


@given(
    st.floats(0.01, 1),
    st.integers(1, 7),
    st.tuples(st.floats(-50, 100), st.floats(0, 100)),
    st.sampled_from(["ordinary", COLD, "heavy-snow", "narrow-urban"]),
    st.sampled_from([None, "001-01-2024-00001", "A1"]),
)
def test_nothing_that_is_forbidden_can_come_out(ua, zone, cut, site, certificate):
    without, more = cut
    cuts, own = (without, without + more), {"certificate": certificate}
    lines = [
        (building_text, building("zeh", *cuts, ua=ua, zone=zone, site=site, measures=BOTH, **own)),
        (building_text, building("zeh-m", *cuts, ua=ua, zone=zone, **own)),
        (
            building_text,
            building("zeb", *cuts, use="hotel", floor_area="2e4 m2", unassessed_technology=True, **own),
        ),
        (energy_text, EnergyLine(bei=ua, use="other", **own)),
        (insulation_text, InsulationLine(ua=ua, zone=zone, **own)),
    ]
    for judge, line in lines:
        found = reached(judge, line, "reached")
        for text in found.lines[0].values() if found else ():
            assert forbidden_claim(text) is None
            assert len(text) <= (80 if certificate else 72)
        assert found is None or ("自己評価" in found.lines[0]["ja"]) is (certificate is None)
