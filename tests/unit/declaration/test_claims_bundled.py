"""What co2label brings itself claims nothing: names, ids and sources of the bundled factors, places, the examples' products."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from co2label.declaration import BAND_SCHEMES, claim_in
from co2label.factors import FactorLibrary
from co2label.indicators import ZeroCarbonRegister

LIBRARY = FactorLibrary.bundled()
FOLDER = Path(__file__).parents[3] / "examples"
EXAMPLES = [*FOLDER.rglob("*.toml"), *FOLDER.rglob("*.json")]


def claims(texts, *, name=False):
    return {text: str(claim) for text in texts if text and (claim := claim_in(text, name=name))}


def factors():
    return [LIBRARY[each] if isinstance(each, str) else each for each in LIBRARY]


def test_names_of_factors():
    texts = [text for factor in factors() for text in factor.name.values()]
    assert len(texts) > 600
    assert claims(texts) == {}


def test_ids_and_sources_of_factors():
    texts = [
        text
        for factor in factors()
        for text in (
            factor.id,
            factor.source.title,
            factor.source.edition,
            factor.licence,
            factor.attribution,
        )
    ]
    assert claims(texts, name=True) == {}


def test_places():
    names = [place.full_name for place in ZeroCarbonRegister.bundled()]
    assert len(names) == 385
    assert claims(names) == {}


def test_bands():
    assert (
        claims(
            [text for band in BAND_SCHEMES.values() for text in (*band.name.values(), *band.source.values())]
        )
        == {}
    )


def names(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "name":
                yield from inner.values() if isinstance(inner, dict) else [inner]
            else:
                yield from names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names(inner)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_names_in_the_examples(path):
    text = path.read_text("utf-8")
    found = names(tomllib.loads(text) if path.suffix == ".toml" else json.loads(text))
    assert claims(found) == {}


def test_there_are_examples():
    assert len(EXAMPLES) > 10
