"""A hundred thousand products that use each other, 5 % of them in loops: Brightway needs minutes, so it is not in `make test`."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "nested_against_brightway.py"


def test_a_hundred_thousand_nested_products():
    done = subprocess.run([sys.executable, SCRIPT, "100000", "1"], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    print({name: round(value, 3) for name, value in found.items()})
    assert found["apart"] < 1e-12
    assert found["brightway"] / found["engine"] >= 35
    assert found["brightway"] / found["whole"] >= 35
