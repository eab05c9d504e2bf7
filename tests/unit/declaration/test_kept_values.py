"""A value that must not be published (`may_publish_value = false`) leaves by no door, and cannot be divided out.

Every door is walked with one secret value, 1.2345 kg CO2e per kg, and amounts by which it could be told.
"""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import co2label as c2
from co2label.catalogue import products_of_factors, what_changed
from co2label.cli import app
from co2label.declaration import declare
from co2label.errors import ClaimError, DocumentError
from co2label.factors import FactorLibrary, read_table, write_table
from co2label.model import EmissionFactor
from co2label.page import page

SECRET = EmissionFactor.read(
    {
        "id": "idea.tea",
        "value": 1.2345,
        "unit": "kgCO2e",
        "per": "1 kg",
        "source": {"title": "AIST-IDEA"},
        "licence": "AIST-IDEA user agreement",
        "may_publish_value": False,
        "embed": False,
        "boundary": "cradle-to-gate",
        "gwp_set": "AR6",
        "stages": {"farm": 1.0, "retail": 0.2345},
        "year": 2025,
    }
)
VALUES = ("1.2345", "1,2345", "1.23 ", "1.235")
FACTORS = FactorLibrary.bundled().with_factors([SECRET])


def product(**changes):
    fields = {
        "id": "tea",
        "name": "Tea",
        "declared_unit": "1 piece",
        "mass": "110 g",
        "boundary": "cradle-to-gate",
        "year": 2025,
        "declaration": {"publish_working": True},
        "activities": [
            c2.Activity("leaves", "37 g", factor="idea.tea", stage="raw-materials"),
            c2.Activity("lost", "41 g", factor="idea.tea", stage="production", loss={"per_output": 0.1}),
            c2.Activity("film", "3 g", factor="material.plastic.film", stage="raw-materials"),
        ],
    }
    return c2.Product(**fields | changes)


def declaration(made=None, **changes):
    said = {"company": "Tea Co", "issued": "2026-11-27", "valid_until": "2027-11-22"}
    return declare(c2.compute(made or product(), FACTORS), info_url="https://example.org/t", **said | changes)


def holds_no_secret(text, *amounts):
    assert not any(value in text for value in (*VALUES, *amounts)), text


def test_the_explanation_shows_neither_value_nor_amount_and_adds_up():
    footprint = c2.compute(product(), FACTORS)
    explained = footprint.explain()
    for text in (explained.text(), json.dumps(explained.as_dict()), json.dumps(footprint.as_dict())):
        holds_no_secret(text, "37 g", "41 g", "0.037", "0.0451")
        assert "do not let the value be published (AIST-IDEA user agreement)" in text
    assert sum(row.kg_co2e for row in explained.rows if not row.depth) == pytest.approx(footprint.kg_co2e)
    assert "3 g = 0.003 kg" in explained.text()  # others are shown as ever


def test_the_working_on_the_page_keeps_the_amount():
    said = declaration()
    kept = {line.name["und"]: (line.amount, line.kept) for line in said.working}
    assert kept == {"leaves": ("", True), "lost": ("", True), "film": ("3 g", False)}
    shown = page(said)
    holds_no_secret(shown, "37 g", "41 g", "37\u00a0g", "41\u00a0g")
    assert "係数を公開できない" in shown
    holds_no_secret(json.dumps(said.as_dict()), "37 g", "41 g")


def test_a_rule_that_takes_the_line_apart_is_not_written_either():
    route = [
        {"name": "a", "share": 0.6, "factor": "idea.tea"},
        {"name": "b", "share": 0.4, "factor": "material.plastic.film"},
    ]
    lines = [c2.Activity("leaves", "37 g", routes=route, stage="raw-materials")]
    text = c2.compute(product(activities=lines), FACTORS).explain().text()
    holds_no_secret(text, "37 g", "0.0222", "0.0148")


