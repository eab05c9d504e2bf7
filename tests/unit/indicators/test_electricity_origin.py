"""The origin of electricity: every case of the retail guideline, and everything that keeps one from claiming it.

Cases: the regulator's 51st 制度設計専門会合 (2020-10-20), table 1, as printed at eco-shinrai-service.com (非化石証書、再エネ指定
+FIT電気は「再エネ」表示); the three points of FIT電気: kankyo-business.jp/news/011013.php.
"""

from __future__ import annotations

import pytest

import co2label as c2
from co2label.errors import ClaimError, ComputeError
from co2label.indicators import electricity_origin
from co2label.wording import LANGUAGES

KUJI = {"source": "wind", "prefecture": "岩手県", "municipality": "久慈市"}
AIZU = {"source": "hydro", "prefecture": {"ja": "福島県", "en": "Fukushima"}}
MIX = {"shares": {"gas": 38, "coal": 31, "fit": 14, "exchange": 17}, "period": "2024-04/2025-03"}

STEAM = c2.EmissionFactor(id="steam", value=0.2, unit="kgCO2e", per="1 kWh", source={"title": "Test"})


def certificate(name="c1", amount="1 kWh", **fields):
    fixed = {"kind": "再エネ指定非化石証書", "market": "JP", "period": "2025", "matched": "renewable"}
    return {"id": name, "amount": amount} | fixed | fields


def power(*certificates, amount="1 kWh", name="power", stage="production", **rule):
    fixed = {"method": "market", "grid": "elec.grid.jp.average", "residual": "elec.jp.tepco"}
    when = {"market": "JP", "period": "2025"} if certificates else {}
    return c2.Activity(
        name, amount, electricity=fixed | when | {"certificates": certificates} | rule, stage=stage
    )


def footprint(*lines, **fields):
    made = {
        "id": "tea",
        "name": "Tea",
        "declared_unit": "1 piece",
        "boundary": "cradle-to-grave",
        "year": 2025,
    }
    return c2.compute(c2.Product(activities=list(lines), **(made | fields)))


def origin(*lines):
    return electricity_origin(footprint(*lines))


def refusals(*lines):
    with pytest.raises(ClaimError) as caught:
        origin(*lines)
    return [(problem.where, problem.what) for problem in caught.value.problems]


def spoken(*lines, language="ja"):
    return [said[language] for said in origin(*lines).text.lines]


def line(*lines, language="ja"):
    return spoken(*lines, language=language)[0]


# the table of the guideline


def test_a_renewable_plant_outside_the_tariff_with_a_certificate_is_renewable():
    assert (
        line(power(certificate(plant=KUJI)))
        == "製造の電気の100%は再エネ（岩手県久慈市の風力）。再エネ指定の非化石証書を使用"
    )


def test_fit_electricity_with_a_certificate_is_renewable_with_the_three_points():
    # that it is FIT電気, its share, and what the tariff is
    assert spoken(
        power(certificate(matched="fit", amount="0.5 kWh"), mix=MIX | {"shares": {"fit": 60, "gas": 40}})
    ) == [
        "製造の電気の50%は再エネ。再エネ指定の非化石証書を使用",
        "製造の電気の60%はFIT電気（費用の一部は、電気を使うすべての人が払う賦課金）",
    ]


def test_other_electricity_with_a_certificate_is_effectively_renewable_with_mix_and_certificate_beside_it():
    assert spoken(power(certificate(matched="other", plant=KUJI), mix=MIX)) == [
        "製造の電気の100%は実質再エネ。再エネ指定の非化石証書（岩手県久慈市の風力）を使用",
        "製造の電気の電源構成（2024年度実績）：LNG火力38%、石炭火力31%、卸電力取引所17%ほか",
    ]


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"mix": {"shares": {"wind": 100}, "period": "2025"}},
        {"mix": {"shares": {"fit": 100}, "period": "2025"}},
    ],
    ids=["of nothing known", "of a renewable plant", "FIT"],
)
def test_without_a_certificate_nothing_is_claimed(rule):
    ((where, what),) = refusals(power(**rule))

    assert where == ""
    assert what.startswith("no certificate is used")


