"""Electricity: every value worked out by hand, and what is refused with its place."""

from functools import partial

import pytest

import builders
import co2label as c2
from co2label.errors import ComputeError, DocumentError
from co2label.footprint._electricity import expand_electricity
from co2label.model import document_of

SOURCE = {"title": "Test"}


factor = partial(builders.factor, per="1 kWh", source=SOURCE)


FACTORS = c2.FactorLibrary(
    [
        factor("grid", 0.4),
        factor("supplier", 0.1),
        factor("residual", 0.5),
        factor("upstream", 0.05),
        factor("wind", 0.01),
    ]
)


def certificate(name="c1", amount="60 kWh", **fields):
    return {"id": name, "kind": "GO", "amount": amount, "market": "JP", "period": "2025"} | fields


def line(amount="96 kWh", name="power", **rule):
    rule = {"method": "market", "grid": "grid", "market": "JP", "period": "2025"} | rule
    return c2.Activity(name, amount, electricity=rule, stage="production")


product = partial(builders.product, name="press", boundary="gate-to-gate")


def compute(*lines, **kwargs):
    return c2.compute(product(*lines), FACTORS, **kwargs)


CASES = {
    # fed in = 96 / (1 - 0.04) = 100 kWh; 100 x 0.4 = 40
    "location with loss": ({"method": "location", "loss": 0.04}, 40.0),
    # 100 x (0.4 + 0.05) = 45
    "location with upstream": ({"method": "location", "loss": 0.04, "upstream": "upstream"}, 45.0),
    # location-based stays the grid whatever was bought: 100 x 0.4 = 40
    "location with certificates": (
        {"method": "location", "loss": 0.04, "residual": "residual", "certificates": [certificate()]},
        40.0,
    ),
    # nothing bought, no residual mix: the grid average; 100 x 0.4 = 40
    "market of nothing": ({"loss": 0.04}, 40.0),
    # 100 x 0.1 = 10
    "supplier": ({"loss": 0.04, "supplier": "supplier"}, 10.0),
    # the supplier comes before the residual mix: 100 x 0.1 = 10
    "supplier before residual": ({"loss": 0.04, "supplier": "supplier", "residual": "residual"}, 10.0),
    # 100 x 0.5 = 50
    "residual": ({"loss": 0.04, "residual": "residual"}, 50.0),
    # 60 kWh x 0 + (100 - 60) x 0.5 = 20
    "certificates cover their kWh": (
        {"loss": 0.04, "residual": "residual", "certificates": [certificate()]},
        20.0,
    ),
    # two certificates, 60 + 40 of 100 kWh: nothing is left
    "certificates cover all": (
        {
            "loss": 0.04,
            "residual": "residual",
            "certificates": [certificate(), certificate("c2", "0.04 MWh")],
        },
        0.0,
    ),
    # 60 x 0.01 + 40 x 0.1 = 0.6 + 4 = 4.6
    "certificate with a factor, rest of the supplier": (
        {"loss": 0.04, "supplier": "supplier", "certificates": [certificate(factor="wind")]},
        4.6,
    ),
    # zero of generation takes upstream, a factor of its own has it: 60 x 0.05 + 40 x (0.5 + 0.05) = 3 + 22 = 25
    "upstream with a plain certificate": (
        {"loss": 0.04, "residual": "residual", "upstream": "upstream", "certificates": [certificate()]},
        25.0,
    ),
    # 60 x 0.01 + 40 x 0.55 = 0.6 + 22 = 22.6
    "upstream with a certificate of its own factor": (
        {
            "loss": 0.04,
            "residual": "residual",
            "upstream": "upstream",
            "certificates": [certificate(factor="wind")],
        },
        22.6,
    ),
    # 600 MWh for 960 MWh used: 96 / 960 x 600 MWh = 60 kWh of this activity; 40 x 0.5 = 20
    "spread over a consumption": (
        {
            "loss": 0.04,
            "residual": "residual",
            "consumption": "960 MWh",
            "certificates": [certificate(amount="600 MWh")],
        },
        20.0,
    ),
    # 30 % of 100 kWh is FIT and takes the residual mix: 30 x 0.5 + 70 x 0.1 = 15 + 7 = 22
    "FIT without a certificate": (
        {"loss": 0.04, "supplier": "supplier", "residual": "residual", "fit": 0.3},
        22.0,
    ),
    # without a residual mix the average of the grid: 30 x 0.4 + 70 x 0.1 = 12 + 7 = 19
    "FIT as the national average": ({"loss": 0.04, "supplier": "supplier", "fit": 0.3}, 19.0),
    # a certificate of 20 kWh goes to FIT first: 20 x 0 + 10 x 0.4 + 70 x 0.1 = 4 + 7 = 11
    "FIT partly certified": (
        {
            "loss": 0.04,
            "supplier": "supplier",
            "fit": 0.3,
            "certificates": [certificate(amount="20 kWh")],
        },
        11.0,
    ),
    # 60 kWh certified, which is all FIT and 30 kWh more: 40 x 0.1 = 4
    "FIT wholly certified": (
        {"loss": 0.04, "supplier": "supplier", "fit": 0.3, "certificates": [certificate()]},
        4.0,
    ),
}


