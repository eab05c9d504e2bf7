"""AGRIBALYSE from one's own download: a sample of invented foods in its layout; the real one is in `tests/own_data`."""

import csv
import io
from pathlib import Path

import pytest
from typer.testing import CliRunner

from co2label.catalogue import products_of, products_of_factors
from co2label.cli import app
from co2label.declaration import declare
from co2label.errors import DocumentError, FactorError
from co2label.factors import FactorLibrary, read_table, write_table
from co2label.factors.adapters import read
from co2label.footprint import compute, compute_all
from co2label.model import Activity, EmissionFactor, Product, Uncertainty
from co2label.page import page

SAMPLE = Path(__file__).parents[3] / "examples" / "agribalyse-sample"
TOTALS, STAGES = SAMPLE / "Agribalyse_Synthese.csv", SAMPLE / "Agribalyse_Detail_etape.csv"


def table(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def written(tmp_path, rows, name="mine.csv", encoding="utf-8", delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    (tmp_path / name).write_bytes(text.getvalue().encode(encoding))
    return tmp_path / name


def renamed(rows, change):
    return [[change(head) for head in rows[0]], *rows[1:]]


def problems(paths, edition=None):
    with pytest.raises(DocumentError) as refused:
        read("agribalyse", paths, edition=edition)
    return [str(problem) for problem in refused.value.problems]


def test_the_passport_of_a_food():
    imported = read("agribalyse", [STAGES, TOTALS])
    soup = imported.factors[0]
    assert (soup.id, soup.value, soup.unit, str(soup.per)) == ("agribalyse.90001", 0.9, "kgCO2e", "1 kg")
    assert soup.name == {
        "fr": "Soupe d’essai aux légumes (inventée)",
        "en": "Invented vegetable soup (sample)",
    }
    assert list(soup.stages.items()) == [
        ("agriculture", 0.4),
        ("processing", 0.15),
        ("packaging", 0.2),
        ("transport", 0.1),
        ("retail", 0.02),
        ("consumption", 0.03),
    ]
    assert (soup.quality.dqr, soup.boundary, soup.geography) == (2.5, "cradle-to-consumption", "FR")
    assert (soup.licence, soup.attribution) == ("etalab-2.0", "AGRIBALYSE v3.1.1 - ADEME, INRAE (2023)")
    assert soup.source.locator == "Agribalyse_Synthese.csv row 2, Code AGB 90001, Changement climatique"
    assert (imported.source, imported.edition) == ("AGRIBALYSE", "3.1.1 (2023)")
    assert all(len(digest) == 64 for digest in imported.digests.values())


def test_what_does_not_add_up_is_said_and_not_mended():
    imported = read("agribalyse", [TOTALS, STAGES])
    sauce = imported.factors[-1]
    assert (sauce.value, sauce.stages) == (0.9375, {})
    said = "the published stages add up to 0.85, the total is 0.9375; the split is left out"
    assert said in sauce.note
    assert f"90005: {said}" in imported.remarks


def test_a_name_longer_than_the_model_takes_is_cut_at_a_word_and_kept_whole_in_the_note():
    drink = read("agribalyse", [TOTALS, STAGES]).factors[4]
    whole = table(TOTALS)[5][4]
    assert len(whole) > 120 >= len(drink.name["fr"])
    assert drink.name["fr"].endswith("…")
    assert whole.startswith(drink.name["fr"][:-1])
    assert whole in drink.note


def test_without_the_stages_it_says_so():
    imported = read("agribalyse", [TOTALS])
    assert imported.remarks[0] == "Agribalyse_Synthese.csv: no stages; give Detail_etape too"
    assert not any(factor.stages for factor in imported.factors)


def test_the_table_that_is_written_reads_back_equal(tmp_path):
    factors = read("agribalyse", [TOTALS, STAGES]).factors
    (tmp_path / "agribalyse.csv").write_text(write_table(factors), encoding="utf-8")
    assert read_table(tmp_path / "agribalyse.csv") == factors


def test_every_bundled_factor_reads_back_equal(tmp_path):
    (tmp_path / "all.csv").write_text(write_table(FactorLibrary.bundled()), encoding="utf-8")
    assert read_table(tmp_path / "all.csv") == tuple(FactorLibrary.bundled())


def test_a_recipe_takes_a_food_through_processing():
    library = FactorLibrary.from_adapter("agribalyse", TOTALS, STAGES)
    bread = Activity("bread", "200 g", factor="agribalyse.90002", through="processing", stage="raw-materials")
    toast = Product(
        id="t", name="Toast", declared_unit="1 piece", boundary="cradle-to-gate", activities=[bread]
    )
    assert compute(toast, library).kg_co2e == pytest.approx(0.2 * (0.5 + 0.3), rel=1e-12)
    assert "food.rice" in library


@pytest.mark.parametrize(
    ("encoding", "delimiter", "comma"), [("cp1252", ";", ","), ("utf-8-sig", ",", "."), ("utf-8", "\t", ",")]
)
def test_encodings_delimiters_and_decimals(tmp_path, encoding, delimiter, comma):
    rows = table(TOTALS)
    place = rows[0].index("Changement climatique")
    for row in rows[1:]:
        row[place] = row[place].replace(".", comma)
    mine = written(tmp_path, rows, encoding=encoding, delimiter=delimiter)
    plain = [factor.value for factor in read("agribalyse", [TOTALS]).factors]
    assert [factor.value for factor in read("agribalyse", [mine]).factors] == plain


def test_headings_of_3_0_with_their_units(tmp_path):
    def old(head):
        indicator, dash, stage = head.partition(" - ")
        return (
            f"{indicator} (kg CO2 eq/kg de produit){dash}{stage}"
            if indicator.startswith("Changement")
            else head
        )

    paths = [
        written(tmp_path, renamed(table(path), old), name)
        for path, name in ((TOTALS, "t.csv"), (STAGES, "s.csv"))
    ]
    imported = read("agribalyse", paths)
    assert imported.edition == "3.0 (2020)"
    assert imported.factors[0].stages["agriculture"] == 0.4


def test_headings_of_3_2_with_the_parts_of_climate_change(tmp_path):
    names = {
        "DQR": "DQR - Note de qualité de la donnée",
        "Score unique EF": "Score unique EF 3.1",
        "Matériau d'emballage": "Approche emballage",
    }
    rows = renamed(table(TOTALS), lambda head: names.get(head, head))
    rows[0] += [
        f"Changement climatique - {part}"
        for part in ("émissions biogéniques", "émissions fossiles", "liées à l’affectation des sols")
    ]
    for row, parts in zip(
        rows[1:], [(0.1, 0.7, 0.1), (0.1, 0.8, 0.06), *[(0, 0, 0)] * 3, (0.9, 0.5, -0.4)], strict=True
    ):
        row += [str(part) for part in parts]
    imported = read("agribalyse", [written(tmp_path, rows)])
    assert imported.edition == "3.2 (2024)"
    assert imported.factors[0].components == {"biogenic-non-co2": 0.1, "fossil": 0.7, "land-use-change": 0.1}
    assert imported.factors[0].quality.dqr == 2.5
    assert imported.factors[2].components == {}
    assert any("components add up to 0, the total" in each for each in imported.remarks)
    assert imported.factors[-1].components == {}
    assert any("components land-use-change is below zero; the split" in each for each in imported.remarks)
    assert read("agribalyse", [tmp_path / "mine.csv"], edition="3.2 (2025)").edition == "3.2 (2025)"


def test_an_edition_that_the_headings_contradict_or_that_is_no_edition():
    assert read("agribalyse", [TOTALS], edition="3.1.1 (2023)").edition == "3.1.1 (2023)"
    assert "the headings are those of 3.1.1, not of 3.1" in problems([TOTALS], "3.1")[0]
    assert "the headings are those of 3.1.1, not of 3.2" in problems([TOTALS], "3.2")[0]
    assert "the headings are those of 3.1.1, not of 3.0" in problems([TOTALS], "3.0")[0]
    assert 'such as "3.2 (2025)"' in problems([TOTALS], "newest")[0]
    assert 'such as "3.2 (2025)"' in problems([TOTALS], "3.1.7")[0]  # of which year?


PACKAGING = "Matériau d'emballage"


def of_3_1(tmp_path, packaging="Approche emballage "):
    """The totals as 3.1 heads them; as published, with a space at the end."""
    rows = renamed(table(TOTALS), lambda head: packaging if head == PACKAGING else head)
    return written(tmp_path, rows, "synthese.csv")


@pytest.mark.parametrize("packaging", ["Approche emballage ", "Approche emballage", "APPROCHE EMBALLAGE"])
def test_headings_of_3_1_are_not_called_3_1_1(tmp_path, packaging):
    imported = read("agribalyse", [of_3_1(tmp_path, packaging), STAGES])
    soup = imported.factors[0]
    assert imported.edition == "3.1 (2022)"
    assert (soup.source.id, soup.source.edition, soup.year) == ("agribalyse-3.1", "3.1 (2022)", 2022)
    assert soup.attribution == "AGRIBALYSE v3.1 - ADEME, INRAE (2022)"
    assert "packaging: Carton" in soup.note
    assert (
        "the headings are those of 3.1, not of 3.1.1" in problems([of_3_1(tmp_path, packaging)], "3.1.1")[0]
    )


def test_headings_that_two_editions_have_are_asked_about(tmp_path):
    place = table(TOTALS)[0].index(PACKAGING)
    path = written(tmp_path, [row[:place] + row[place + 1 :] for row in table(TOTALS)], "s.csv")
    (found,) = problems([path, STAGES])
    assert found == (
        "s.csv: the headings are those of 3.1 and of 3.1.1, and the figures differ; say which it is: --edition 3.1 "
        '(in Python edition="3.1"), or the other'
    )
    for edition, year in (("3.1", 2022), ("3.1.1", 2023)):
        assert read("agribalyse", [path, STAGES], edition=edition).factors[0].year == year
    assert "those of 3.1 and of 3.1.1, not of 3.0" in problems([path], "3.0")[0]


def test_tables_of_which_one_is_of_3_0(tmp_path):
    old = written(
        tmp_path,
        renamed(
            table(STAGES), lambda head: head.replace("climatique", "climatique (kg CO2 eq/kg de produit)")
        ),
    )
    assert problems([TOTALS, old])[0].endswith("are of different editions; give two of one edition")


def test_the_command_says_the_edition_that_the_headings_tell(tmp_path):
    result = CliRunner().invoke(app, ["factors", "import", "agribalyse", str(of_3_1(tmp_path).parent)])
    assert "AGRIBALYSE 3.1 (2022): 6 factors" in result.stdout


def test_another_file(tmp_path):
    other = written(tmp_path, [["a", "b"], ["1", "2"]])
    (found,) = problems([other])
    assert "expected a table of AGRIBALYSE foods; without the column 'code agb'" in found
    ingredients = written(tmp_path, [["Ciqual  AGB", "Ingredients", "Changement climatique"]], "i.csv")
    assert "the table by ingredient" in problems([ingredients])[0]
    (tmp_path / "book.xlsx").write_bytes(b"PK\0\0")
    assert "no CSV text" in problems([tmp_path / "book.xlsx"])[0]
    (tmp_path / "long.csv").write_text('Code AGB,"' + "x" * 200_000, encoding="utf-8")
    assert "cannot be read as CSV" in problems([tmp_path / "long.csv"])[0]
    (tmp_path / "empty.csv").write_bytes(b"")
    assert "expected a table" in problems([tmp_path / "empty.csv"])[0]
    assert "no such file" in problems([tmp_path / "none.csv"])[0]
    assert "these are the stages only" in problems([STAGES])[0]
    assert "a table of totals, as" in problems([TOTALS, TOTALS])[0]


def with_bad_rows(tmp_path, *changes, path=TOTALS, count=6, name="mine.csv"):
    """Rows of the sample, again and again under other codes until there are so many, some of them spoilt."""
    head, *foods = table(path)
    rows = [head, *([str(91000 + place), *foods[place % 4][1:]] for place in range(count))]
    for change in changes:
        change(rows)
    return written(tmp_path, rows, name)


def spoilt(place, head, cell):
    def change(rows):
        rows[place][rows[0].index(head)] = cell

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            spoilt(2, "Changement climatique", ""),
            "mine.csv row 3, column 'changement climatique': expected a number",
        ),
        (spoilt(2, "Changement climatique", "#N/A"), "such as 0.75, got '#N/A'; left out"),
        (spoilt(2, "Changement climatique", "1e999"), "such as 0.75, got '1e999'; left out"),
        (spoilt(2, "Code AGB", ""), "mine.csv row 3: the food has no Code AGB; left out"),
        (spoilt(2, "DQR", "9"), "mine.csv row 3.quality.dqr: "),
        (spoilt(2, "Nom du Produit en Français", ""), "mine.csv row 3.name.fr: "),
        (lambda rows: rows.__setitem__(2, rows[2][:4]), "mine.csv row 3: 4 cells, the header has"),
        (
            lambda rows: rows.append([*rows[3][:13], "7.5", *rows[3][14:]]),
            "stands there with other cells too",
        ),
    ],
)
def test_a_bad_row_of_the_publisher_is_left_out_and_listed(tmp_path, change, said):
    imported = read("agribalyse", [with_bad_rows(tmp_path, change)])
    good = {factor.id for factor in read("agribalyse", [with_bad_rows(tmp_path, name="whole.csv")]).factors}
    (missing,) = good - {factor.id for factor in imported.factors}
    assert missing == ("agribalyse.91002" if "other cells" in said else "agribalyse.91001")
    assert any(said in remark for remark in imported.remarks), imported.remarks