@pytest.mark.parametrize("matched", ["renewable", "fit", "other"])
@pytest.mark.parametrize(
    "kind", ["非化石証書", "非化石証書（指定なし）", "グリーン電力証書", "J-クレジット", "GO"]
)
def test_a_certificate_without_designation_allows_no_claim(kind, matched):
    ((_, what),) = refusals(
        power(certificate(kind=kind, matched=matched), mix=MIX, fit=0.14, supplier="elec.jp.tepco")
    )

    assert "allow no claim on a carbon label" in what


@pytest.mark.parametrize(
    "kind",
    ["再エネ指定の非化石証書", "ＦＩＴ非化石証書", "非FIT非化石証書 （再エネ指定）", "renewable-non-fossil"],
)
def test_the_designation_is_known_by_its_names(kind):
    assert "再エネ" in line(power(certificate(kind=kind)))


# shares


@pytest.mark.parametrize(
    ("kwh", "said"),
    [
        ("0.0099", "1%未満"),
        ("0.01", "1%"),
        ("0.0101", "1%"),
        ("0.599999", "59%"),
        ("0.6", "60%"),
        ("0.99", "99%"),
        ("0.999999", "99%"),
        ("0.99999999", "99%"),
        ("1", "100%"),
    ],
)
def test_a_share_is_rounded_down_and_never_up_to_all(kwh, said):
    assert f"の{said}は再エネ" in line(power(certificate(amount=f"{kwh} kWh")))


def test_decimal_fractions_that_add_up_to_all_are_all():
    parts = [certificate(f"c{place}", "0.1 kWh") for place in range(10)]

    assert "の100%は" in line(power(*parts))


def test_the_share_is_of_what_is_fed_in():
    # 0.96 kWh used ÷ (1 − 0.04) = 1 kWh fed in
    assert "の96%は" in line(power(certificate(amount="0.96 kWh"), amount="0.96 kWh", loss=0.04))


def test_certificates_of_a_consumption_are_spread_over_it():
    # 600 of 960 MWh: 62.5 %
    assert "の62%は" in line(power(certificate(amount="600 MWh"), amount="0.5 kWh", consumption="960 MWh"))


def test_all_electricity_of_the_stage_is_the_whole():
    lines = [
        power(certificate(plant=KUJI)),
        power(name="more"),
        c2.Activity("office", "2 kWh", factor="elec.grid.jp.average", stage="production"),
        c2.Activity("shop", "9 kWh", factor="elec.grid.jp.average", stage="distribution"),
        c2.Activity("boiler", "9 kWh", factor=STEAM, stage="production"),
    ]

    assert origin(*lines).parts[0].share == pytest.approx(1 / 4), (
        "1 of 1 + 1 + 2 kWh; the shop is another stage"
    )


def test_electricity_of_two_stages_is_said_of_both():
    said = line(power(certificate()), power(certificate("c2", "0.5 kWh"), name="shop", stage="distribution"))

    assert said.startswith("製造・流通・販売の電気の75%は再エネ")


def test_each_claim_has_a_line_of_its_own():
    mix = {"shares": {"wind": 30, "fit": 30, "gas": 40}, "period": "2025"}
    parts = [
        certificate("a", "0.3 kWh", plant=KUJI),
        certificate("b", "0.3 kWh", matched="fit"),
        certificate("c", "0.2 kWh", matched="other"),
        certificate("d", "0.1 kWh", kind="非化石証書"),
    ]
    found = origin(power(*parts, mix=mix))

    assert [(part.claim, part.share) for part in found.parts] == [
        ("renewable", pytest.approx(0.3)),
        ("renewable-fit", pytest.approx(0.3)),
        ("effectively-renewable", pytest.approx(0.2)),
    ]
    assert found.certified == pytest.approx(0.8), "one without designation certifies nothing renewable"
    assert [words["ja"][:14] for words in found.text.lines] == [
        "製造の電気の30%は再エネ（",
        "製造の電気の30%は再エネ。",
        "製造の電気の30%はFIT電",
        "製造の電気の20%は実質再エ",
        "製造の電気の電源構成（202",
    ]


