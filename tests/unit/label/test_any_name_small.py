"""Whatever a product is called, its small labels are either readable or refused with a reason."""

import runpy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from co2label.declaration import PerAmount, Qualifier
from co2label.draw import Text
from co2label.errors import DrawError
from co2label.figures import Shown
from co2label.label import ESL_29, ESL_42, menu, mini, shelf

CARDS = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))
NAMES = runpy.run_path(str(Path(__file__).with_name("test_any_name.py")))["NAMES"]
rice_ball, dishes = CARDS["rice_ball"], CARDS["dishes"]
LANGUAGES = st.sampled_from(["ja", "en", "fr", "ja+en", "en+ja"])
CODES = ("mixed-basis", "stale-factor", "boundary-overlap")
SHOWN = st.builds(
    lambda value, unit: Shown(f"{Decimal(value):f}", unit),
    st.one_of(st.decimals(0, 999, places=3), st.integers(0, 10**7)),
    st.sampled_from(["g-CO2e", "kg-CO2e", "t-CO2e"]),
)


def drawn(make):
    """The Picture, or None where it was refused: any other failure is a defect."""
    try:
        return make()
    except DrawError as refused:
        if "overlap" in str(refused) or "outside the page" in str(refused):
            raise
        return None


@settings(max_examples=80)
@given(
    SHOWN,
    LANGUAGES,
    st.lists(st.sampled_from(CODES), unique=True),
    st.sampled_from([(30, 15), (40, 20), (60, 25)]),
)
def test_mini(shown, language, codes, size):
    declaration = rice_ball(shown=shown, qualifiers=tuple(Qualifier(code, code) for code in codes))
    picture = drawn(lambda: mini(declaration, language=language, size=size))
    assert picture is not None or size != (60, 25) or len(shown.value) > 8


@settings(max_examples=80)
@given(NAMES, SHOWN, LANGUAGES, st.sampled_from([(70.0, 38.0), (60.0, 40.0), ESL_29, ESL_42]), st.booleans())
def test_shelf(name, shown, language, size, priced):
    per_100 = PerAmount({"ja": "100 g"}, Shown(shown.value, shown.unit))
    declaration = rice_ball(name={"ja": name}, shown=shown, per_amount=per_100)
    price = {"price": "12,345円", "price_note": "税込"} if priced else {}
    picture = drawn(lambda: shelf(declaration, language=language, size=size, **price))
    if picture is not None:
        said = "".join(op.text for op in picture.scene.ops if isinstance(op, Text)).replace(" ", "")
        assert name.replace(" ", "") in said


@settings(max_examples=60)
@given(st.lists(NAMES, min_size=2, max_size=5), LANGUAGES, st.sampled_from([105.0, 148.0]))
def test_menu(names, language, width):
    lunch = [replace(dishes()[index % 3], name={"ja": name}) for index, name in enumerate(names)]
    drawn(lambda: menu(lunch, language=language, width=width))