def test_a_row_that_stands_there_twice_word_for_word_is_kept_once(tmp_path):
    imported = read("agribalyse", [with_bad_rows(tmp_path, lambda rows: rows.append([*rows[3]]))])
    assert len(imported.factors) == 6
    assert "mine.csv row 8: Code AGB '91002' stands in row 4 already; left out" in imported.remarks


def test_a_bad_stage_costs_the_split_and_not_the_food(tmp_path):
    stages = with_bad_rows(
        tmp_path, spoilt(2, "Changement climatique - Transport", "-"), path=STAGES, name="stages.csv"
    )
    imported = read("agribalyse", [with_bad_rows(tmp_path), stages])
    assert [bool(factor.stages) for factor in imported.factors] == [True, False, True, True, True, True]
    assert any(remark.endswith("got '-'; the split is left out") for remark in imported.remarks)


def test_a_rating_that_is_no_number_is_said(tmp_path):
    imported = read("agribalyse", [with_bad_rows(tmp_path, spoilt(2, "DQR", "n.d."))])
    assert imported.factors[1].quality is None
    assert "91001: the data quality rating 'n.d.' is no number; it is left out" in imported.remarks


def test_of_a_whole_table_one_row_in_twenty_may_be_bad_and_no_more(tmp_path):
    spoil = [spoilt(place, "Changement climatique", "n.d.") for place in range(1, 12)]
    imported = read("agribalyse", [with_bad_rows(tmp_path, *spoil[:10], count=200)])
    assert (len(imported.factors), len([r for r in imported.remarks if r.endswith("; left out")])) == (
        190,
        10,
    )
    found = problems([with_bad_rows(tmp_path, *spoil, count=200)])
    assert len(found) == 11
    assert found[0].endswith("got 'n.d.'; download the file again")