def test_the_largest_source_is_named():
    parts = [
        certificate("a", "0.2 kWh", plant=AIZU),
        certificate("b", "0.15 kWh", plant=KUJI),
        certificate("c", "0.15 kWh", plant=KUJI),
    ]

    assert "（福島県の水力）" in line(power(parts[0]))
    assert "（岩手県久慈市の風力）" in line(power(*parts[1:])), "two of one place are one"
    assert "（岩手県久慈市の風力ほか）" in line(power(*parts))
    assert "（岩手県久慈市の風力ほか）" in line(power(parts[1], certificate("d", "0.1 kWh"))), "untracked"
    assert "(wind from 久慈市, 岩手県 and others)" in line(power(*parts), language="en")
    assert "(hydro from Fukushima)" in line(power(parts[0]), language="en")


# what must be known


def test_effectively_renewable_needs_the_power_mix():
    assert refusals(power(certificate(matched="other"))) == [
        (
            "activities[0].electricity.mix",
            "実質再エネ may be said with the power mix beside it only, and there is none",
        )
    ]


def test_fit_needs_its_share():
    ((where, what),) = refusals(power(certificate(matched="fit")))

    assert where == "activities[0].electricity.mix"
    assert what == "of FIT電気 its share must be said, and it is not known"
    assert "100%はFIT電気" in spoken(power(certificate(matched="fit"), fit=1.0, supplier="elec.jp.tepco"))[1]


@pytest.mark.parametrize(("name", "source"), [("fit", "fit"), ("renewable", "wind")])
@pytest.mark.parametrize(
    ("kwh", "allowed"), [("0.60", True), ("0.605", True), ("0.6051", False), ("0.7", False)]
)
def test_no_more_is_claimed_than_the_mix_holds(name, source, kwh, allowed):
    # a published share of 60 % may stand for 60.5 %
    mix = {"shares": {source: 60, "gas": 40}, "period": "2025"}
    bought = power(certificate(amount=f"{kwh} kWh", matched=name), mix=mix)

    if allowed:
        assert origin(bought).parts
    else:
        ((where, what),) = refusals(bought)
        assert where == "activities[0].electricity.certificates"
        assert what.endswith(f"of which 60 % can be {name}")


def test_a_mix_without_renewables_allows_no_plant():
    assert len(refusals(power(certificate(), mix=MIX))) == 1


def test_every_problem_is_told_with_its_place():
    found = refusals(
        power(
            certificate("a", "0.1 kWh", matched=None),
            certificate("b", "0.1 kWh", kind="再エネ指定"),
            certificate("c", "0.1 kWh", plant=KUJI | {"prefecture": "岩手"}),
            method="location",
        ),
        power(certificate("d", "0.1 kWh", market="AIB"), name="other", market="AIB"),
    )

    where = "activities[0].electricity"
    assert [place for place, _ in found] == [
        f"{where}.method",
        f"{where}.certificates[0].matched",
        f"{where}.certificates[1].kind",
        f"{where}.certificates[2].plant.prefecture",
        "activities[1].electricity.certificates[0].market",
    ]


def test_no_electricity_at_all():
    ((_, what),) = refusals(c2.Activity("gas", "1 kg", gas="CO2", stage="production"))

    assert what.startswith("no activity of this product has `electricity`")


def test_certificates_of_nothing():
    assert (
        refusals(power(certificate(amount="0 kWh")))[0][1]
        == "the certificates cover nothing of this electricity"
    )


