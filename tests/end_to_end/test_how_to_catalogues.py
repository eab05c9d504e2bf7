"""The page on catalogues: its code runs as it stands there, and what it says of the folder and of the table is so."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from co2label.cli import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "catalogues.md").read_text(encoding="utf-8")


def test_what_the_page_says_of_the_run(folder):
    (line,) = [each for each in PAGE.splitlines() if "--book" in each and each.startswith("$")]
    result = CliRunner().invoke(app, [*shlex.split(line)[2:], "--parquet", "--workers", "1"])
    assert result.exit_code == 0, result.output
    shown = re.search(r"```\n( labels .*?)```", PAGE, re.DOTALL)[1]
    for said in ("with a label", "computed only", "refused", "of these, done before"):
        number = re.compile(f"{said} +([0-9]+)")
        assert number.search(result.stdout)[1] == number.search(shown)[1]
    named = set(re.findall(r"^\| `([^`]+)`", PAGE, re.MULTILINE)) | {"qr/"}
    found = {f"{path.name}/" if path.is_dir() else path.name for path in Path("labels").iterdir()}
    assert named == found


def test_the_python_of_the_page(folder):
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (folder / "program.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "program.py"], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout == "28 4 0\n"
    assert (folder / "minis" / "labels" / "onigiri-salmon.svg").is_file()