def test_a_table_of_bad_rows_alone_is_refused(tmp_path):
    spoil = [spoilt(place, "Changement climatique", "n.d.") for place in (1, 2)]
    assert "no food in it can be read" in problems([with_bad_rows(tmp_path, *spoil, count=2)])[0]


def test_all_problems_of_a_file_are_told_together(tmp_path):
    rows = table(TOTALS)
    place = rows[0].index("Changement climatique")
    rows[1][place] = ""
    rows[2][place] = "n.d."
    rows[3][0] = ""
    rows[4][0] = rows[5][0]
    rows[6] = rows[6][:4]
    found = problems([written(tmp_path, rows)])
    assert len(found) == 6
    for row, what in (
        (2, "an empty cell"),
        (3, "got 'n.d.'"),
        (4, "no Code AGB"),
        (6, "in row 5 already"),
        (5, "stands there with other cells too"),
        (7, "4 cells"),
    ):
        assert any(f"row {row}" in each and what in each for each in found), (row, what, found)


def test_tables_of_different_editions(tmp_path):
    rows = table(TOTALS)
    for place in range(1, 5):
        rows[place][0] = f"9999{place}"
    found = problems([written(tmp_path, rows), STAGES])
    assert found[0].startswith("mine.csv: 4 of 6 foods are not in Agribalyse_Detail_etape.csv: 99991, 99992")
    assert found[1].startswith("Agribalyse_Detail_etape.csv: 4 of 6 foods are not in mine.csv: 90001")


