"""New cases for every law: the tests that draw their cases, once more, with a seed that is said.

`CO2LABEL_SEED=N make heavy` looks at the cases of that seed again.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SEED = int(os.environ.get("CO2LABEL_SEED") or random.SystemRandom().randrange(2**32))
_LINES = 120


def test_laws_hold_for_cases_of_a_new_seed(capsys):
    again = f"CO2LABEL_SEED={SEED}"
    with capsys.disabled():
        print(f"\nsearching with {again}")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "auto",
        "-m",
        "hypothesis",
        f"--hypothesis-seed={SEED}",
    ]
    folders = ["tests/unit", "tests/property", "tests/conformance"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", *folders],
        cwd=ROOT,
        env={**os.environ, "CO2LABEL_SEARCH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = "\n".join(done.stdout.splitlines()[-_LINES:])
    assert done.returncode == 0, f"with {again}:\n{said}\n{done.stderr}"
    assert " passed" in said, said
