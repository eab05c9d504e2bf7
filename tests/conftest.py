"""Hypothesis, and the real parts that the product's output is held against: a browser, node packages, a decoder.

Hypothesis looks at the same cases in every run, on every machine: a test that passed passes. New ones are looked for by
`tests/heavy/test_search.py`, which sets `CO2LABEL_SEARCH` and says its seed. A real part that is not on this machine skips
its tests and says so; on CI its absence is a failure.
"""

import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import settings

from co2label.cli import _clock
from co2label.draw import BOLD, REGULAR

settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, database=None)
settings.load_profile("search" if os.environ.get("CO2LABEL_SEARCH") else "steady")

NODE = Path(__file__).parent / "node"
TODAY = dt.date(2026, 11, 24)
"""Within the validity of all examples, and of the campaign among them."""


@pytest.fixture(scope="session", autouse=True)
def _today():
    """The day of every command that runs in this process: what passes now passes when the examples have expired."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(_clock, "today", lambda: TODAY)
        yield


def _absent(what):
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and on CI that is a failure")
    pytest.skip(f"{what} is not on this machine")


@pytest.fixture(scope="session")
def node():
    """Run an ES module of `tests/node` with bytes on its standard input; gives its standard output."""
    program = shutil.which("node")
    if program is None or not (NODE / "node_modules").is_dir():
        _absent("node with the packages of tests/node")

    def run(script, stdin=b"", *arguments):
        command = [program, str(NODE / script), *arguments]
        done = subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout

    return run


@pytest.fixture(scope="session")
def c_compiler():
    """A C compiler on Linux, for what stands between SQLite and the C library."""
    program = shutil.which("cc")
    if program is None or not Path("/proc/self/fd").is_dir():
        _absent("a C compiler on Linux")
    return program


@pytest.fixture(scope="session")
def axe():
    """The script of axe-core, to be run in a page: it finds what people with assistive technology could not use."""
    script = NODE / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        _absent("axe-core, of the packages of tests/node,")
    return script.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pdftoppm():
    """Poppler's program that draws a PDF."""
    program = shutil.which("pdftoppm")
    if program is None:
        _absent("pdftoppm, of poppler-utils,")
    return program


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    """A real browser, to open pages in; the only fonts that it has are those of the labels."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        _absent("Chromium")
    from playwright.sync_api import sync_playwright

    fonts = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    folders = "".join(f"<dir>{font.path.parent}</dir>" for font in (REGULAR, BOLD))
    fonts.write_text(f"<fontconfig>{folders}<cachedir>{fonts.parent}</cachedir></fontconfig>")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"], env={**os.environ, "FONTCONFIG_FILE": str(fonts)}
        )
        yield browser
        browser.close()