def test_a_label_says_one_power_mix_of_all_its_electricity():
    bought = power(certificate(matched="other"), mix=MIX)
    plain = c2.Activity("office", "2 kWh", factor="elec.grid.jp.average", stage="production")
    for other in (power(name="b", mix=MIX | {"period": "2023-04/2024-03"}), power(name="b"), plain):
        assert [what[:30] for _, what in refusals(bought, other)] == ["a label says one power mix, an"]
    assert origin(bought, power(name="b", mix=MIX)).parts[0].share == 0.5


def test_the_share_of_fit_is_known_of_all_its_electricity():
    bought = power(certificate(matched="fit", amount="0.5 kWh"), fit=0.5, supplier="elec.jp.tepco")
    plain = c2.Activity("office", "1 kWh", factor="elec.grid.jp.average", stage="production")

    assert [where for where, _ in refusals(bought, plain)] == ["activities[1]"]
    # 0.5 of 1 kWh here, 0.1 of 1 kWh there
    assert origin(bought, power(name="b", fit=0.1, supplier="elec.jp.tepco")).fit == pytest.approx(0.3)


def test_fit_electricity_is_of_no_plant_outside_the_tariff():
    # 30 % is FIT: at most 70 % can be of the plant
    rule = {"fit": 0.3, "supplier": "elec.jp.tepco"}
    assert origin(power(certificate(amount="0.7 kWh"), **rule)).parts
    ((_, what),) = refusals(power(certificate(amount="0.71 kWh"), **rule))
    assert what.endswith("of which 70 % can be renewable")


# one truth


def test_a_certificate_never_counts_twice():
    with pytest.raises(ComputeError, match="certificate 'c1' is used 2 times"):
        footprint(power(certificate()), power(certificate(), name="again"))


@pytest.mark.parametrize("again", ["C1", "ｃ１", "Ｃ１"])
def test_a_number_in_other_letters_is_the_same_certificate(again):
    with pytest.raises(ComputeError, match="certificate 'c1' is used 2 times"):
        footprint(power(certificate()), power(certificate(again), name="again"))


@pytest.mark.parametrize(
    ("year", "fine"), [(2024, False), (2025, True), (2026, True), (2027, False), (None, True)]
)
def test_the_certificates_are_of_the_time_of_the_data(year, fine):
    """Fiscal year 2025 lies in the calendar years 2025 and 2026."""
    fiscal = {"period": "2025-04/2026-03"}
    found = footprint(power(certificate(**fiscal), **fiscal), year=year)
    if fine:
        assert electricity_origin(found).parts
    else:
        with pytest.raises(ClaimError, match=f"the data of this product are of {year}"):
            electricity_origin(found)


def test_the_figure_rests_on_the_same_certificates():
    # 0.75 kWh at zero, 0.25 kWh × 0.452 = 0.113 kg; location-based 1 kWh × 0.423
    found = footprint(
        power(certificate(amount="0.75 kWh")), c2.Activity("gas", "1 kg", gas="CO2", stage="use")
    )
    said = electricity_origin(found)

    assert found.electricity == pytest.approx({"location": 1.423, "market": 1.113})
    assert said.parts[0].share == 0.75
    assert said.market_kg_per_kwh == pytest.approx(0.113)
    assert said.location_kg_per_kwh == pytest.approx(0.423)


def shared(*certificates, **rule):
    """Electricity in a product of its own, per kWh, whose certificates stand for all that uses it."""
    inside = power(*certificates, consumption="1000 kWh", **rule)
    return c2.Product(
        id="mains", name="Mains", declared_unit="1 kWh", boundary="gate-to-gate", activities=[inside]
    )


def using(kwh, product="mains", stage="production"):
    return c2.Activity(f"{product} {stage}", kwh, product=product, stage=stage)


