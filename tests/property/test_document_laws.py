"""Laws of documents: whatever comes in, it fits or is refused with a DocumentError."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from co2label.errors import DocumentError
from co2label.model import (
    Activity,
    DeclarationData,
    EmissionFactor,
    Evidence,
    Product,
    Source,
    Verification,
    document_of,
    parse_text,
)

NOUNS = (Activity, EmissionFactor, Evidence, Product, Source, DeclarationData, Verification)
FIELDS = sorted({name for noun in NOUNS for name in noun.model_fields})
VALUES = [
    "1 kg",
    "tea",
    "AR6",
    "production",
    "cradle-to-gate",
    "measured",
    "2026-11-23",
    "4569951110016",
    "kgCO2e",
]

leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(VALUES),
    st.dates(),
)
anything = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=9), inner, max_size=8)
    ),
    max_leaves=30,
)
GOOD = {
    "id": "tea",
    "name": "Tea",
    "declared_unit": "1 piece",
    "boundary": "cradle-to-gate",
    "activities": [{"name": "leaves", "amount": "2 g", "factor": "food.tea", "stage": "raw-materials"}],
}


def refusal(make, *args, **fields):
    """The message of a refusal, or None; any other error is a failure of the law."""
    try:
        make(*args, **fields)
    except DocumentError as error:
        return str(error)
    return None


@settings(deadline=None, max_examples=300)
@given(anything)
def test_any_data_fits_or_is_refused(data):
    for document in (data, {"products": [data], "factors": [data]}):
        message = refusal(document_of, document)
        assert message is None or (message and "\x1b" not in message)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(Product.model_fields)), anything)
def test_a_good_product_with_one_field_of_anything(field, value):
    data = GOOD | {field: value}
    if refusal(document_of, data) is None:
        product = document_of(data).products[0]
        assert Product.model_validate_json(product.model_dump_json(exclude_none=True)) == product


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(Activity.model_fields)), anything)
def test_a_good_activity_with_one_field_of_anything(field, value):
    assert refusal(document_of, GOOD | {"activities": [GOOD["activities"][0] | {field: value}]}) != ""


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode), st.sampled_from(["json", "toml", ""]))
def test_any_bytes_are_data_or_refused(content, form):
    message = refusal(parse_text, content, name="x", form=form)
    assert message is None or message.startswith("x: ")


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=5))
def test_json_says_what_it_says(data):
    assert parse_text(json.dumps(data).encode(), name="x", form="json") == data