def test_a_food_that_one_table_lacks_is_said(tmp_path):
    rows = table(TOTALS)
    rows[1][0] = "99999"
    imported = read("agribalyse", [written(tmp_path, rows), STAGES])
    assert (imported.factors[0].id, imported.factors[0].stages) == ("agribalyse.99999", {})
    assert imported.remarks[:2] == (
        "mine.csv: 1 of 6 foods are not in Agribalyse_Detail_etape.csv: 99999; they have no stages",
        "Agribalyse_Detail_etape.csv: 1 of 6 foods are not in mine.csv: 90001; left out",
    )


def test_an_adapter_that_there_is_not():
    with pytest.raises(FactorError, match="did you mean 'agribalyse'"):
        read("agribalise", [TOTALS])


def test_evidence_of_a_removal_reads_back_equal(tmp_path):
    kept = {
        "store": "biochar",
        "years": 100,
        "standard": "Rule 1",
        "verified_by": "V",
        "verified_on": "2026-03-01",
    }
    soup = read("agribalyse", [TOTALS]).factors[0]
    char = EmissionFactor.read(
        soup.model_dump(exclude_defaults=True)
        | {"components": {"fossil": soup.value, "removals": -0.2}, "removal": kept}
    )
    (tmp_path / "mine.csv").write_text(write_table([char]), encoding="utf-8")
    assert read_table(tmp_path / "mine.csv") == (char,)


