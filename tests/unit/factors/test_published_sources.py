"""Adapters read files in the layouts of their sources; the values are made up, the traps are those of the real files."""

from __future__ import annotations

import openpyxl
import pytest

from co2label.errors import DocumentError, FactorError
from co2label.factors.adapters import epa_hub, read, recognise

SUPPLY_CHAIN = (
    "2017 NAICS Code,2017 NAICS Title,GHG,Unit,Supply Chain Emission Factors without Margins,"
    "Margins of Supply Chain Emission Factors,Supply Chain Emission Factors with Margins,Reference USEEIO Code\n"
)


def text(tmp_path, content, encoding="utf-8", name="download.bin"):
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    return path


def by_id(imported):
    return {factor.id: factor for factor in imported.factors}


class TestSupplyChain:
    def test_each_commodity_has_a_factor_with_and_one_without_margins(self, tmp_path):
        row = '111110,Soybean Farming,All GHGs,"kg CO2e/2022 USD, purchaser price",0.5,0.1,0.6,1111A0\n'
        path = text(tmp_path, SUPPLY_CHAIN + row)
        assert recognise([path]) == "epa_supply_chain"
        found = by_id(read("epa_supply_chain", [path]))
        shop, gate = (found[f"epa-sc@2022-USD:111110:{kind}-margins"] for kind in ("with", "without"))
        assert (shop.value, gate.value) == (0.6, 0.5)
        assert (shop.per.text, shop.year) == ("1 USD", 2022)
        assert "with-margins" in shop.basis

    def test_parts_that_do_not_make_the_total_are_told(self, tmp_path):
        rows = "".join(
            f'{code},Thing {code},All GHGs,"kg CO2e/2022 USD, purchaser price",0.5,0.1,{total},X\n'
            for code, total in ((111, 0.6), (112, 0.9), (113, 0.6))
        )
        imported = read("epa_supply_chain", [text(tmp_path, SUPPLY_CHAIN + rows)])
        assert any("row 3" in remark for remark in imported.remarks)


HEADS = (
    "Type_Ligne;Identifiant_de_l'élément;Statut_de_l'élément;Nom_base_français;Nom_base_anglais;Unité_français;"
    "Localisation_géographique;Total_poste_non_décomposé;CO2f;CH4f;CH4b;N2O;Autres_GES;CO2b;Nom_poste_français\n"
)


class TestBaseCarbone:
    ROWS = (
        "Elément;99001;Valide générique;Électricité d'exemple;Example electricity;kgCO2e/kWh;France;"
        "5,12E-2;0,05;0,0012;0;0;0;0,0003;\n"
        "Poste;99001;Valide générique;Électricité d'exemple;;kgCO2e/kWh;France;0,04;;;;;;;Combustion\n"
        "Poste;99001;Valide générique;Électricité d'exemple;;kgCO2e/kWh;France;0,0112;;;;;;;Amont\n"
        "Elément;99002;Archivé;Vieux;Old;kgCO2e/kg;France;9;9;0;0;0;0;0;\n"
        "Elément;99003;Valide générique;Gaz;Gas;kgCO2e/kWh PCI;France;0,2;0,2;0;0;0;0;0;\n"
    )

    @pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
    @pytest.mark.parametrize("spelling", ["_", " "])
    def test_elements_are_factors_with_decimal_commas_and_parts_are_their_stages(
        self, tmp_path, encoding, spelling
    ):
        path = text(tmp_path, HEADS.replace("_", spelling) + self.ROWS, encoding)
        assert recognise([path]) == "base_carbone"
        found = by_id(read("base_carbone", [path], edition="V23.9"))
        electricity = found["base-carbone@V23.9:99001"]
        assert electricity.value == pytest.approx(0.0512)
        assert electricity.name["fr"] == "Électricité d'exemple"
        assert sum(electricity.stages.values()) == pytest.approx(0.0512)
        assert len([key for key in found if "99001" in key]) == 1

    def test_archived_elements_are_left_out_and_counted_and_net_heat_is_kept_apart(self, tmp_path):
        imported = read("base_carbone", [text(tmp_path, HEADS + self.ROWS)], edition="V23.9")
        found = by_id(imported)
        assert not any("99002" in key for key in found)
        assert any("left out" in remark and "row 5" in remark for remark in imported.remarks)
        assert found["base-carbone@V23.9:99003"].basis == ("net-calorific-value",)

    def test_the_edition_must_be_said(self, tmp_path):
        with pytest.raises(DocumentError, match="edition"):
            read("base_carbone", [text(tmp_path, HEADS + self.ROWS)])


