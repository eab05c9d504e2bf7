"""The command line starts without what only some commands need."""

import json
import subprocess
import sys

HEAVY = {"pint", "jinja2", "numpy", "scipy", "PIL", "pydantic", "qrcode", "rich", "typst", "budoux"}


def test_no_command_is_slow_to_say_its_usage():
    code = "import co2label.cli._app, json, sys; print(json.dumps(sorted(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not HEAVY & set(json.loads(loaded))