def test_a_table_holds_no_more_than_it_can():
    soup = read("agribalyse", [TOTALS]).factors[0]
    with pytest.raises(FactorError, match="keywords cannot hold 'two words'"):
        write_table([soup.model_copy(update={"keywords": ("two words",)})])
    scores = dict.fromkeys(("reliability", "completeness", "temporal", "geographical", "technological"), 1)
    sure = {"uncertainty": Uncertainty(pedigree={**scores, "basic": 1.05})}
    with pytest.raises(FactorError, match=r"no column for uncertainty\.pedigree"):
        write_table([soup.model_copy(update=sure)])


def test_a_text_that_a_spreadsheet_would_compute_is_shielded_and_reads_back(tmp_path):
    soup = read("agribalyse", [TOTALS]).factors[0]
    evil = soup.model_copy(
        update={"name": {"en": '=HYPERLINK("x")', "fr": "'ail", "ja": "'＝x"}, "note": "-1+2"}
    )
    (tmp_path / "f.csv").write_text(write_table([evil]), encoding="utf-8")
    assert "'=HYPERLINK" in (tmp_path / "f.csv").read_text(encoding="utf-8")
    assert read_table(tmp_path / "f.csv") == (evil,)


def test_the_command_writes_the_table_and_says_what_did_not_add_up(tmp_path):
    out = tmp_path / "agribalyse.csv"
    result = CliRunner().invoke(
        app, ["factors", "import", "agribalyse", str(TOTALS), str(STAGES), "-o", str(out)]
    )
    assert result.exit_code == 0
    assert "AGRIBALYSE 3.1.1 (2023): 6 factors" in result.stdout
    assert "90005: the published stages add up to 0.85" in result.stderr
    assert len(read_table(out)) == 6
    refused = CliRunner().invoke(
        app, ["factors", "import", "agribalyse", str(STAGES), "-o", str(tmp_path / "x.csv")]
    )
    assert refused.exit_code == 1
    assert refused.stderr.startswith("error: Agribalyse_Detail_etape.csv: these are the stages only")
    assert not (tmp_path / "x.csv").exists()