def test_stages_of_the_source_are_not_written():
    lines = [c2.Activity("leaves", "37 g", factor="idea.tea", stages="own", stage="raw-materials")]
    footprint = c2.compute(product(activities=lines), FACTORS)
    for text in (footprint.explain().text(), json.dumps(footprint.as_dict())):
        holds_no_secret(text, "37 g", "0.2345")
    (note,) = [note for note in footprint.notes if note.code == "stages-outside"]
    assert (
        note.message
        == "stages-outside: not told in numbers, since the value of a factor in it may not be published"
    )


def test_a_product_that_is_the_factor_is_not_declared():
    same = product(
        declared_unit="100 g",
        mass=None,
        activities=[c2.Activity("leaves", "0.1 kg", factor="idea.tea", stage="raw-materials")],
    )
    with pytest.raises(ClaimError, match=r"the figure is the value of factor 'idea\.tea'"):
        declaration(same)
    with pytest.raises(
        DocumentError, match=r"idea\.tea: the terms of its source do not let its value be published"
    ):
        products_of_factors([SECRET])


def test_what_changed_says_percent_and_no_value(tmp_path):
    newer = FactorLibrary.bundled().with_factors([SECRET.model_copy(update={"value": 2.469, "stages": {}})])
    found = what_changed([product()], FACTORS, newer)
    (one,) = [each for each in found.by_factor if each.factor == "idea.tea"]
    assert one.percent == pytest.approx(100)
    text = json.dumps(found.as_dict())
    holds_no_secret(text, "2.469")


def test_notebooks_show_no_value():
    holds_no_secret(FactorLibrary([SECRET])._repr_html_())


def test_the_table_keeps_the_terms_and_reads_back_equal(tmp_path):
    (tmp_path / "mine.csv").write_text(write_table([SECRET]), encoding="utf-8")
    assert read_table(tmp_path / "mine.csv") == (SECRET,)
    said = (tmp_path / "mine.csv").read_text(encoding="utf-8").replace("false", "perhaps")
    (tmp_path / "mine.csv").write_text(said, encoding="utf-8")
    with pytest.raises(DocumentError, match="expected true or false, got 'perhaps'"):
        read_table(tmp_path / "mine.csv")


def test_commands_and_what_a_run_writes(tmp_path):
    (tmp_path / "mine.csv").write_text(write_table([SECRET]), encoding="utf-8")
    (tmp_path / "tea.toml").write_text(
        'id = "tea"\nname = "Tea"\ndeclared_unit = "1 piece"\nmass = "110 g"\nboundary = "cradle-to-gate"\nyear = 2025\n'
        'activities = [{ name = "leaves", amount = "37 g", factor = "idea.tea", stage = "raw-materials" },\n'
        '  { name = "film", amount = "3 g", factor = "material.plastic.film", stage = "raw-materials" }]\n'
        '[declaration]\ncompany = "Tea Co"\nissued = "2026-11-27"\nvalid_until = "2027-11-22"\npublish_working = true\n'
        'info_url = "https://example.org/t"\n',
        encoding="utf-8",
    )
    own = ["--factors", str(tmp_path / "mine.csv")]
    for command in (["explain"], ["explain", "--json"], ["compute", "--json"], ["page"]):
        result = CliRunner().invoke(app, [*command, str(tmp_path / "tea.toml"), *own])
        assert result.exit_code == 0, result.output
        holds_no_secret(result.stdout, "37 g", "0.037 kg")
    out = tmp_path / "run"
    result = CliRunner().invoke(
        app, ["batch", str(tmp_path / "tea.toml"), *own, "-o", str(out), "--format", "svg", "--workers", "1"]
    )
    assert result.exit_code == 0, result.output
    for file in out.rglob("*"):
        if file.is_file() and file.suffix in {".csv", ".json", ".jsonl", ".html", ".svg"}:
            holds_no_secret(file.read_text(encoding="utf-8-sig"), "37 g")