@pytest.mark.parametrize(("rule", "kg"), CASES.values(), ids=CASES)
def test_worked_by_hand(rule, kg):
    footprint = compute(line(**rule))
    assert footprint.kg_co2e == pytest.approx(kg, rel=1e-12, abs=1e-12)
    assert sum(leaf.kg_co2e for leaf in footprint.contributions) == pytest.approx(kg, abs=1e-12)


@pytest.mark.parametrize(("rule", "_kg"), CASES.values(), ids=CASES)
def test_the_parts_are_all_that_is_fed_in(rule, _kg):
    activity = line(**rule)
    parts = expand_electricity(activity, product(activity)).lines
    fed_in = sum(each.amount.value for each in parts if "upstream" not in each.name)
    assert fed_in == pytest.approx(100.0)


def test_the_official_factors_of_japan():
    # 1,000 kWh; 600 kWh on 非化石証書, the rest on the residual menu of TEPCO (FY2024): 400 x 0.452 = 180.8;
    # location-based with the national average: 1,000 x 0.423 = 423
    rule = {"grid": "elec.grid.jp.average", "residual": "elec.jp.tepco"}
    footprint = c2.compute(product(line("1 MWh", certificates=[certificate(amount="600 kWh")], **rule)))
    assert footprint.kg_co2e == pytest.approx(180.8)
    assert footprint.electricity == pytest.approx({"location": 423.0, "market": 180.8})
    assert not {"mixed-basis", "gwp-set-unknown"} & {note.code for note in footprint.notes}


def test_both_values_are_always_reported():
    # location 100 x 0.4 = 40, market 40 x 0.5 = 20
    rule = {"loss": 0.04, "residual": "residual", "certificates": [certificate()]}
    for method, kg in (("market", 20.0), ("location", 40.0)):
        footprint = compute(line(method=method, **rule))
        assert footprint.kg_co2e == pytest.approx(kg)
        assert footprint.electricity == pytest.approx({"location": 40.0, "market": 20.0})
        assert footprint.as_dict()["electricity"] == footprint.electricity
        text = str(footprint.explain())
        assert "Electricity: the figure is 40 kg location-based, 20 kg market-based" in text
        assert footprint.explain().as_dict()["electricity"] == footprint.electricity


def test_both_values_hold_through_products_that_are_used():
    power = c2.Product(
        id="power",
        name="Power",
        declared_unit="1 kWh",
        boundary="gate-to-gate",
        activities=[line("1 kWh", residual="residual", certificates=[certificate(amount="600 Wh")])],
    )
    used = c2.Activity("power", "10 kWh", product="power", stage="production")
    direct = c2.Activity("flame", "1 kg", gas="CO2", stage="production")
    # 10 kWh are drawn, of which the certificate covers 0.6: location 10 x 0.4 + 1 = 5; market 9.4 x 0.5 + 1 = 5.7
    footprint = c2.compute(product(used, direct), FACTORS, products=[power])
    assert footprint.electricity == pytest.approx({"location": 5.0, "market": 5.7})
    both = c2.compute_all([power, product(used, direct), product(direct, name="stove")], FACTORS)
    assert both["press"].electricity == pytest.approx({"location": 5.0, "market": 5.7})
    assert both["stove"].electricity == {}


def test_a_missing_residual_mix_and_fit_are_noted():
    assert "no-residual-mix" in [note.code for note in compute(line()).notes]
    codes = [note.code for note in compute(line(supplier="supplier", fit=0.3)).notes]
    assert "fit-electricity" in codes
    assert "no-residual-mix" not in codes


def test_the_working_can_be_followed():
    rule = {"loss": 0.04, "residual": "residual", "certificates": [certificate()]}
    text = str(compute(line(**rule)).explain())
    assert "(96 kWh ÷ (1 − 0.04) − 60 kWh) = 40 kWh × 0.5 kgCO2e/kWh = 20 kgCO2e" in text
    assert "Certificate c1, GO, JP, 2025" in text