def test_products_share_certificates_through_a_product_of_electricity():
    # 600 of 1,000 kWh: of 2 kWh 1.2 at zero, 0.8 × 0.452 = 0.3616; location-based 2 × 0.423
    mains = shared(certificate(amount="600 kWh", plant=KUJI))
    teas = [
        c2.Product(
            id=name,
            name=name,
            declared_unit="1 piece",
            boundary="cradle-to-grave",
            activities=[using("2 kWh"), c2.Activity("gas", "1 kg", gas="CO2", stage="use")],
        )
        for name in ("green", "black")
    ]
    found = c2.compute_all([mains, *teas])

    for tea in ("green", "black"):
        said = electricity_origin(found[tea])
        assert said.text.lines[0]["ja"].startswith("製造の電気の60%は再エネ（岩手県久慈市の風力）")
        assert said.used_kwh == pytest.approx(2.0)
        assert said.market_kg_per_kwh == pytest.approx(0.3616 / 2)
        assert said.location_kg_per_kwh == pytest.approx(0.423)
        assert found[tea].kg_co2e == pytest.approx(1.3616)


def test_what_is_missing_in_a_product_of_electricity_has_its_place():
    mains = shared(certificate(amount="600 kWh", matched="other"))
    tea = c2.Product(
        id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-grave", activities=[using("2 kWh")]
    )
    with pytest.raises(ClaimError) as caught:
        electricity_origin(c2.compute(tea, products=[mains]))

    assert [problem.where for problem in caught.value.problems] == [
        "activities[0].product.activities[0].electricity.mix"
    ]


def test_electricity_inside_other_products_is_not_the_products_own():
    cup = c2.Product(
        id="cup",
        name="Cup",
        declared_unit="1 piece",
        boundary="cradle-to-gate",
        activities=[power(certificate(), consumption="10 kWh")],
    )
    tea = c2.Product(
        id="tea",
        name="Tea",
        declared_unit="1 piece",
        boundary="cradle-to-grave",
        activities=[using("1 piece", "cup")],
    )
    footprint = c2.compute(tea, products=[cup])

    assert [used.id for used in footprint.used] == ["cup"]
    with pytest.raises(ClaimError, match="nothing is known of its origin"):
        electricity_origin(footprint)


def test_factors_that_cannot_be_told_apart_are_not_given():
    same = c2.Activity("power", "1 kg", gas="CO2", stage="production")
    found = origin(power(certificate(amount="0.75 kWh")), same)
    assert (found.market_kg_per_kwh, found.location_kg_per_kwh) == (None, None)

    other = power(name="shop", stage="distribution", residual=None)
    found = origin(power(certificate(amount="0.75 kWh")), other)
    assert found.market_kg_per_kwh == pytest.approx(0.113)
    assert found.location_kg_per_kwh is None, "the shop's electricity differs by method as well"


def test_certificates_for_other_electricity_do_not_cover_the_fit_share():
    # 30 % of 1 kWh is FIT: 0.3 kWh × 0.452 residual; certified 0.6 kWh; the supplier's 0.1 kWh × 0.423
    bought = {"supplier": "elec.grid.jp.average", "fit": 0.3}
    other = footprint(power(certificate(amount="0.6 kWh", matched="other"), **bought))
    fit = footprint(power(certificate(amount="0.6 kWh", matched="fit"), **bought))

    assert other.kg_co2e == pytest.approx(0.3 * 0.452 + 0.1 * 0.423)
    assert fit.kg_co2e == pytest.approx(0.4 * 0.423)


def test_what_has_no_certificate_is_said_to_have_no_such_value():
    full, part = (origin(power(certificate(amount=f"{kwh} kWh"))).text.notes for kwh in (1, 0.999))

    assert len(part) == len(full) + 2
    assert part[-2]["ja"].startswith("非化石証書を使用していない部分は、再エネとしての価値")


# the line of a declaration


def declared(*lines, indicators=({"kind": "electricity"},)):
    return c2.declare(
        footprint(*lines),
        issued="2026-11-23",
        valid_until="2027-11-22",
        company="Chaya",
        info_url="https://example.jp/tea",
        indicators=indicators,
    )


