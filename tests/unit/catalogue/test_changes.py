"""Another set of factors over a catalogue: which figures moved by how much and why, by hand."""

import numpy as np
import pytest

from builders import factor, library
from co2label.catalogue import CompiledCatalogue, what_changed
from co2label.errors import ComputeError
from co2label.factors import FactorLibrary
from co2label.footprint import compute_all
from co2label.model import Activity, Product


def product(key, *lines, **fields):
    plain = {"name": key, "declared_unit": "1 piece", "boundary": "cradle-to-grave", "year": 2025}
    return Product(id=key, activities=list(lines), **plain | fields)


def line(key, amount="1 kg", stage="raw-materials", **fields):
    return Activity(key, amount, stage=stage, **fields or {"factor": key})


BREAD = product("bread", line("flour", "500 g"), line("salt", "10 g"))
SALAD = product("salad", line("leaves", "200 g"), line("salt", "5 g"), line("salt", "5 g"))
TOAST = product("toast", line("bread", "2 piece", product="bread"), line("gas", "1 kg", gas="CO2"))
OLD = library(flour=1.0, salt=0.1, leaves=2.0)


def test_a_move_is_told_by_factor_and_product():
    moved = what_changed([BREAD, SALAD], OLD, library(flour=1.2, salt=0.3, leaves=2.0))
    bread = moved["bread"]
    assert (bread.before, bread.after) == pytest.approx((0.501, 0.603))
    assert bread.because == (("flour", pytest.approx(0.1)), ("salt", pytest.approx(0.002)))
    assert bread.percent == pytest.approx(100 * 0.102 / 0.501)
    assert moved["salad"].because == (
        ("salt", pytest.approx(0.002)),
    )  # two lines of one factor are one cause
    flour, salt = moved.by_factor
    assert (flour.factor, flour.products, flour.kg_co2e) == ("flour", 1, pytest.approx(0.1))
    assert (salt.factor, salt.products, salt.kg_co2e) == ("salt", 2, pytest.approx(0.004))
    assert (flour.percent, salt.percent) == (pytest.approx(20), pytest.approx(200))
    assert [one.product for one in moved.rows()] == ["bread", "salad"]
    assert repr(moved) == "<2 of 2 figures moved>"


def test_what_comes_through_used_products_has_the_name_of_its_factor():
    moved = what_changed([BREAD, TOAST], OLD, library(flour=1.2, salt=0.1, leaves=2.0))
    assert moved["toast"].because == (("flour", pytest.approx(0.2)),)
    assert moved["toast"].after == pytest.approx(1 + 2 * 0.601)


def test_a_loop_is_solved():
    a = product("a", line("flour", "1 kg"), line("b", "0.5 piece", product="b"))
    b = product("b", line("salt", "1 kg"), line("a", "0.5 piece", product="a"))
    moved = what_changed([a, b], OLD, library(flour=2.0, salt=0.4))
    # one a takes 4/3 of itself and 2/3 of b, all loops counted
    assert moved["a"].because == (("flour", pytest.approx(4 / 3)), ("salt", pytest.approx(0.3 * 0.5 * 4 / 3)))
    assert moved["b"].because == (("flour", pytest.approx(2 / 3)), ("salt", pytest.approx(0.3 * 4 / 3)))


def test_nothing_moves():
    moved = what_changed([BREAD, SALAD], OLD, library(flour=1.0, salt=0.1, leaves=2.0, other=9.0))
    assert (len(moved.moved), moved.unchanged, moved.by_factor) == (0, 2, ())
    assert moved["bread"].because == ()
    assert list(moved.rows()) == []


def test_moves_that_cancel_are_no_move_but_both_factors_are_named():
    mix = product("mix", line("flour", "1 kg"), line("leaves", "1 kg"))
    moved = what_changed([mix], OLD, library(flour=2.0, salt=0.1, leaves=1.0))
    assert (len(moved.moved), moved.unchanged) == (0, 1)
    assert {one.factor: one.products for one in moved.by_factor} == {"flour": 1, "leaves": 1}


@pytest.mark.parametrize(("change", "moves"), [(0.9e-12, 0), (2e-12, 1)])
def test_what_is_only_rounding_is_no_move(change, moves):
    one = product("one", line("flour"))
    assert len(what_changed([one], OLD, library(flour=1.0 + change)).moved) == moves


def test_a_factor_per_another_size_or_kind_of_unit():
    per_tonne = library(flour=factor("flour", 1200.0, "1 t"), salt=0.1, leaves=2.0)
    assert what_changed([BREAD], OLD, per_tonne)["bread"].because == (("flour", pytest.approx(0.1)),)
    per_litre = library(flour=factor("flour", 0.6, "1 L", density="0.5 kg/L"), salt=0.1, leaves=2.0)
    assert what_changed([BREAD], OLD, per_litre)["bread"].because == (("flour", pytest.approx(0.1)),)
    (cause,) = what_changed([BREAD], OLD, per_litre).by_factor
    assert cause.percent is None  # a kilogram and a litre are not compared


def test_a_bridge_of_a_factor_that_changed():
    def milk(density):
        return library(milk=factor("milk", 1.0, density=density))

    glass = product("glass", line("milk", "1 L"))
    moved = what_changed([glass], milk("1 kg/L"), milk("1.03 kg/L"))
    assert moved["glass"].because == (("milk", pytest.approx(0.03)),)


