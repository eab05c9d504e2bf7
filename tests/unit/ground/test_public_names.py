"""The public names are there, and `import co2label` costs next to nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import co2label

ROOT = Path(__file__).parents[3]
HEAVY = {"pint", "jinja2", "numpy", "scipy", "PIL", "pydantic", "qrcode", "typer", "rich"}


def test_import_loads_nothing_heavy():
    code = "import co2label, json, sys; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert not HEAVY & set(json.loads(loaded))


def test_writing_down_a_product_loads_no_engine():
    code = (
        "import co2label, sys; co2label.Product; print({'numpy', 'scipy', 'PIL', 'pint'} & set(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert loaded.strip() == "set()"


@pytest.mark.parametrize("name", co2label.__all__)
def test_every_public_name_is_there(name):
    assert getattr(co2label, name) is not None
    assert name in dir(co2label)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="co2label attribute computer"):
        co2label.computer  # noqa: B018


def test_the_face_is_a_list_that_can_be_read():
    assert dir(co2label) == sorted(co2label.__all__)
    assert len(co2label.__all__) <= 81


PRIVATE = re.compile(r"^\s*(?:>>> |\.\.\. )?(?:from|import) +co2label\S*\._\w+.*$", re.MULTILINE)
WRITTEN = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.py")]


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_and_examples_import_public_names_only(page):
    assert PRIVATE.findall(page.read_text(encoding="utf-8")) == []