def test_the_line_takes_its_words_from_the_electricity_of_the_product():
    found = declared(power(certificate(plant=KUJI)))

    assert (
        found.indicators[0]["ja"]
        == "製造の電気の100%は再エネ（岩手県久慈市の風力）。再エネ指定の非化石証書を使用"
    )
    assert set(found.indicators[0]) == set(LANGUAGES)
    assert found.indicator_notes[0]["en"].startswith("Renewable electricity comes from sun")


def test_the_line_is_refused_with_the_place_of_what_is_missing():
    with pytest.raises(ClaimError) as caught:
        declared(power(certificate(matched="other")))
    assert [problem.where for problem in caught.value.problems] == ["tea.activities[0].electricity.mix"]

    with pytest.raises(ClaimError) as caught:
        declared(c2.Activity("gas", "1 kg", gas="CO2", stage="production"))
    assert [problem.where for problem in caught.value.problems] == ["tea.declaration.indicators[0]"]


@pytest.mark.parametrize("language", [*LANGUAGES, "ja+en", "en+ja", "fr+ja", "ja+fr", "en+fr"])
@pytest.mark.parametrize(("matched", "kwh"), [("other", "0.99"), ("fit", "0.2233"), ("renewable", "0.11")])
def test_the_longest_lines_fit_a_label(matched, kwh, language):
    town = {"ja": "東牟婁郡那智勝浦町", "en": "Higashimuro-gun Nachikatsuura"}
    plant = {"source": "geothermal", "prefecture": {"ja": "和歌山県", "en": "Wakayama"}, "municipality": town}
    shares = {"gas": 33.33, "geothermal": 11, "exchange": 33.34, "fit": 22.33}
    mix = {"shares": shares, "period": "2024-10/2025-09", "basis": "planned"}
    lines = [
        power(
            certificate(f"{stage}-1", f"{kwh} kWh", matched=matched, plant=plant),
            certificate(f"{stage}-2", "0.0001 kWh", matched=matched),
            name=stage,
            stage=stage,
            mix=mix,
        )
        for stage in ("production", "distribution")
    ]

    assert c2.label.calorie(declared(*lines), language=language).svg()


def test_plain_data_holds_everything():
    found = origin(
        power(certificate(plant=KUJI, amount="0.5 kWh"), mix={"shares": {"wind": 100}, "period": "2025"})
    ).as_dict()

    assert found["parts"][0]["plants"][0]["plant"]["municipality"] == {"und": "久慈市"}
    assert found["mix"]["shares"] == {"wind": 100.0}
    assert found["composition"] == {"wind": 1.0}
    assert found["lines"][0]["en"].startswith("50% of the electricity for making it is renewable")


# the factor of what has no certificate


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            [power(certificate(amount="0.5 kWh"))],
            "the factor of the residual mix (what is left of the grid after all claims)",
        ),
        ([power(certificate(amount="0.5 kWh"), residual=None)], "the grid average"),
        ([power(certificate(amount="0.5 kWh"), supplier="elec.jp.tepco")], "the factor of the supplier"),
        (
            [power(certificate(amount="0.5 kWh"), supplier="elec.jp.tepco", fit=0.2)],
            "the factor of the residual mix (what is left of the grid after all claims) and the factor of the supplier",
        ),
        (
            [
                power(certificate()),
                c2.Activity("light", "1 kWh", factor="elec.grid.jp.average", stage="production"),
            ],
            "the factor stated for it",
        ),
    ],
)
def test_the_page_says_which_factor_the_figure_takes_without_a_certificate(lines, said):
    notes = [each["en"] for each in origin(*lines).text.notes]
    assert notes[-1] == f"For that part, this figure uses {said}."
    assert notes[-2].startswith("Electricity without a certificate does not count as renewable")


@pytest.mark.parametrize(("kwh", "rest"), [("0.9999999 kWh", True), ("1 kWh", False)])
def test_where_all_of_it_is_certified_nothing_is_said_of_a_rest(kwh, rest):
    notes = " ".join(each["en"] for each in origin(power(certificate(amount=kwh))).text.notes)
    assert ("For that part, this figure uses" in notes) == rest
