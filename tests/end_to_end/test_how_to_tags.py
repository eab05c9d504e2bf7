"""The page on tags runs as it stands there, and prints what it says that it prints."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from co2label.cli import app
from co2label.draw import symbol
from co2label.links import upper_case_host

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "tags.md").read_text(encoding="utf-8")


def test_the_examples(folder, capsys):
    namespace, promised = {}, []
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(block, "tags.md", "exec"), namespace)
        promised += re.findall(r"print\(.*\) +# (.*)", block)
    assert capsys.readouterr().out.splitlines() == promised
    assert len(promised) == 7
    assert sorted(one.name for one in folder.glob("*.*")) == [
        "capitals.png",
        "qr.svg",
        "robust.png",
        "tag.bin",
    ]
    assert len(set(namespace["codes"].values())) == 2


@pytest.mark.parametrize(
    ("host", "plain", "capitals"),
    [(4, 29, 25), (12, 29, 25), (13, 29, 29), (16, 29, 29), (17, 33, 29), (35, 33, 29), (36, 33, 33)],
)
def test_what_capitals_save(host, plain, capitals):
    link = f"https://{'a' * (host - 3)}.jp/01/04569951110016"
    assert (symbol(link).size, symbol(upper_case_host(link)).size) == (plain, capitals)


@pytest.mark.usefixtures("folder")
def test_the_commands():
    (block,) = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines():
        result = CliRunner().invoke(app, [*shlex.split(line)[1:], "--issued", "2026-11-23"])
        assert result.exit_code == 0, result.output
