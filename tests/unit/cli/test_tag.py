"""`co2label tag`: the three kinds, and options that belong to another kind."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from co2label.cli import app
from co2label.tag import CHIPS, Sgtin, records

EXAMPLES = Path(__file__).parents[3] / "examples"
ONIGIRI = EXAMPLES / "onigiri.toml"
LINK = "https://id.example.jp/01/04569951110016"
DAY = ("--issued", "2026-11-23")


def run(*arguments, code=0):
    result = CliRunner().invoke(app, ["tag", *map(str, arguments), *DAY])
    assert result.exit_code == code, result.output
    return result


def test_an_nfc_tag(tmp_path):
    place = tmp_path / "tag.bin"
    shown = run(ONIGIRI, "--kind", "nfc", "--text", "ja", "-o", place).stdout
    assert shown == f"{place.read_bytes().hex()}\n"
    link, name = records(place.read_bytes()[2:-1])
    assert (link.text, name.text) == (LINK, "鮭おにぎり")
    known = json.loads(run(ONIGIRI, "--kind", "nfc", "--json").stdout)
    assert known["chip"] == "NTAG213"
    assert known["bytes"] == len(bytes.fromhex(known["hex"]))
    assert known["file"] is None


def test_a_directory_of_nfc_tags(tmp_path):
    run(ONIGIRI, "--kind", "nfc", "-o", tmp_path / "tags")
    assert [one.name for one in (tmp_path / "tags").iterdir()] == ["onigiri-salmon.bin"]


def test_an_rfid_tag():
    given = ("--kind", "rfid", "--company-prefix-length", "7", "--serial", "12")
    shown = run(ONIGIRI, *given).stdout.strip()
    assert Sgtin.from_hex(shown).uri == "urn:epc:id:sgtin:4569951.011001.12"
    known = json.loads(run(ONIGIRI, *given, "--filter", "3", "--json").stdout)
    assert known["tag_uri"] == "urn:epc:tag:sgtin-96:3.4569951.011001.12"
    assert known["gtin"] == "4569951110016"


def test_a_qr_code_in_capitals(tmp_path):
    run(ONIGIRI, "-o", tmp_path / "small.svg", "--upper-case", "--level", "L")
    run(ONIGIRI, "-o", tmp_path / "plain.svg")
    widths = [
        (tmp_path / name).read_text(encoding="utf-8").split('width="')[1]
        for name in ("small.svg", "plain.svg")
    ]
    assert [width.split("mm")[0] for width in widths] == ["13.2", "14.8"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("--filter", "1"), "belongs to the kind rfid"),
        (("--level", "x"), "--level"),
        (("--kind", "nfc", "--chip", "x"), "--chip"),
        (("--kind", "nfc", "--upper-case"), "belongs to the kind qr"),
        (("--kind", "rfid", "--serial", "1"), "an RFID tag needs it"),
        (("--kind", "nfc", "-o", "x.png"), "a name that ends with .bin"),
        (
            ("--kind", "rfid", "--serial", "1", "--company-prefix-length", "7", "-o", "x.bin"),
            "printed, not written",
        ),
    ],
)
def test_wrong_usage(given, words):
    output = run(ONIGIRI, *given, code=2).output
    assert words in " ".join(output.replace("│", " ").split())


def test_data_that_is_refused():
    result = run(ONIGIRI, "--kind", "rfid", "--serial", "1", "--company-prefix-length", "5", code=1)
    assert "expected a company prefix of 6 to 12 digits, got 5" in result.output


def test_every_chip_that_is_known_can_be_chosen():
    sizes = {}
    for chip in CHIPS:
        made = json.loads(run(ONIGIRI, "--kind", "nfc", "--chip", chip.lower(), "--json").output)
        sizes[made["chip"]] = made["bytes"]
    assert sizes.keys() == CHIPS.keys()
