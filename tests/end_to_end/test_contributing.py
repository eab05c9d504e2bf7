"""What CONTRIBUTING adds as an example is added here, each in a process of its own, and used."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)

USES = {
    "picture_format(": """
from co2label.draw import Picture, Scene, Text
picture = Picture(Scene(30, 10, (Text(2, 6, "210 g", 4),), "Name", "A name"))
assert picture.encode("parts", ink="blue") == b"blue Text 2 6\\n"
""",
    "@template(": """
import co2label as c2
tea = c2.Product(
    id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")],
)
said = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya", info_url="https://example.jp/tea")
assert "Tea" in next(c2.label.many([said], template="poster", language="en", format="svg"))
picture = c2.label.LabelRequest(template="poster", language="en", price="228").renderer()(said)
assert [op.text for op in picture.scene.ops if hasattr(op, "text")] == ["Tea", "228"]
""",
    "receipt_format(": """
from co2label.receipt import Receipt, ReceiptLine, ReceiptRequest
slip = Receipt(lines=[ReceiptLine(name="tea", price=150), ReceiptLine(name="bun", price=120)])
assert ReceiptRequest(format="items").encode(slip) == b"tea\\nbun"
""",
    "ALLOCATION_KEYS[": """
from co2label.model import AllocationKey
assert set(ALLOCATION_KEYS) >= {"mass", "economic", "energy", "equal", "volume"}
""",
    "line_rule(": """
import co2label as c2
tea = c2.Product(
    id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")],
    declaration={"indicators": [{"kind": "refill", "times": 500}]},
)
said = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya", info_url="https://example.jp/tea")
assert any("500 refills" in str(each) for each in said.indicators)
from typer.testing import CliRunner
from co2label.cli import app
assert CliRunner().invoke(app, ["indicator", "refill", "500"]).stdout == "500 refills\\n"
""",
}


@pytest.mark.parametrize("mark", USES)
def test_an_example_of_contributing_is_added_and_used(mark):
    (block,) = (block for block in BLOCKS if mark in block)
    done = subprocess.run(
        [sys.executable, "-c", block + USES[mark]], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_example_is_used():
    assert len(BLOCKS) == len(USES)