def test_the_stages_of_a_factor_that_are_spread_over_a_product():
    def rice(**stages):
        return library(rice=factor("rice", sum(stages.values()), stages=stages))

    ball = product("ball", line("rice", "1 kg", factor="rice", stages="own"), boundary="cradle-to-gate")
    moved = what_changed([ball, BREAD], rice(farm=2.0, retail=1.0), rice(farm=2.5, retail=3.0))
    assert moved["ball"].because == (("rice", pytest.approx(0.5)),)
    assert "no emission factor 'flour'" in moved.never["bread"]


def test_products_that_are_lost_and_gained():
    new = library(salt=0.1, leaves=2.0)
    lost = what_changed([BREAD, SALAD, TOAST], OLD, new)
    assert lost.lost["bread"].startswith("activities[0] \"flour\": no emission factor 'flour'")
    assert lost.lost["toast"] == "uses bread, which cannot be computed"
    assert np.isnan(lost.after[[0, 2]]).all()
    assert (lost.unchanged, lost.after[1]) == (1, lost.before[1])
    gained = what_changed([BREAD, SALAD, TOAST], new, OLD)
    assert set(gained.gained) == {"bread", "toast"}
    assert gained.gained["bread"] == lost.lost["bread"]
    assert np.isnan(gained.before[[0, 2]]).all()
    assert gained.after[0] == pytest.approx(0.501)
    for moved, when in ((lost, "now"), (gained, "before")):
        with pytest.raises(ComputeError, match=f"bread: has no figure {when}"):
            moved["bread"]


def test_a_lost_factor_moves_nothing_in_those_that_are_left():
    both = product("both", line("flour"), line("leaves"))
    moved = what_changed([both, SALAD], OLD, library(salt=0.1, leaves=3.0))
    assert set(moved.lost) == {"both"}
    assert [(one.factor, one.products) for one in moved.by_factor] == [("leaves", 1)]


def test_products_that_were_never_there():
    bad = product("bad", line("none"))
    moved = what_changed([bad, BREAD], OLD, library(flour=2.0, salt=0.1))
    assert list(moved.never) == ["bad"]
    assert moved["bread"].because == (("flour", pytest.approx(0.5)),)
    with pytest.raises(ComputeError, match="bad: has no figure at all"):
        moved["bad"]
    only = what_changed([bad], OLD, OLD)
    assert (list(only.never), only.unchanged, len(only.moved)) == (["bad"], 0, 0)


def test_a_unit_that_no_longer_fits_is_a_reason():
    moved = what_changed([BREAD], OLD, library(flour=factor("flour", 1.0, "1 kWh"), salt=0.1))
    assert "does not fit factor 'flour'" in moved.lost["bread"]


def test_a_product_that_is_not_there_and_a_catalogue_that_is_wrong():
    moved = what_changed([BREAD], OLD, OLD)
    with pytest.raises(ComputeError, match="did you mean 'bread'"):
        moved["bred"]
    with pytest.raises(ComputeError, match="already the id"):
        what_changed([BREAD, BREAD], OLD, OLD)
    snake = product("snake", line("snake", "1 piece", product="snake"))
    with pytest.raises(ComputeError, match="as much of itself"):
        what_changed([snake], OLD, OLD)
    assert what_changed([], OLD, OLD).as_dict()["products"] == 0


def test_factors_written_into_a_product_and_aliases_that_move_on():
    own = product("own", line("flour", factor=factor("flour", 5.0)), line("f", factor="grain"))
    old = FactorLibrary([factor("flour", 1.0, aliases=["grain"])])
    new = FactorLibrary([factor("flour", 9.0), factor("wheat", 1.5, aliases=["grain"])])
    moved = what_changed([own], old, new)["own"]
    assert (moved.before, moved.after, moved.because) == (6.0, 6.5, (("flour", 0.5),))


def test_a_figure_that_was_zero_has_no_percentage():
    moved = what_changed([product("one", line("flour"))], library(flour=0.0), library(flour=1.0))["one"]
    assert (moved.difference, moved.percent) == (1.0, None)


def test_one_catalogue_for_several_sets():
    catalogue = CompiledCatalogue.of([BREAD, SALAD, TOAST], OLD)
    for flour in (0.5, 2.0):
        new = library(flour=flour, salt=0.1, leaves=2.0)
        figures = compute_all([BREAD, SALAD, TOAST], new).kg_co2e
        np.testing.assert_allclose(catalogue.changed(new).after, figures, rtol=1e-13)


def test_both_figures_as_a_label_shows_them():
    one = product("one", line("flour"))
    small = what_changed([one], library(flour=1.234), library(flour=1.249))["one"]
    assert small.shown == ("1.2 kg-CO2e", "1.2 kg-CO2e")
    large = what_changed([one], library(flour=1.249), library(flour=1.25))["one"]
    assert large.shown == ("1.2 kg-CO2e", "1.3 kg-CO2e")


def test_table_and_plain_data():
    moved = what_changed([BREAD, SALAD, product("bad", line("none"))], OLD, library(flour=1.2, leaves=2.0))
    heads, rows = moved.table()
    rows = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [(row["product"], row["status"]) for row in rows] == [
        ("bread", "lost"),
        ("salad", "lost"),
        ("bad", "never"),
    ]
    assert rows[0]["after_kg"] is None
    assert rows[0]["before_kg"] == pytest.approx(0.501)
    plain = what_changed([BREAD], OLD, library(flour=1.2, salt=0.1)).as_dict(limit=5)
    assert plain["factors"][0]["before"] == {"value": 1.0, "unit": "kgCO2e per 1 kg"}
    assert plain["changes"][0]["because"] == [{"factor": "flour", "kg_co2e": pytest.approx(0.1)}]