EMBER = "Area,ISO 3 code,Year,Area type,Category,Subcategory,Variable,Unit,Value\n"


class TestEmber:
    def test_the_newest_year_of_an_area_counts_per_kwh(self, tmp_path):
        rows = (
            "Japan,JPN,2023,Country,Power sector emissions,CO2 intensity,CO2 intensity,gCO2/kWh,480\n"
            "Japan,JPN,2024,Country,Power sector emissions,CO2 intensity,CO2 intensity,gCO2/kWh,470.5\n"
            "Japan,JPN,2024,Country,Electricity generation,Total,Total Generation,TWh,1000\n"
            "Nowhere,NWH,2024,Country,Power sector emissions,CO2 intensity,CO2 intensity,gCO2/kWh,\n"
        )
        path = text(tmp_path, EMBER + rows)
        assert recognise([path]) == "ember"
        imported = read("ember", [path])
        (japan,) = imported.factors
        assert (japan.id, japan.value, japan.per.text) == ("ember@2024:JPN", pytest.approx(0.4705), "1 kWh")
        assert imported.rows == 4
        assert any("no value is published" in remark for remark in imported.remarks)


class TestOwid:
    def test_the_newest_year_counts(self, tmp_path):
        heads = "Entity,Code,Year,Carbon intensity of electricity - gCO2/kWh\n"
        path = text(tmp_path, heads + "France,FRA,2022,85\nFrance,FRA,2023,56.04\n")
        assert recognise([path]) == "owid"
        (france,) = read("owid", [path]).factors
        assert france.value == pytest.approx(0.05604)
        assert france.year == 2023


DESNZ_HEADS = (
    *("ID", "Scope", "Level 1", "Level 2", "Level 3", "Level 4", "Column Text", "UOM", "GHG/Unit"),
    "GHG Conversion Factor 2025",
)


@pytest.fixture
def desnz(tmp_path):
    def made(*rows):
        book = openpyxl.Workbook()
        front = book.active
        front.title = "Front page"
        front.append(["Version:", "1.0"])
        front.append(["Year:", 2025])
        flat = book.create_sheet("Factors by Category")
        for _ in range(5):
            flat.append(["UK Government GHG Conversion Factors"])
        flat.append(list(DESNZ_HEADS))
        for row in rows:
            flat.append(list(row))
        path = tmp_path / "renamed.xlsx"
        book.save(path)
        return path

    return made


def flat_rows(stem, unit, values):
    gases = ("kg CO2e", "kg CO2e of CO2 per unit", "kg CO2e of CH4 per unit", "kg CO2e of N2O per unit")
    return [
        (f"{stem}_{place}", "Scope 1", "Fuels", "Gaseous fuels", "Example gas", None, None, unit, gas, value)
        for place, (gas, value) in enumerate(zip(gases, values, strict=True), start=1)
    ]


class TestDesnz:
    def test_four_rows_are_one_factor_with_its_gases(self, desnz):
        path = desnz(*flat_rows("1_100_1000_15", "tonnes", (3000.0, 2990.0, 4.0, 6.0)))
        assert recognise([path]) == "desnz"
        (gas,) = read("desnz", [path]).factors
        assert (gas.id, gas.value, gas.per.text) == ("desnz@2025:1_100_1000_15_1", 3000.0, "1 t")
        assert gas.gwp_set == "AR5"
        assert gas.gases["CO2"] == pytest.approx(2990)

    def test_net_and_gross_heat_are_two_factors(self, desnz):
        path = desnz(
            *flat_rows("1_1_1_1", "kWh (Net CV)", (0.2, 0.2, 0, 0)),
            *flat_rows("1_1_1_2", "kWh (Gross CV)", (0.18, 0.18, 0, 0)),
        )
        net, gross = read("desnz", [path]).factors
        assert (net.value, gross.value) == (0.2, 0.18)
        assert {each for factor in (net, gross) for each in factor.basis} >= {
            "net-calorific-value",
            "gross-calorific-value",
        }

    def test_an_empty_value_is_not_published_and_not_zero(self, desnz):
        imported = read(
            "desnz",
            [
                desnz(
                    *flat_rows("1_1_1_1", "tonnes", (None,) * 4),
                    *flat_rows("1_1_1_2", "tonnes", (1.0, 1.0, 0, 0)),
                )
            ],
        )
        assert [factor.value for factor in imported.factors] == [1.0]
        assert any("no value is published" in remark for remark in imported.remarks)

    def test_another_workbook_says_what_is_missing(self, tmp_path):
        path = tmp_path / "other.xlsx"
        openpyxl.Workbook().save(path)
        with pytest.raises((DocumentError, FactorError)):
            recognise([path])


