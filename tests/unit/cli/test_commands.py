"""The commands: what they print, where they write, and how they end."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import co2label.cli as shell
from builders import run
from co2label._storage import write
from co2label.identifiers import path_part

ONIGIRI, BOWLS, BASKET = "examples/onigiri.toml", "examples/bowls.toml", "examples/basket.json"
ISSUED = ("--issued", "2026-11-23")
PROGRAM = Path(sys.executable).with_name("co2label")


def data(*arguments):
    return json.loads(run(*arguments, "--json").stdout)


def test_version_and_help():
    assert run("--version").stdout == "co2label 0.1.0\n"
    for command in ("compute", "explain", "label", "receipt", "tag", "schema", "demo"):
        assert f"Example: co2label {command}" in run(command, "--help").stdout
    for command in ("show", "search", "list", "sources"):
        assert f"Example: co2label factors {command}" in run("factors", command, "--help").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("compute",),
        ("bake", ONIGIRI),
        ("compute", ONIGIRI, "--gwp", "AR9"),
        ("compute", ONIGIRI, "--horizon", "50"),
        ("explain", ONIGIRI, "--language", "xx"),
        ("label", ONIGIRI, "-o", "label.gif"),
        ("label", BOWLS, "-o", "label.png"),
        ("label", ONIGIRI, "--template", "eco-leaf"),
        ("label", ONIGIRI, "--issued", "yesterday"),
        ("tag", BOWLS, "-o", "qr.svg"),
        ("receipt", BASKET, "--columns", "23"),
        ("receipt", BASKET, "--columns", "wide"),
        ("schema", "planet"),
        ("factors",),
        ("factors", "show"),
    ],
)
def test_wrong_usage_ends_with_2(arguments):
    result = run(*arguments, code=2)
    assert "Traceback" not in result.output


def test_one_product_is_an_object_and_several_are_a_list():
    assert data("compute", ONIGIRI)["id"] == "onigiri-salmon"
    assert [entry["id"] for entry in data("compute", BOWLS)] == ["gyudon", "oyakodon", "cooked-rice"]
    assert data("compute", BOWLS, "--product", "gyudon")["id"] == "gyudon"
    assert [entry["id"] for entry in data("explain", BOWLS)] == ["gyudon", "oyakodon", "cooked-rice"]


def test_a_file_of_factors_wins(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("id,value,unit,per,source_title\nfood.rice,1000,kgCO2e,1 kg,Own\n", encoding="utf-8")
    document = tmp_path / "rice.json"
    line = {"name": "rice", "amount": "2 kg", "factor": "food.rice", "stage": "raw-materials"}
    product = {"id": "rice", "name": "Rice", "declared_unit": "1 piece", "boundary": "cradle-to-gate"}
    document.write_text(json.dumps(product | {"activities": [line]}), encoding="utf-8")
    assert data("compute", document, "--factors", own)["kg_co2e"] == 2000


def test_the_gwp_set_and_horizon_are_chosen(tmp_path):
    document = tmp_path / "cow.json"
    line = {"name": "rumen", "amount": "1 kg", "gas": "CH4", "origin": "biogenic", "stage": "production"}
    product = {"id": "cow", "name": "Cow", "declared_unit": "1 day", "boundary": "gate-to-gate"}
    document.write_text(json.dumps(product | {"activities": [line]}), encoding="utf-8")
    figures = [
        data("compute", document, "--gwp", gwp, "--horizon", years)["kg_co2e"]
        for gwp, years in (("ar5", 100), ("AR6", 100), ("AR6", 20))
    ]
    assert figures == [
        28,
        27.0,
        79.7,
    ]  # IPCC AR5 table 8.A.1; AR6 table 7.15, CH4 of non-fossil origin: 27.0, 79.7


def test_a_label_is_written_and_its_declaration_printed(tmp_path):
    for name, start in (("a.png", b"\x89PNG"), ("a.svg", b"<"), ("b.PNG", b"\x89PNG")):
        said = data("label", ONIGIRI, "-o", tmp_path / name, *ISSUED)
        assert (tmp_path / name).read_bytes().startswith(start)
        assert said["shown"]["unit"] == "g-CO2e"
        assert said["issued"] == "2026-11-23"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "a.svg", "b.PNG"]


def test_the_day_of_issue_is_today_where_nobody_says_it(tmp_path):
    text = Path(ONIGIRI).read_text(encoding="utf-8")
    document = tmp_path / "onigiri.toml"
    document.write_text(text, encoding="utf-8")
    issued = data("label", document)["issued"]
    assert issued == "2026-11-24"
    dated = tmp_path / "dated.toml"
    dated.write_text(text.replace("[declaration]", '[declaration]\nissued = "2026-01-02"'), encoding="utf-8")
    assert data("label", dated)["issued"] == "2026-01-02"
    assert data("label", dated, "--issued", "2026-01-03")["issued"] == "2026-01-03"


def test_products_that_others_use_get_no_label_of_their_own(tmp_path):
    result = run("label", BOWLS, "-o", tmp_path / "labels", *ISSUED)
    assert [path.name for path in sorted((tmp_path / "labels").iterdir())] == ["gyudon.png", "oyakodon.png"]
    assert "cooked-rice" in result.stderr
    run("label", BOWLS, "--product", "cooked-rice", *ISSUED, code=1)


def test_one_of_several_products(tmp_path):
    run("label", BOWLS, "-o", tmp_path / "one.svg", "--product", "oyakodon", *ISSUED)
    assert "親子丼" in (tmp_path / "one.svg").read_text(encoding="utf-8")


def test_a_tag_prints_its_link(tmp_path):
    link = "https://id.example.jp/01/04569951110016"
    assert run("tag", ONIGIRI, *ISSUED).stdout == f"{link}\n"
    assert run("tag", ONIGIRI, "-o", tmp_path / "qr.png", *ISSUED).stdout == f"{link}\n"
    known = data("tag", ONIGIRI, "-o", tmp_path / "qr.svg", *ISSUED)
    assert known == {
        "id": "onigiri-salmon",
        "gtin": "4569951110016",
        "link": link,
        "file": str(tmp_path / "qr.svg"),
    }
    assert [entry["file"] for entry in data("tag", BOWLS, *ISSUED)] == [None, None]


def test_factors_are_found_and_shown():
    assert "food.jp.milk" in run("factors", "search", "牛乳").stdout
    assert data("factors", "search", "牛乳", "--limit", "1")[0]["id"] == "food.jp.milk"
    passport = run("factors", "show", "food.rice").stdout
    for words in (
        "2.7543 kgCO2e per 1 kg",
        "agriculture",
        "AGRIBALYSE",
        "3.1.1",
        "9100",
        "etalab-2.0",
        "ADEME",
    ):
        assert words in passport
    factor = data("factors", "show", "food.rice")
    assert factor["source"]["title"] == "AGRIBALYSE"
    assert factor["per"] == "1 kg"
    assert len(data("factors", "list")) > 290
    assert {record["licence"] for record in data("factors", "sources")} >= {"PDL-1.0", "etalab-2.0"}
    assert run("factors", "sources").stdout


def test_a_search_without_a_hit_says_so_beside_the_output():
    result = run("factors", "search", "qqqq", "--json")
    assert json.loads(result.stdout) == []
    assert "no factor" in result.stderr


@pytest.mark.parametrize("kind", ["product", "document", "factor", "receipt", "sidecar", "map"])
def test_schemas_are_json_schema(kind):
    jsonschema.Draft202012Validator.check_schema(json.loads(run("schema", kind).stdout))


def test_an_example_fits_the_schema():
    schema = json.loads(run("schema", "receipt").stdout)
    jsonschema.validate(json.loads(Path(BASKET).read_text(encoding="utf-8")), schema)


def test_the_demo_names_what_it_wrote_and_writes_the_same_again(tmp_path):
    printed = run("demo", "-o", tmp_path / "out").stdout
    files = [
        path for path in (tmp_path / "out").rglob("*") if path.is_file() and ".co2label" not in path.parts
    ]
    made = {path: path.read_bytes() for path in files}
    assert all(str(path) in printed for path in made)
    assert f"{len(made)} files" in printed
    assert {"index.html", "receipt.txt", "explanation.txt", "onigiri-salmon.ja.png"} <= {p.name for p in made}
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    pictures = {".png", ".svg", ".zpl", ".bin", ".pdf"}
    assert all(path.name in page for path in made if path.suffix in pictures and path.parent.name == "out")
    links = set(re.findall(r'(?:href|src)="([^"]+)"', page))
    assert all((tmp_path / "out" / link).is_file() for link in links if not link.startswith("https://"))
    assert {"site/index.html", "catalogue/index.html"} <= links
    assert {"green-tea-500.ja+en.png", "green-tea-500.mix.png", "receipt-nudge.png", "actions.png"} <= links
    assert len(list((tmp_path / "out" / "catalogue" / "labels").iterdir())) == 4
    run("demo", "-o", tmp_path / "out")
    assert made == {path: path.read_bytes() for path in files}


@pytest.mark.parametrize(
    "product_id",
    ["onigiri-salmon", "tea.v2", "4569951110016"],
)
def test_plain_ids_are_file_names(product_id):
    assert path_part(product_id) == product_id


@pytest.mark.parametrize("product_id", ["Tea", "tea:2025", "con", "aux.x", "お茶", "a" * 120, "a.", "Ａ"])
def test_other_ids_get_a_digest(product_id):
    name = path_part(product_id)
    assert name.isascii()
    assert name == name.lower()
    assert name != product_id
    assert len(name) < 76
    assert name != path_part(f"{product_id}x")


def test_a_text_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "a.txt"
    write(path, "米\n")
    with pytest.raises(UnicodeEncodeError):
        write(path, "\ud800")
    assert path.read_text(encoding="utf-8") == "米\n"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_a_mistake_of_ours_shows_no_traceback(monkeypatch, capsys):
    monkeypatch.setattr(shell, "app", lambda: {}["x"])
    with pytest.raises(SystemExit) as ended:
        shell.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("error: unexpected KeyError")


def program(*arguments, env=None, **options):
    """Run the real program in a bare environment."""
    bare = {"PATH": os.environ["PATH"], "LANG": "C", "LC_ALL": "C"} | (env or {})
    return subprocess.run([PROGRAM, *arguments], env=bare, timeout=60, check=False, **options)


@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}, {"COLUMNS": "20"}, {"PYTHONUTF8": "0"}])
@pytest.mark.parametrize(
    "arguments",
    [
        ("compute", ONIGIRI),
        ("explain", ONIGIRI, "--language", "ja"),
        ("receipt", BASKET),
        ("factors", "search", "milk"),
    ],
)
def test_output_is_utf_8_whatever_the_locale(arguments, env):
    ended = program(*arguments, env=env, capture_output=True)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == b""
    assert b"\x1b[" not in ended.stdout
    assert any(ord(char) > 0x3000 for char in ended.stdout.decode("utf-8"))


@pytest.mark.parametrize("arguments", [("factors", "list"), ("factors", "list", "--json")])
def test_a_closed_pipe_is_no_error(arguments):
    command = [PROGRAM, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        started.stdout.close()  # before anything is written
        assert started.stderr.read() == b""
        assert started.wait(timeout=60) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    "arguments", [("compute", ONIGIRI), ("compute", ONIGIRI, "--json"), ("factors", "list")]
)
def test_a_full_disk_is_refused(arguments):
    with Path("/dev/full").open("wb") as full:
        ended = program(*arguments, stdout=full, stderr=subprocess.PIPE)
    assert ended.returncode == 1
    assert ended.stderr == b"error: No space left on device; nothing was finished\n"


def test_an_interrupt_ends_with_130(monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("co2label.cli._figure.ProductFile", interrupted)
    result = run("compute", ONIGIRI, code=130)
    assert result.output == ""
