"""SIGKILL at fifty random points of a run of 300 products; each time it goes on, and the folder is that of a whole run."""

import json
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]


def test_fifty_kills(tmp_path):
    script = [sys.executable, str(TESTS / "killed_runs.py"), str(tmp_path), "50", "20261127", "300"]
    done = subprocess.run(script, capture_output=True, text=True, check=True, timeout=600)
    report = json.loads(done.stdout)
    assert report["different"] == []
    assert report["killed"] >= 40
    amid = [lines for lines in report["before"] if 0 < lines < report["products"]]
    assert len(amid) >= 10
