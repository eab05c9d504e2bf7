"""The last value at which a declaration still says one thing, and the first at which it says another."""

import pytest

import co2label as c2
from co2label.declaration import estimate_remark_of_kinds

STATEMENT = {"issued": "2026-11-23", "valid_until": "2027-11-22", "company": "C", "info_url": "https://a.jp/"}


def product(**changes):
    fields = {"id": "p", "name": "p", "declared_unit": "1 piece", "boundary": "gate-to-gate", "year": 2025}
    return c2.Product(
        **fields | changes, activities=[c2.Activity("gas", "1 kg", gas="CO2", stage="production")]
    )


def refusal(changes, **statement):
    with pytest.raises(c2.ClaimError) as refused:
        c2.declare(c2.compute(product(**changes)), **STATEMENT | statement)
    return str(refused.value)


@pytest.mark.parametrize(
    ("kinds", "words", "short"),
    [
        ({"product": 1.0}, None, None),
        ({"average": 0.0, "product": 1.0}, None, None),
        ({"average": 0.004, "product": 0.996}, None, None),
        ({"average": 0.006, "product": 0.994}, "Includes estimates (averages 1%)", "1% estimated"),
        ({"average": 0.94, "product": 0.06}, "Includes estimates (averages 94%)", "94% estimated"),
        ({"average": 0.95, "product": 0.05}, "Estimated from averages of product groups", "From averages"),
        ({"spend": 0.95, "product": 0.05}, "Estimated from spend", "From spend"),
        (
            {"average": 0.6, "spend": 0.004, "product": 0.396},
            "Includes estimates (averages 60%, from spend less than 1%)",
            "60% estimated",
        ),
        ({"average": 0.955, "spend": 0.004, "product": 0.041}, "Estimated from averages of product groups", "From averages"),
        (
            {"average": 0.5, "spend": 0.44, "product": 0.06},
            "Includes estimates (averages 50%, from spend 44%)",
            "94% estimated",
        ),
        ({"average": 0.5, "spend": 0.45, "product": 0.05}, "Estimated (averages 50%, from spend 45%)", "95% estimated"),
    ],
)  # fmt: skip
def test_from_95_percent_on_a_figure_is_an_estimate_and_below_it_has_some(kinds, words, short):
    remark = estimate_remark_of_kinds(kinds)
    assert (remark and remark.words["en"], remark and remark.short["en"]) == (words, short)


@pytest.mark.parametrize(("year", "valid_until"), [(2021, "2027-11-22"), (2026, "2026-11-24")])
def test_years_and_days_that_just_fit(year, valid_until):
    said = c2.declare(c2.compute(product(year=year)), **STATEMENT | {"valid_until": valid_until})
    assert said.year == year


@pytest.mark.parametrize(
    ("changes", "statement", "message"),
    [
        (
            {"year": 2020},
            {},
            "p.year: the data are of 2020, more than 5 years before the day of issue 2026-11-23; recalculate with newer data",
        ),
        (
            {"year": 2027},
            {},
            "p.year: the data are of 2027, after the day of issue 2026-11-23; correct one of them",
        ),
        ({"year": None}, {}, "p.year: a label needs the year of the data and it is missing; add year = 2025"),
        (
            {},
            {"valid_until": "2026-11-23"},
            (
                "p.declaration.valid_until: the validity ends on 2026-11-23, not after the day of issue 2026-11-23; "
                "recalculate, or correct the dates"
            ),
        ),
        (
            {},
            {"company": None},
            'p.declaration.company: a label needs it and it is missing; say who declares the figure: company = "…"',
        ),
    ],
)
def test_one_more_is_refused_with_what_to_do(changes, statement, message):
    assert refusal(changes, **statement) == message