REFUSED = {
    "over-used": (
        {"certificates": [certificate(), certificate("c2", "41 kWh")], "loss": 0.04},
        "electricity.certificates: certificates of 101 kWh for 100 kWh used with the losses",
    ),
    "over-used in a consumption": (
        {"certificates": [certificate(amount="2 MWh")], "consumption": "1 MWh"},
        "electricity.certificates: certificates of 2000 kWh for 1000 kWh used;",
    ),
    "consumption below the activity": (
        {"certificates": [certificate()], "consumption": "90 kWh"},
        "electricity.consumption: '90 kWh' is less than the activity's own '96 kWh'",
    ),
    "consumption without certificates": (
        {"consumption": "900 kWh"},
        "electricity.consumption: only certificates are spread over a consumption; remove it",
    ),
    "another market": (
        {"certificates": [certificate(market="DE")]},
        "electricity.certificates[0].market: certificate 'c1' is of market 'DE', the electricity is used in 'JP'",
    ),
    "another period": (
        {"certificates": [certificate(period="2023")]},
        "electricity.certificates[0].period: certificate 'c1' is of 2023, the electricity is used in 2025",
    ),
    "no market of use": (
        {"certificates": [certificate()], "market": None},
        "electricity.market: certificates need the market in which the electricity is used",
    ),
    "no period of use": (
        {"certificates": [certificate()], "period": None},
        "electricity.period: certificates need the period in which the electricity is used",
    ),
    "no period at all": (
        {"period": "FY2025"},
        'electricity.period: expected a period such as "2025", "2025-04" or "2025-04/2026-03", got \'FY2025\'',
    ),
    "everything lost": ({"loss": 1.0}, "electricity.loss: input should be less than 1, got 1.0"),
    "a gain": ({"loss": -0.1}, "electricity.loss: input should be greater than or equal to 0, got -0.1"),
    "FIT of nobody": (
        {"fit": 0.5},
        "electricity.fit: FIT is a share of what a supplier sells, and there is no supplier",
    ),
    "more than all FIT": (
        {"supplier": "supplier", "fit": 1.5},
        "electricity.fit: input should be less than or equal to 1, got 1.5",
    ),
    "a certificate in kilograms": (
        {"certificates": [certificate(amount="2 kg")]},
        "electricity.certificates[0].amount: expected an amount of energy, such as '2 kWh', for electricity; got '2 kg'",
    ),
    "an unknown method": (
        {"method": "average"},
        "electricity.method: expected one of market, location, got 'average'",
    ),
}


