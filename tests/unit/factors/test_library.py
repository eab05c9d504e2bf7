"""Look-up, search and own factors."""

import pytest

from co2label.errors import DocumentError, FactorError
from co2label.factors import FactorLibrary
from co2label.factors._library import edition
from co2label.model import EmissionFactor

FACTORS = FactorLibrary.bundled()


def factor(key="mine.rope", **fields):
    return EmissionFactor(
        **{"id": key, "value": 2.1, "unit": "kgCO2e", "per": "1 kg", "source": {"title": "Own EPD 12"}}
        | fields
    )


def test_bundled_is_read_once():
    assert FactorLibrary.bundled() is FACTORS
    assert FACTORS.edition == edition()
    assert repr(FACTORS).startswith("<FactorLibrary bundled-")


def test_unknown_id_names_the_nearest():
    with pytest.raises(FactorError, match=r"'food\.rise'.*did you mean 'food\.rice'"):
        FACTORS["food.rise"]


def test_part_of_an_id_names_those_that_hold_it():
    with pytest.raises(FactorError, match=r"did you mean .*food\.jp\.rice"):
        FACTORS["jp.rice"]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("food.prawns", "food.shrimp"),
        ("food.beaf", "food.beef_steak"),
        ("food.gyunyu.牛乳", "food.jp.milk"),
        ("elec.japan", "elec.jp."),
        ("material.alu_can", "material.metal.aluminium_can.primary"),
        ("waste.plastic_bags", "waste."),
    ],
)
def test_an_unknown_id_is_answered_by_meaning_and_family(asked, named):
    with pytest.raises(FactorError) as caught:
        FACTORS[asked]
    message = str(caught.value)
    assert named in message
    family = asked.split(".")[0]
    assert all(
        part.startswith(f"'{family}.")
        for part in message.partition("did you mean ")[2].rstrip("?").split(" or ")
    )


def test_unlike_id_says_how_to_search():
    with pytest.raises(FactorError, match="co2label factors search"):
        FACTORS["qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"]
    with pytest.raises(FactorError, match="no emission factor ''"):
        FACTORS[""]


def test_get_and_contains():
    assert "food.rice" in FACTORS
    assert "material.plastic.film" in FACTORS
    assert "nothing" not in FACTORS
    assert FACTORS.get("nothing") is None
    assert FACTORS.get("nothing", 3) == 3
    assert FACTORS.get("food.rice").id == "food.rice"
    assert len(FACTORS.ids()) == len(FACTORS) == len(list(FACTORS))


def test_own_factor_wins_by_id_and_the_library_is_unchanged():
    before = FACTORS["food.rice"].value
    mine = FACTORS.with_factors([factor("food.rice", value=1.0)])
    assert mine["food.rice"].value == 1.0
    assert FACTORS["food.rice"].value == before
    assert len(mine) == len(FACTORS)
    assert mine.ids()[0] == "food.rice"
    assert mine.edition.endswith("+own")
    assert mine.with_factors([factor()]).edition == mine.edition


def test_own_alias_wins_over_a_bundled_alias_but_not_over_an_id():
    mine = FACTORS.with_factors([factor(aliases=["material.plastic.film", "food.rice"])])
    assert mine["material.plastic.film"].id == "mine.rope"
    assert mine["food.rice"].id == "food.rice"


def test_own_id_may_be_a_bundled_alias():
    assert FACTORS.with_factors([factor("elec.jp.avg")])["elec.jp.avg"].value == 2.1


def test_no_own_factors_changes_nothing():
    assert FACTORS.with_factors([]) is FACTORS


def test_one_id_twice_is_refused():
    with pytest.raises(FactorError, match=r"'mine\.rope' is given twice"):
        FACTORS.with_factors([factor(), factor()])


def test_a_library_of_own_factors_only():
    own = FactorLibrary([factor()])
    assert own.ids() == ("mine.rope",)
    assert own.edition == "own"


def test_sources_show_licence_attribution_and_count():
    sources = FACTORS.sources()
    assert sum(source.factors for source in sources) == len(FACTORS)
    agribalyse = next(source for source in sources if source.id == "agribalyse-3.1.1")
    assert agribalyse.licence == "etalab-2.0"
    assert "ADEME" in agribalyse.attribution["en"]
    assert "AGRIBALYSE" in agribalyse.attribution["ja"]
    assert agribalyse.url.startswith("https://")


def test_sources_of_own_factors_stand_at_the_end():
    own = factor(licence="CC-BY-4.0", attribution="Rope makers")
    last = FACTORS.with_factors([own]).sources()[-1]
    assert (last.id, last.licence, last.attribution["ja"], last.factors) == (
        "Own EPD 12",
        "CC-BY-4.0",
        "Rope makers",
        1,
    )


TABLE = """id,value,unit,per,source_title,name_ja,name_en,year,keywords,gases,energy,uncertainty_percent,quality_dqr
mine.tea,1.2,kgCO2e,1 kg,Own study 2025,お茶,Tea,2025,茶 ちゃ,,,20,1.5
mine.oil,2.5,kgCO2e,1 L,Own study 2025,,,,,CO2=2.4 N2O=0.0004,36 MJ/L,,
"""


def test_own_table(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(TABLE, encoding="utf-8-sig")
    mine = FACTORS.with_csv(path)
    tea, oil = mine["mine.tea"], mine["mine.oil"]
    assert (tea.value, tea.name["ja"], tea.year, tea.keywords) == (1.2, "お茶", 2025, ("茶", "ちゃ"))
    assert tea.uncertainty.percent == 20
    assert tea.quality.dqr == 1.5
    assert oil.gases == {"CO2": 2.4, "N2O": 0.0004}
    assert oil.energy.text == "36 MJ/L"


def test_own_table_in_cp932(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(TABLE.encode("cp932"))
    assert FACTORS.with_csv(str(path))["mine.tea"].name["ja"] == "お茶"


BROKEN = """id,value,unit,per,source_title,year,gases
good,1.0,kgCO2e,1 kg,Study,2025,
bad one,abc,kgCO2e,1 kg,Study,2025,
bad.two,1.0,kg,1 florin,,20x5,CO2=many

bad.three,1.0,kgCO2e,1 kg,Study,2025,,more
"""


def test_own_table_reports_every_problem_with_row_and_column(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(BROKEN, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        FACTORS.with_csv(path)
    places = [problem.where for problem in caught.value.problems]
    assert places == [
        "mine.csv row 3, column value",
        "mine.csv row 3, column id",
        "mine.csv row 4, column year",
        "mine.csv row 4, column gases.CO2",
        "mine.csv row 4, column unit",
        "mine.csv row 4, column per",
        "mine.csv row 4, column source",
        "mine.csv row 6",
    ]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("id,value,unit,per", "column 'source_title' is missing"),
        ("id,value,unit,per,source_title,geografy", "did you mean 'geography'"),
        ("id,value,unit,per,source_title,id", "stands there twice"),
        ("", "column 'id' is missing"),
    ],
)
def test_own_table_with_a_wrong_header(tmp_path, header, said):
    path = tmp_path / "mine.csv"
    path.write_text(header + "\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=said):
        FACTORS.with_csv(path)


def test_own_table_that_cannot_be_read(tmp_path):
    with pytest.raises(DocumentError, match=r"none\.csv: no such file"):
        FACTORS.with_csv(tmp_path / "none.csv")
    path = tmp_path / "mine.csv"
    path.write_bytes(b"\xff\xfe\x81")
    with pytest.raises(DocumentError, match="neither UTF-8 nor CP932"):
        FACTORS.with_csv(path)
