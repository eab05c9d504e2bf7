"""What printers and displays get is as when someone last looked at it. To accept a change: tests/golden/regenerate.py."""

import re
import runpy
from pathlib import Path

import pytest
from PIL import ImageChops, ImageStat

HERE = Path(__file__).parent
PRINTED = runpy.run_path(str(HERE / "printed.py"))["golden"]()


@pytest.mark.parametrize("name", PRINTED)
def test_the_dots_are_the_same(name):
    """Within what another release of FreeType may change at the edges of letters."""
    make, seen = PRINTED[name]
    drawn, golden = seen(make()), seen((HERE / name).read_bytes())
    assert drawn.size == golden.size
    assert max(ImageStat.Stat(ImageChops.difference(drawn, golden)).mean) < 0.5


@pytest.mark.parametrize("name", [name for name in PRINTED if name.endswith(".zpl")])
def test_the_commands_are_the_same(name):
    """Of bitmaps only how many there are: another release of zlib may pack the same dots in other bytes."""
    make, _ = PRINTED[name]
    drawn, golden = make(), (HERE / name).read_bytes()
    assert [_command(line) for line in drawn.split(b"\n")] == [_command(line) for line in golden.split(b"\n")]


def _command(line):
    return b"bitmap" if re.match(rb"\^FO\d+,\d+\^GFA,", line) else line