@pytest.mark.parametrize(("rule", "message"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused_with_its_place(rule, message):
    with pytest.raises(DocumentError) as caught:
        line(**rule)
    assert len(caught.value.problems) == 1
    assert message in str(caught.value)


def test_an_amount_that_is_no_energy_is_refused():
    with pytest.raises(DocumentError, match=r"amount: expected an amount of energy, .* got '1 kg'"):
        line("1 kg")


def test_a_certificate_counts_once_over_all_products():
    one = product(line(certificates=[certificate()]), name="one")
    two = product(line(), line(certificates=[certificate("c2"), certificate(amount="1 kWh")]), name="two")
    with pytest.raises(ComputeError) as caught:
        c2.compute_all([one, two], FACTORS)
    (problem,) = caught.value.problems
    assert "certificate 'c1' is used 2 times" in problem.what
    assert 'products[0] (one).activities[0] "power".electricity.certificates[0]' in problem.what
    assert 'products[1] (two).activities[1] "power".electricity.certificates[1]' in problem.what
    assert problem.where == 'products[1] (two).activities[1] "power".electricity.certificates[1]'


@pytest.mark.parametrize("field", ["grid", "supplier", "residual", "upstream"])
@pytest.mark.parametrize("method", ["market", "location"])
def test_every_factor_must_be_there_whichever_method_counts(field, method):
    with pytest.raises(ComputeError) as caught:
        compute(line(**{"method": method, field: "gird"}))
    assert str(caught.value).startswith(
        f"press.activities[0] \"power\".electricity.{field}: no emission factor 'gird' in the library"
    )


def test_the_factor_of_a_certificate_must_be_there():
    with pytest.raises(
        ComputeError, match=r"electricity\.certificates\[0\]\.factor: no emission factor 'wnd'"
    ):
        compute(line(certificates=[certificate(factor="wnd")]))


def test_upstream_beside_a_life_cycle_factor_would_count_twice():
    with pytest.raises(ComputeError) as caught:
        c2.compute(product(line(grid="elec.grid.jp", upstream="elec.uk.wtt")))
    assert str(caught.value) == (
        "press.activities[0] \"power\".electricity.upstream: grid is the life-cycle factor 'elec.grid.jp', which holds "
        "upstream emissions already; remove `upstream`, or take factors of generation alone"
    )


def life_cycle(name, value):
    return factor(name, value).model_copy(update={"boundary": "generation-lifecycle"})


def test_a_certificate_of_generation_beside_a_life_cycle_factor_is_noted():
    whole = FACTORS.with_factors([life_cycle("grid", 0.4)])

    def said(**rule):
        made = c2.compute(product(line(**rule)), whole)
        return [note.message for note in made.notes if note.code == "certificate-life-cycle"]

    (words,) = said(certificates=[certificate()])
    assert words == (
        "60 kWh count 0 kg on c1, which is generation alone, beside the life-cycle factor 'grid'; give the certificate a "
        "`factor` of its own, life cycle included"
    )
    assert len(said(certificates=[certificate(amount="96 kWh")])) == 1, "also where no kWh takes the grid"
    assert said(certificates=[certificate(factor="wind")]) == []
    assert said(certificates=[certificate()], method="location") == []
    assert said() == []
    half = said(certificates=[certificate(amount="30 kWh"), certificate("c2", "10 kWh", factor="wind")])
    assert half[0].startswith("30 kWh count 0 kg on c1, which")


@pytest.mark.parametrize(
    ("use", "vintage"),
    [
        ("2025", "2025-04"),
        ("2025-04", "2025"),
        ("2025-04/2026-03", "2026-01/2026-03"),
        ("2025-04", "2025-04"),
    ],
)
def test_periods_fit_where_one_lies_in_the_other(use, vintage):
    assert line(period=use, certificates=[certificate(period=vintage)]).electricity.period == use


def test_a_document_in_toml(tmp_path):
    path = tmp_path / "press.toml"
    path.write_text(
        """
id = "press"
name = "Press"
declared_unit = "1 piece"
boundary = "gate-to-gate"
[[activities]]
name = "power"
amount = "96 kWh"
stage = "production"
[activities.electricity]
method = "market"
grid = "elec.grid.jp.average"
residual = "elec.jp.default"
loss = 0.04
market = "JP"
period = "2025"
certificates = [{ id = "c1", kind = "非化石証書", amount = "60 kWh", market = "JP", period = "2025-04" }]
""",
        encoding="utf-8",
    )
    (made,) = c2.read_document(path).products
    # 40 kWh x 0.416 = 16.64; 100 kWh x 0.423 = 42.3
    assert c2.compute(made).electricity == pytest.approx({"location": 42.3, "market": 16.64})


def test_the_certificates_of_a_process_are_shared_by_its_products():
    # 96 kWh used, 100 fed in, 60 certified, 40 x 0.452 = 18.08 kg; by mass 4 : 6, so 7.232 / 4 = 1.808 kg per kg each
    power = {
        "name": "power",
        "amount": "96 kWh",
        "stage": "production",
        "electricity": {
            "method": "market",
            "grid": "elec.grid.jp.average",
            "residual": "elec.jp.tepco",
            "loss": 0.04,
            "market": "JP",
            "period": "2025",
            "certificates": [certificate()],
        },
    }
    outputs = [{"product": "a", "amount": "4 kg"}, {"product": "b", "amount": "6 kg"}]
    process = {"id": "mill", "allocation": "mass", "outputs": outputs, "activities": [power]}
    made = c2.compute_all(document_of({"processes": [process]}).products)
    assert made["a"].kg_co2e == pytest.approx(1.808)
    # location 100 x 0.423 = 42.3 kg over 10 kg
    assert made["b"].electricity == pytest.approx({"location": 4.23, "market": 1.808})
    with pytest.raises(ComputeError, match="certificate 'c1' is used 2 times"):
        c2.compute_all(document_of({"processes": [process | {"activities": [power, power]}]}).products)


def uncertain(**rule):
    stated = line("100 kWh", **rule).model_copy(update={"uncertainty": c2.Uncertainty(gsd2=1.2)})
    return compute(stated)


def test_the_uncertainty_of_the_amount_goes_to_every_part():
    # grid and upstream share one amount: as one line of 0.45 kg/kWh, 45 kg, to 45 / 1.2 and 45 x 1.2 around the median
    plain = c2.Activity(
        "power", "100 kWh", factor=factor("both", 0.45), stage="production", uncertainty={"gsd2": 1.2}
    )
    expected = c2.compute(product(plain)).interval
    for rule in (
        {"method": "location", "upstream": "upstream"},
        {
            "upstream": "upstream",
            "consumption": "1 MWh",
            "certificates": [certificate("c9", "1 Wh", factor="grid")],
        },
    ):
        interval = uncertain(**rule).interval
        assert (interval.low, interval.high) == pytest.approx((expected.low, expected.high), rel=1e-6)


def test_an_uncertainty_that_cannot_be_carried_is_noted():
    footprint = uncertain(residual="residual", certificates=[certificate()])
    assert footprint.interval is None
    assert "uncertainty-left-out" in [note.code for note in footprint.notes]