def test_a_folder_gives_its_tables_and_names_what_else_is_in_it(tmp_path):
    for path in (TOTALS, STAGES):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    written(
        tmp_path,
        [["Ciqual  AGB", "Ingredients", "Changement climatique"]],
        "Agribalyse_Detail_ingredient.csv",
    )
    imported = read("agribalyse", [tmp_path])
    assert imported.factors == read("agribalyse", [TOTALS, STAGES]).factors
    assert (
        imported.remarks[0] == "Agribalyse_Detail_ingredient.csv: this is the table by ingredient; left out"
    )
    assert sorted(path.name for path in imported.files) == [STAGES.name, TOTALS.name]
    (tmp_path / "empty").mkdir()
    assert problems([tmp_path / "empty"]) == [
        "no table of AGRIBALYSE foods; give Synthese and Detail_etape as CSV"
    ]


def test_every_food_as_a_product_of_its_own():
    imported = read("agribalyse", [TOTALS, STAGES])
    products = products_of_factors(imported.factors, imported.categories)
    footprints = compute_all(products, FactorLibrary(imported.factors))
    for factor, footprint in zip(imported.factors, footprints, strict=True):
        assert footprint.kg_co2e == pytest.approx(factor.value, rel=1e-12)
        parts = factor.stages
        if parts:
            assert footprint.stages["production"] == pytest.approx(parts["processing"])
            assert footprint.stages["raw-materials"] == pytest.approx(
                parts["agriculture"] + parts["packaging"]
            )
            assert footprint.stages["distribution"] == pytest.approx(parts["transport"] + parts["retail"])
            assert footprint.stages["use"] == pytest.approx(parts["consumption"])
    assert [product.category for product in products] == ["aliments inventés"] * 6
    assert list(footprints[-1].stages) == ["raw-materials"]  # without a split, all of it


def test_the_folder_of_tables_is_the_same_catalogue(tmp_path):
    foods = tmp_path / "foods"
    result = CliRunner().invoke(app, ["factors", "import", "agribalyse", str(SAMPLE), "-o", str(foods)])
    assert result.exit_code == 0, result.output
    imported = read("agribalyse", [SAMPLE])
    assert read_table(foods / "factors.csv") == imported.factors
    made = list(products_of(foods / "products.csv", foods / "activities.csv"))
    assert made == list(products_of_factors(imported.factors, imported.categories))


def test_a_label_for_every_food_in_one_command(tmp_path):
    said = ["--company", "Essai SARL", "--valid-until", "2027-11-22", "--info-url", "https://example.fr/a"]
    out = tmp_path / "out"
    command = ["batch", str(SAMPLE), "--from", "agribalyse", "-o", str(out), "--language", "fr"]
    result = CliRunner().invoke(app, [*command, *said, "--format", "svg", "--workers", "1"])
    assert result.exit_code == 0, result.output
    codes = [row[0] for row in table(TOTALS)[1:]]
    assert sorted(path.name for path in (out / "labels").iterdir()) == [
        f"agribalyse.{code}.svg" for code in codes
    ]
    rows = csv.DictReader(io.StringIO((out / "results.csv").read_text(encoding="utf-8-sig")))
    place = table(TOTALS)[0].index("Changement climatique")
    published = {f"agribalyse.{row[0]}": float(row[place]) for row in table(TOTALS)[1:]}
    assert {row["id"]: float(row["kg_co2e"]) for row in rows} == pytest.approx(published, rel=1e-12)
    wrong = CliRunner().invoke(app, [*command, "--activities", "a.csv"])
    assert wrong.exit_code == 2


def test_the_page_of_a_food_names_source_producer_and_date():
    """Licence Ouverte 2.0: the source, at least the name of its producer, and the date of its last update."""
    imported = read("agribalyse", [TOTALS, STAGES])
    (soup, *_) = products_of_factors(imported.factors)
    footprint = compute(soup, FactorLibrary(imported.factors))
    said = declare(
        footprint,
        issued="2026-11-27",
        valid_until="2027-11-22",
        company="Essai SARL",
        info_url="https://example.fr/a",
    )
    (line,) = said.sources
    assert line.attribution == "AGRIBALYSE v3.1.1 - ADEME, INRAE (2023)"
    assert line.licence == "etalab-2.0"
    assert "AGRIBALYSE v3.1.1 - ADEME, INRAE (2023)" in page(said)