@pytest.fixture
def hub(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Emission Factors Hub"
    rows = [
        ["EPA", "Emission Factors for Greenhouse Gas Inventories"],
        ["", "Last Modified: 15 January 2025"],
        ["", "Gas", "100-Year GWP"],
        ["", "CH4", 28.0],
        ["", "N2O", 265.0],
        ["", "Source: IPCC, Fifth Assessment Report (AR5)"],
        ["", "Table 1", "Stationary Combustion"],
        ["", "Fuel Type", "Heat Content (HHV)", "CO2 Factor", "CH4 Factor", "N2O Factor", "CO2 Factor"],
        [
            "",
            "",
            "mmBtu per short ton",
            "kg CO2 per mmBtu",
            "g CH4 per mmBtu",
            "g N2O per mmBtu",
            "kg CO2 per short ton",
        ],
        ["", "Coal and Coke"],
        ["", "Example Coal", 25.0, 100.0, 10.0, 1.0, 2500.0],
        ["", "Source: made up"],
    ]
    for row in rows:
        sheet.append(row)
    path = tmp_path / "hub.xlsx"
    book.save(path)
    return path


class TestHub:
    def test_a_hub_without_its_other_tables_is_refused_by_their_numbers(self, hub):
        with pytest.raises(DocumentError, match="no figures were found in Table 2, 3"):
            read("epa_hub", [hub])

    def test_a_fuel_has_a_factor_per_heat_and_one_per_mass_and_grams_are_grams(self, hub, monkeypatch):
        monkeypatch.setattr(epa_hub, "_KINDS", {1: epa_hub._KINDS[1]})
        assert recognise([hub]) == "epa_hub"
        imported = read("epa_hub", [hub], edition="2025")
        heat = next(factor for factor in imported.factors if "mmBtu" in factor.per.text)
        assert heat.gases["CO2"] == 100.0
        assert heat.gases[next(gas for gas in heat.gases if gas.startswith("CH4"))] == pytest.approx(0.010)
        assert heat.gases["N2O"] == pytest.approx(0.001)
        assert "gross-calorific-value" in heat.basis


def test_a_table_that_nobody_knows_names_the_sources(tmp_path):
    with pytest.raises(
        FactorError, match="no source is known by these headings; there are adapters for agribalyse"
    ):
        recognise([text(tmp_path, "a,b\n1,2\n")])


@pytest.mark.parametrize("name", ["base_carbone", "desnz", "ember", "epa_hub", "epa_supply_chain", "owid"])
def test_another_file_is_refused_with_what_was_expected(tmp_path, name):
    with pytest.raises(DocumentError):
        read(name, [text(tmp_path, "a,b\n1,2\n")], edition="1")


def test_the_command_knows_a_source_by_its_headings(tmp_path):
    from typer.testing import CliRunner

    from co2label.cli import app

    path = text(
        tmp_path, EMBER + "Japan,JPN,2024,Country,Power sector emissions,CO2 intensity,x,gCO2/kWh,470.5\n"
    )
    result = CliRunner().invoke(app, ["factors", "import", str(path), "-o", str(tmp_path / "own.csv")])
    assert result.exit_code == 0, result.output
    assert "ember@2024:JPN" in (tmp_path / "own.csv").read_text(encoding="utf-8")
