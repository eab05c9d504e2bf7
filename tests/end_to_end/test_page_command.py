"""`co2label page`: documents in, a folder out, and a browser's view of it from this machine only."""

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
COMMAND = [
    sys.executable,
    "-c",
    "from co2label.cli import main; main()",
    "page",
    str(EXAMPLES / "onigiri.toml"),
    "--issued",
    "2026-11-23",
]


def run(*arguments, code=0):
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == code, done.stderr
    return done


def test_several_documents(tmp_path):
    done = run(EXAMPLES / "bowls.toml", "-o", tmp_path / "s", "--language", "ja+en+fr")
    assert done.stdout == f"{tmp_path / 's' / 'index.html'}: 3 pages; open it in a browser\n"
    assert "\x1b" not in done.stderr
    page = (tmp_path / "s/01/04569951110016/index.html").read_text("utf-8")
    assert page.count("<details>") == 3
    assert "ADEME" in page


def test_json(tmp_path):
    (row,) = json.loads(run("-o", tmp_path, "--json").stdout)
    assert (row["id"], row["gtin"]) == ("onigiri-salmon", "4569951110016")
    assert row["link"] == "https://id.example.jp/01/04569951110016"
    assert Path(row["file"]).is_file()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--language", "xx"), 2, "expected a language of"),
        (("--port", "70000"), 2, "65535"),
        ((str(EXAMPLES / "onigiri.toml"),), 1, "would stand at 01/04569951110016"),
    ],
)
def test_what_is_refused(tmp_path, arguments, code, message):
    done = run(*arguments, "-o", tmp_path / "s", code=code)
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "s" / "index.html").exists()


def test_serve(tmp_path):
    command = [*COMMAND, "-o", str(tmp_path), "--serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            process.stdout.readline()
            said = process.stdout.readline()
            address = re.match(r"(http://127\.0\.0\.1:([0-9]+)/) shows all, (\S+) what a QR code opens", said)
            with urllib.request.urlopen(address[3], timeout=10) as answer:
                assert answer.url == f"{address[1]}01/04569951110016/"
                assert "鮭おにぎり" in answer.read().decode()
            with urllib.request.urlopen(address[1] + "01/04569951110016/index.json", timeout=10) as answer:
                assert answer.headers["Content-Type"] == "application/json"
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(address[1] + "../../etc/passwd", timeout=10)
        finally:
            process.send_signal(signal.SIGINT)
        said, complaint = process.communicate(timeout=10)
    assert (process.returncode, said, complaint) == (0, "stopped\n", "")


def test_a_port_in_use(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run("-o", tmp_path, "--serve", "--port", port, code=2)
    assert f"port {port} is in use" in done.stderr.replace("\n", " ").replace("│", "")


def test_what_the_how_to_page_shows(tmp_path, monkeypatch):
    text = (EXAMPLES.parent / "docs" / "how-to" / "pages.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (tmp_path / "examples").symlink_to(EXAMPLES)
    monkeypatch.chdir(tmp_path)
    exec(block, {})
    written = {path.relative_to(tmp_path).as_posix() for path in (tmp_path / "site").rglob("index.*")}
    assert written == set(re.findall(r"^(site/(?:01/\S*)?index\.\S+)", text, re.MULTILINE))


def test_a_port_without_serving_is_wrong_usage(tmp_path):
    assert "--port" in run("--port", "8001", "-o", tmp_path / "s", code=2).stderr
