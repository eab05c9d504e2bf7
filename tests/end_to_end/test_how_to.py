"""The documents in the how-to pages compute as they stand there."""

import re
import tomllib
from pathlib import Path

import pytest

from co2label.footprint import compute_all
from co2label.model import document_of

PAGES = Path(__file__).parents[2] / "docs" / "how-to"


@pytest.mark.parametrize("page", ["co-products.md", "transport-and-use.md"])
def test_documents_of_a_page(page):
    blocks = re.findall(r"```toml\n(.*?)```", (PAGES / page).read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        assert all(one.kg_co2e > 0 for one in compute_all(document_of(tomllib.loads(block)).products))


def test_what_the_page_on_co_products_shows():
    page = (PAGES / "co-products.md").read_text(encoding="utf-8")
    block = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)[0]
    made = compute_all(document_of(tomllib.loads(block)).products)
    (shown,) = re.findall(r"`(100 kg × .*?)`", page)
    assert shown in made["cream"].explain().text()
