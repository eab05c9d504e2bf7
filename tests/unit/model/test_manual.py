"""What models say of themselves: documentation of every field, short `repr`, tables for notebooks, keys of allocation."""

from __future__ import annotations

import inspect
import pydoc
from typing import TYPE_CHECKING

import pytest

import co2label as c2
from co2label import model
from co2label.model import ALLOCATION_KEYS, AllocationKey, Model, Recycling

if TYPE_CHECKING:
    from collections.abc import Iterator

TEA = c2.Product(
    id="tea",
    name="Tea",
    declared_unit="1 piece",
    boundary="cradle-to-gate",
    activities=[c2.Activity("leaves", "2 g", factor="food.green_tea", stage="raw-materials")],
)


def models(base: type[Model] = Model) -> Iterator[type[Model]]:
    for each in base.__subclasses__():
        if each.__module__.startswith("co2label.model"):
            yield each
        yield from models(each)


@pytest.mark.parametrize("noun", list(dict.fromkeys(models())), ids=lambda noun: noun.__name__)
def test_every_field_of_every_model_is_described(noun):
    """In the documentation that `help` shows, and in the JSON Schema that editors show."""
    manual = pydoc.plain(pydoc.render_doc(noun))
    for name in noun.model_fields:
        (line,) = [each for each in manual.splitlines() if each.startswith(f" |      {name} (")]
        assert line.rstrip().split("): ", 1)[1:], name
    if noun is not model.CoProduct:
        for name, field in noun.model_json_schema()["properties"].items():
            assert field.get("description"), name


def test_the_manual_of_a_product_gives_units_examples_and_choices():
    manual = " ".join(inspect.getdoc(c2.Product).split())
    assert manual.startswith("A product or service per declared unit.")
    assert 'declared_unit (required): The amount that the figure is per, above zero: "1 piece"' in manual
    assert "One of: cradle-to-gate, cradle-to-grave, gate-to-gate." in manual
    assert "fit (default 0.0): Japan: share of" in inspect.getdoc(model.Electricity)


def test_the_schema_keeps_the_description_of_the_model_itself():
    schema = c2.Product.model_json_schema()
    assert schema["description"].startswith("A product or service per declared unit.")
    assert "Fields:" not in schema["description"]
    assert "Raises" in schema["description"]


def test_a_repr_is_short():
    assert repr(TEA.activities[0]) == (
        "Activity('leaves', '2 g', factor='food.green_tea', stage='raw-materials')"
    )
    assert repr(TEA) == (
        "Product(id='tea', name='Tea', declared_unit='1 piece', boundary='cradle-to-gate', "
        "activities=(Activity('leaves', '2 g', factor='food.green_tea', stage='raw-materials'),))"
    )
    assert repr(TEA.declared_unit) == "Amount('1 piece')"
    several = TEA.model_copy(update={"activities": TEA.activities * 3})
    assert str(several).endswith("activities=<3 × Activity>)")


def test_products_and_documents_show_themselves_in_a_notebook():
    odd = TEA.model_copy(update={"name": {"en": "<b>Tea</b>"}})
    assert "&lt;b&gt;Tea&lt;/b&gt; (tea), per 1 piece" in odd._repr_html_()
    assert "<td>leaves</td><td>2 g</td><td>food.green_tea</td><td>raw-materials</td>" in odd._repr_html_()
    document = c2.Document(products=[TEA])
    assert "<caption>1 products, 0 processes, 0 factors</caption>" in document._repr_html_()


def test_factors_footprints_and_declarations_show_themselves_in_a_notebook():
    factors = c2.FactorLibrary.bundled()
    assert factors._repr_html_().count("<tr>") == 21  # the headings, and the first twenty
    footprints = c2.compute_all([TEA], factors)
    assert f"<td>tea</td><td>{footprints[0].kg_co2e:.6g}</td><td>1 piece</td>" in footprints._repr_html_()
    tea = TEA.model_copy(update={"year": 2025})
    said = c2.declare(
        c2.compute(tea, factors),
        issued="2026-11-23",
        valid_until="2027-11-22",
        company="Chaya <Ltd>",
        info_url="https://example.jp/co2",
    )
    shown = said._repr_html_()
    assert f"<td>figure</td><td>{said.shown.value} {said.shown.unit}</td>" in shown
    assert "<td>company</td><td>Chaya &lt;Ltd&gt;</td>" in shown


def test_a_line_says_what_it_draws_on():
    made = c2.Activity("can", "1 kg", recycling=Recycling(rule="cut-off", virgin="al"), stage="raw-materials")
    assert [each.source_text for each in (TEA.activities[0], made)] == ["food.green_tea", "recycling"]


def test_a_further_key_of_allocation_is_one_entry(monkeypatch):
    """Toy: by volume, which an output states as its amount or over its mass and density."""
    monkeypatch.setitem(ALLOCATION_KEYS, "volume", AllocationKey.of_quantity("volume", "L"))
    milk = c2.Process(
        id="dairy",
        allocation="volume",
        outputs=[c2.Output("cream", "1 L"), c2.Output("skim", "3 L")],
        activities=[c2.Activity("raw milk", "8 kg", gas="CO2", stage="production")],
    )
    document = c2.Document(processes=[milk])
    assert document.products[0].allocation.keys == {"cream": "1 L", "skim": "3 L"}
    cream, _ = c2.compute_all(document.products)
    assert cream.kg_co2e == 2.0
    assert any("allocated by volume" in note.message for note in cream.notes)
    schema = c2.Process.model_json_schema()["properties"]["allocation"]
    assert "volume" in str(schema)
    with pytest.raises(c2.DocumentError, match=r"outputs\[0\].volume: output 'cream' \(1 kg\) has no volume"):
        c2.Document(
            processes=[milk.model_copy(update={"outputs": (c2.Output("cream", "1 kg"), milk.outputs[1])})]
        )
