"""Amounts and units: what is read, what is refused and in which words, and how kinds are bridged."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from co2label import units
from co2label.errors import UnitError
from co2label.units import (
    Dimension,
    OwnUnits,
    _registry,
    bridge,
    convert,
    parse_amount,
    parse_ratio,
    parse_unit,
    per,
)

# text, value, canonical unit, value in root units, dimension: the last two from NIST SP 811 appendix B.8 by hand
READ = [
    ("48 g", 48.0, "g", 0.048, "mass"),
    ("48g", 48.0, "g", 0.048, "mass"),
    ("  48 g ", 48.0, "g", 0.048, "mass"),
    ("0.110 kg * 120 km", 13.2, "kg*km", 13200.0, "mass·length"),
    ("0.110 kg × 120 km", 13.2, "kg*km", 13200.0, "mass·length"),
    ("1 piece * 120 km", 120.0, "piece*km", 120000.0, "piece·length"),
    ("2 kW * 3 h", 6.0, "kW*h", 21.6e6, "energy"),
    ("0.5 kg/m * 3 m", 1.5, "kg*m/m", 1.5, "mass"),
    ("2 個", 2.0, "piece", 2.0, "piece"),
    ("3枚", 3.0, "piece", 3.0, "piece"),
    ("1 本", 1.0, "piece", 1.0, "piece"),
    ("1 杯", 1.0, "piece", 1.0, "piece"),
    ("1 食", 1.0, "piece", 1.0, "piece"),
    ("3 泊", 3.0, "night", 3.0, "night"),
    ("10 回", 10.0, "use", 10.0, "use"),
    ("2 人", 2.0, "person", 2.0, "person"),
    ("1 日", 1.0, "day", 86400.0, "time"),
    ("2 時間", 2.0, "h", 7200.0, "time"),
    ("500 円", 500.0, "JPY", 500.0, "JPY"),
    ("1.5e-3 kWh", 0.0015, "kWh", 5400.0, "energy"),
    ("3.6 MJ", 3.6, "MJ", 3.6e6, "energy"),
    ("1 mmBtu", 1.0, "mmBtu", 1055055852.62, "energy"),
    ("1 t*km", 1.0, "t*km", 1e6, "mass·length"),
    ("1 tkm", 1.0, "t*km", 1e6, "mass·length"),
    ("1 t·km", 1.0, "t*km", 1e6, "mass·length"),
    ("1 t.km", 1.0, "t*km", 1e6, "mass·length"),
    ("5 pkm", 5.0, "person*km", 5000.0, "person·length"),
    ("1 person*mile", 1.0, "person*mile", 1609.344, "person·length"),
    ("1 passenger-mile", 1.0, "person*mile", 1609.344, "person·length"),
    ("1 lb", 1.0, "lb", 0.45359237, "mass"),
    ("1 short ton", 1.0, "short_ton", 907.18474, "mass"),
    ("1 トン", 1.0, "t", 1000.0, "mass"),
    ("1 US gal", 1.0, "gal", 0.003785411784, "volume"),
    ("1 imp_gal", 1.0, "imp_gal", 0.00454609, "volume"),
    ("1 scf", 1.0, "scf", 0.028316846592, "volume"),
    ("1 ㎏", 1.0, "kg", 1.0, "mass"),
    ("1 ㍑", 1.0, "L", 0.001, "volume"),
    ("1 ㎡", 1.0, "m2", 1.0, "area"),
    ("1 m³", 1.0, "m3", 1.0, "volume"),
    ("1 m^3", 1.0, "m3", 1.0, "volume"),
    ("1 ha", 1.0, "ha", 10000.0, "area"),
    ("48\u3000g", 48.0, "g", 0.048, "mass"),
    ("2 Kilograms", 2.0, "kg", 2.0, "mass"),
    ("0.30000000000000004 kg", 0.30000000000000004, "kg", 0.30000000000000004, "mass"),
    # as packs, recipes and invoices write them
    ("33cl", 33.0, "cL", 0.00033, "volume"),
    ("1 hL", 1.0, "hL", 0.1, "volume"),
    ("1000ml", 1000.0, "mL", 0.001, "volume"),
    ("2 x 125 g", 250.0, "g", 0.25, "mass"),
    ("6X33 cl", 198.0, "cL", 0.00198, "volume"),
    ("40g×3", 120.0, "g", 0.12, "mass"),
    ("3 * 40 g", 120.0, "g", 0.12, "mass"),
    ("2 x 3 x 40 g", 240.0, "g", 0.24, "mass"),
    ("100g×3個", 300.0, "g", 0.3, "mass"),
    ("24本×500ml", 12000.0, "mL", 0.012, "volume"),
    ("3 パック × 6 個", 18.0, "piece", 18.0, "piece"),
    ("1 piece × 120 km", 120.0, "piece*km", 120000.0, "piece·length"),
    ("3 pax * 2 km", 6.0, "person*km", 6000.0, "person·length"),
    ("0.5 kg / 50", 0.01, "kg", 0.01, "mass"),
    ("2 x 125 g / 5", 50.0, "g", 0.05, "mass"),
    ("500 g (17.6 oz)", 500.0, "g", 0.5, "mass"),
    ("12 oz (340 g)", 340.0, "g", 0.34, "mass"),
    ("355 ml (12 fl oz)", 355.0, "mL", 0.000355, "volume"),
    ("500g（0.5kg）", 500.0, "g", 0.5, "mass"),
    ("250 g ℮", 250.0, "g", 0.25, "mass"),
    ("230 g e", 230.0, "g", 0.23, "mass"),
    ("500 g.", 500.0, "g", 0.5, "mass"),
    ("6個入り", 6.0, "piece", 6.0, "piece"),
    ("2 ダース", 2.0, "dozen", 24.0, "piece"),
    ("1 LB", 1.0, "lb", 0.45359237, "mass"),
]


@pytest.mark.parametrize(("text", "value", "unit", "root", "kind"), READ)
def test_amount_is_read(text, value, unit, root, kind):
    amount = parse_amount(text)
    assert (amount.value, amount.unit.text, str(amount.unit.dimension)) == (value, unit, kind)
    assert amount.si == pytest.approx(root, rel=1e-15)
    assert str(amount) == text.strip()


SURE = "write one value, and how sure it is as its uncertainty"
PLAIN = "write plain digits with a decimal point only, such as 1000 or 1.5"
TON = "write t (1000 kg), short_ton (2000 lb = 907.18474 kg) or long_ton (2240 lb = 1016.0469088 kg)"
REFUSED = [
    ("", 'expected a number with its unit such as "48 g", got nothing'),
    ("5", "'5' has no unit; write one after the number, such as \"48 g\""),
    ("kg", "'kg' does not begin with a number; write it before the unit, such as \"48 g\""),
    ("1,000 kg", f"a comma in '1,000 kg' may group thousands or mark decimals; {PLAIN}"),
    ("1,5 kg", f"a comma in '1,5 kg' may group thousands or mark decimals; {PLAIN}"),
    ("1.000,5 kg", f"a comma in '1.000,5 kg' may group thousands or mark decimals; {PLAIN}"),
    ("1.000.000 kg", f"two decimal points in '1.000.000 kg'; {PLAIN}"),
    ("1 000 kg", f"a space inside the number in '1 000 kg'; {PLAIN}"),
    ("1_000 kg", f"a mark that groups thousands in '1_000 kg'; {PLAIN}"),
    ("１２３ g", "full-width digits in '１２３ g'; write ASCII digits such as 123"),
    ("三 個", "the number in '三 個' is not in ASCII digits; write it such as 123"),
    ("nan kg", "'nan kg' is no finite number; leave it out if it is unknown"),
    ("inf kg", "'inf kg' is no finite number; leave it out if it is unknown"),
    (".5 kg", "no digit before the decimal point in '.5 kg'; write 0.5 instead of .5"),
    (".33 L", "no digit before the decimal point in '.33 L'; write 0.33 instead of .33"),
    ("４８ g", "full-width digits in '４８ g'; write ASCII digits such as 48"),
    ("100-120 g", f"a range in '100-120 g'; {SURE}"),
    ("100〜120 g", f"a range in '100〜120 g'; {SURE}"),
    ("約500 g", "'約500 g' says about; write 500 with its unit if that is the amount"),
    ("ca. 500 g", "'ca. 500 g' says about; write 500 with its unit if that is the amount"),
    (
        "1 box (12 pieces)",
        "'1 box' and '12 pieces' are two amounts in '1 box (12 pieces)'; write the one that is meant",
    ),
    ("1 LB (517 g)", "'1 LB' and '517 g' are two amounts in '1 LB (517 g)'; write the one that is meant"),
    (
        "1 piece (0.49 g)",
        "'1 piece' and '0.49 g' are two amounts in '1 piece (0.49 g)'; write the one that is meant",
    ),
    ("1 kg / 0", "expected a number above zero to divide by, got '1 kg / 0'"),
    ("3 x 4", "'3' has no unit; write one after the number, such as \"48 g\""),
    (
        "2 guest night",
        "unit 'guest night' is ambiguous: write person*night (of each guest) or night (of a room)",
    ),
    (
        "3 HUX",
        f"unknown unit 'HUX'; known units: {' '.join(units.UNITS)}; or declare it as your own: units = [\"HUX\"]",
    ),
    ("5. kg", "no digit after the decimal point in '5. kg'; write 5 or 5.0"),
    ("+5 kg", "a plus sign in '+5 kg'; leave it out"),
    ("-5 kg", "negative amount '-5 kg'; only removals may be below zero"),
    ("-0 kg", "negative amount '-0 kg'; only removals may be below zero"),
    ("2 kg * -3 m", "negative amount '2 kg * -3 m'; only removals may be below zero"),
    ("-2 kg * -3 m", "negative amount '-2 kg * -3 m'; only removals may be below zero"),
    ("1e16 kg", "number in '1e16 kg' is larger than 1e15; use a larger unit"),
    ("1e500 kg", "exponent out of range in '1e500 kg'; at most two digits"),
    ("1234567890123456 kg", "more than 15 digits in '1234567890123456 kg'; use a larger unit"),
    ("0.123456789012345678901 kg", "more than 20 decimals in '0.123456789012345678901 kg'; round it"),
    ("1 kg * 2 m * 3 m", "expected at most two amounts multiplied, got 3 in '1 kg * 2 m * 3 m'"),
    ("5 -kg", "cannot read a unit after the number in '5 -kg'; write it such as \"48 g\""),
    ("3 ton", f"unit 'ton' is ambiguous: {TON}"),
    ("3 Tons", f"unit 'Tons' is ambiguous: {TON}"),
    ("3 gallons", "unit 'gallons' is ambiguous: write gal (US, 3.785411784 L) or imp_gal (4.54609 L)"),
    ("3 pound", "unit 'pound' is ambiguous: write lb (mass) or GBP (money)"),
    ("3 M", "unit 'M' is ambiguous: write m (metre) or mile"),
    ("3 Mg", "unit 'Mg' is ambiguous: write mg (milligram) or t (tonne)"),
    ("3 ¥", "unit '¥' is ambiguous: write JPY"),
    ("3 kgg", "unknown unit 'kgg'; did you mean 'kg' or 'kgs'?"),
    ("3 mj", "unknown unit 'mj'; did you mean 'MJ'?"),
    ("3 ()", f"unknown unit '()'; known units: {' '.join(units.UNITS)}"),
    ("3 kg*", 'a unit is missing; write one after the number and on each side of * and /, such as "1 t*km"'),
    ("3\nkg", "unknown unit '\\nkg'; did you mean 'kg' or 'kgs'?"),
    ("3 kg/t*km", "unit 'kg/t*km' is ambiguous; write one stroke and brackets below it, such as kg/(t*km)"),
    ("3 m*m*m*m*m", "expected at most 4 units together, got 'm*m*m*m*m'"),
    ("3 USD2022*JPY2015", "two price years in 'USD2022*JPY2015'; bring the prices to one year first"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_amount_is_refused_in_words(text, message):
    with pytest.raises(UnitError) as refusal:
        parse_amount(text)
    assert str(refusal.value) == message


@pytest.mark.parametrize("came", [None, 5, 4.2, b"48 g", ["48 g"], "9" * 100_000 + " g", "(" * 101])
@pytest.mark.parametrize("read", [parse_amount, parse_ratio, parse_unit])
def test_what_is_no_short_text_is_refused(read, came):
    with pytest.raises(UnitError, match="at most 100 characters, got") as refusal:
        read(came)
    assert len(str(refusal.value)) < 150


def test_every_ambiguous_spelling_is_refused_by_name():
    for word in _registry.AMBIGUOUS:
        with pytest.raises(UnitError, match="ambiguous"):
            parse_amount(f"1 {word}")


def test_every_spelling_is_read():
    for word, canonical in (_registry.SPELLINGS | _registry.WORDS).items():
        if word not in _registry.AMBIGUOUS:
            assert parse_unit(word).text == canonical


def test_spellings_and_refusals_do_not_overlap():
    assert not set(_registry.AMBIGUOUS) & (set(_registry.SPELLINGS) | set(_registry.WORDS))


def test_negative_amount_where_allowed():
    assert parse_amount("-5 kg", allow_negative=True).si == -5.0


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind"),
    [
        ("0.5 kg/m", 0.5, "kg/m", "mass/length"),
        ("0.91 kg/L", 0.91, "kg/L", "mass/volume"),
        ("33.4 MJ/L", 33.4, "MJ/L", "energy/volume"),
        ("228 JPY/kg", 228.0, "JPY/kg", "JPY/mass"),
        ("110 g", 110.0, "g", "mass"),
        ("110 g / 2 piece", 55.0, "g/piece", "mass/piece"),
        ("2 kgCO2e/tkm", 2.0, "kgCO2e/(t*km)", "CO2e/(mass·length)"),
    ],
)
def test_ratio_is_read(text, value, unit, kind):
    ratio = parse_ratio(text)
    assert (ratio.value, ratio.unit.text, str(ratio.unit.dimension), str(ratio)) == (value, unit, kind, text)


@pytest.mark.parametrize("text", ["0 kg/m", "0 g", "1 g / 0 piece"])
def test_ratio_of_zero_is_refused(text):
    with pytest.raises(UnitError) as refusal:
        parse_ratio(text)
    assert str(refusal.value) == f"expected a number above zero, got {text!r}"


@pytest.mark.parametrize(
    ("spelled", "text", "year"), [("USD2022", "USD2022", 2022), ("JPY@2015", "JPY2015", 2015)]
)
def test_money_keeps_its_price_year(spelled, text, year):
    unit = parse_unit(spelled)
    assert (unit.text, unit.price_year, str(unit.dimension)) == (text, year, text[:3])


@pytest.mark.parametrize("spelled", ["kg/JPY2015", "kgCO2e/JPY2015", "JPY2015/kg"])
def test_a_price_year_counts_above_and_below_the_stroke(spelled):
    assert parse_unit(spelled).price_year == 2015


def test_conversion_of_energy():
    assert convert(parse_amount("3.6 MJ"), parse_unit("kWh")) == 1.0
    assert convert(parse_amount("1 kWh"), parse_unit("MJ")) == 3.6


def test_conversion_of_long_units_still_names_them():
    with pytest.raises(UnitError, match=r"in kg\*m\*s per g\*m$"):
        convert(parse_amount("1 g*m"), parse_unit("kg*m*s"))


def test_mass_of_product_and_of_co2e_never_meet():
    with pytest.raises(UnitError, match=r"cannot convert '1 kg' \(mass\) to kgCO2e \(CO2e\)"):
        convert(parse_amount("1 kg"), parse_unit("kgCO2e"))


def test_two_price_years_never_meet():
    with pytest.raises(UnitError) as refusal:
        convert(parse_amount("7 USD2022"), parse_unit("USD2015"))
    assert str(refusal.value) == (
        "cannot convert '7 USD2022' to USD2015: the price years 2022 and 2015 differ; "
        "bring the amount to prices of 2015 first"
    )
    assert convert(parse_amount("7 USD"), parse_unit("USD2015")) == 7.0


def test_conversion_between_kinds_names_the_missing_bridge():
    with pytest.raises(UnitError) as refusal:
        convert(parse_amount("2 m3"), parse_unit("t*km"))
    assert str(refusal.value) == (
        "cannot convert '2 m3' (volume) to t*km (mass·length); "
        "use a unit of mass·length, or say how the two relate, in t*km/m3"
    )


@pytest.mark.parametrize(
    ("start", "to", "bridges", "multiplier", "steps"),
    [
        ("kg", "kg", ["0.5 kg/m"], 1.0, []),
        ("m", "kg", ["0.5 kg/m"], 0.5, [("0.5 kg/m", 1)]),
        ("kg", "m", ["0.5 kg/m"], 2.0, [("0.5 kg/m", -1)]),
        ("L", "kg", ["0.91 kg/L"], 910.0, [("0.91 kg/L", 1)]),
        ("L", "MJ", ["0.9 kg/L", "40 MJ/kg"], 3.6e10, [("0.9 kg/L", 1), ("40 MJ/kg", 1)]),
        ("L", "MJ", ["0.9 kg/L", "40 MJ/kg", "33.4 MJ/L"], 33.4e9, [("33.4 MJ/L", 1)]),
        ("piece", "EUR", ["7 EUR/kg", "110 g / 1 piece"], 0.77, [("7 EUR/kg", 1), ("110 g / 1 piece", 1)]),
        ("piece*km", "t*km", ["110 g / 1 piece"], 0.11, [("110 g / 1 piece", 1)]),
        ("m", "kg", ["0.5 kg/m", "0.7 kg/m"], 0.5, [("0.5 kg/m", 1)]),
    ],
)
def test_bridge_takes_the_fewest_and_earliest(start, to, bridges, multiplier, steps):
    found = bridge(
        parse_unit(start).dimension, parse_unit(to).dimension, [parse_ratio(text) for text in bridges]
    )
    assert found.multiplier == pytest.approx(multiplier, rel=1e-12)
    assert [(str(amount), power) for amount, power in found.steps] == steps


def test_no_bridge():
    density = parse_ratio("0.91 kg/L")
    assert bridge(parse_unit("m").dimension, parse_unit("kg").dimension, [density]) is None
    assert bridge(parse_unit("m").dimension, parse_unit("kg").dimension, []) is None


def test_bridges_of_two_price_years_are_not_combined():
    prices = [parse_ratio("7 EUR2020/kg"), parse_ratio("3 EUR2024/L")]
    assert bridge(parse_unit("L").dimension, parse_unit("kg").dimension, prices) is None


def test_per_states_a_bridge():
    mass = per(parse_amount("110 g"), parse_amount("1 piece"))
    assert (str(mass), mass.value, mass.si, str(mass.unit.dimension)) == (
        "110 g / 1 piece",
        110.0,
        pytest.approx(0.11),
        "mass/piece",
    )
    assert parse_ratio(str(mass)) == mass


def test_per_zero_is_refused():
    with pytest.raises(UnitError) as refusal:
        per(parse_amount("110 g"), parse_amount("0 piece"))
    assert str(refusal.value) == "cannot state '110 g' per '0 piece'; nothing is per zero"


@pytest.mark.parametrize(
    ("exponents", "words"),
    [
        ({}, "dimensionless"),
        ({"length": 2}, "area"),
        ({"mass": 1, "length": -3}, "mass/volume"),
        ({"length": -1}, "1/length"),
        ({"energy": 1, "mass": -1, "time": -1}, "energy/(mass·time)"),
        ({"length": 4}, "length^4"),
    ],
)
def test_dimension_in_words(exponents, words):
    assert str(Dimension.of(exponents)) == words


def test_pint_is_asked_once_per_distinct_unit(monkeypatch):
    asked = []
    pint = _registry._registry()
    ask = pint.parse_units
    _registry.resolve.cache_clear()
    monkeypatch.setattr(pint, "parse_units", lambda canonical: asked.append(canonical) or ask(canonical))
    monkeypatch.setattr("co2label.units._grammar._seen", {})
    for number in range(100):
        for unit in ("g", "gram", "t*km", "tkm", "㎏"):
            parse_amount(f"{number} {unit}")
    assert asked == ["g", "t*km", "kg"]


def test_importing_units_does_not_import_pint():
    code = "import sys, co2label.units; sys.exit('pint' in sys.modules or 'numpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("KGM", "kg"),
        ("GRM", "g"),
        ("TNE", "t"),
        ("LTR", "L"),
        ("MLT", "mL"),
        ("CLT", "cL"),
        ("MTR", "m"),
        ("KTM", "km"),
        ("KMT", "km"),
        ("MTQ", "m3"),
        ("HUR", "h"),
        ("KWH", "kWh"),
        ("GV", "GJ"),
        ("TKM", "t*km"),
        ("XBX", "piece"),
        ("SET", "piece"),
        ("DZN", "dozen"),
        ("MTK", "m2"),
        ("EA", "piece"),
        ("H87", "piece"),
        ("C62", "piece"),
    ],
)
def test_codes_of_trade_are_units(code, unit):
    """UN/ECE Recommendation 20."""
    assert parse_unit(code) == parse_unit(unit)


COUNTERS = """
パック 箱 玉 セット 瓶 膳 脚 部屋 室 組 束 房 株 切れ 巻 ロール 丁 斤 匹 尾 羽 頭 粒 錠 包 串 片 椀 丼 品
部 席 件 戸 通 基 機 双 対 ペア 揃 式 ケース カートン ボトル 樽 籠 山 ネット トレー チューブ スティック カプセル
シート キット ポット 鉢 輪 梱 口 面 張 つ パレット ﾊﾟｯｸ ｾｯﾄ 個 枚 本 杯 食 缶 袋 台 着 足 点 冊 皿 人前
jar bottle pack box pair set can bag Boxes PACK boîte paquets sachet bouteille barquette Stück
"""


def test_what_shops_count_with_is_a_piece():
    for word in COUNTERS.split():
        amount = parse_amount(f"3 {word}")
        assert (amount.value, amount.unit.text) == (3.0, "piece"), word


def test_every_counter_is_named_by_one_word_only():
    words = _registry._PIECES
    assert sorted(words) == sorted(set(words))


def test_a_ratio_may_be_a_share():
    assert parse_ratio("0.5 kg / 50").value == 0.01


def test_a_unit_of_ones_own_is_a_kind_of_its_own():
    tokens, data = parse_amount("1000 {token}"), parse_unit("{GB}")
    assert (tokens.value, tokens.unit.text, str(tokens.unit.dimension)) == (1000.0, "{token}", "{token}")
    assert str(parse_unit("kgCO2e/{token}").dimension) == "CO2e/{token}"
    assert parse_unit("{token}/kg").scale == 1.0
    assert parse_unit("{token}/g").scale == pytest.approx(1000)
    with pytest.raises(UnitError, match=r"cannot convert '1000 \{token\}'"):
        convert(tokens, data)


@pytest.mark.parametrize(
    ("text", "braced"),
    [
        ("1000 token", "1000 {token}"),
        ("1000token", "1000{token}"),
        ("0.2 kgCO2e/GB", "0.2 kgCO2e/{GB}"),
        ("3 {token}", "3 {token}"),
        ("5 GBP", "5 GBP"),
        ("2 乗車 * 3 km", "2 {乗車} * 3 km"),
    ],
)
def test_a_declared_unit_needs_no_braces(text, braced):
    own = OwnUnits.of(["token", "GB", "乗車"])
    assert own.braced(text) == braced


@pytest.mark.parametrize("name", ["", "1x", "a/b", "{x}", "x" * 31, "kg", "箱", "ton", "BOX"])
def test_what_cannot_be_a_unit_of_ones_own(name):
    with pytest.raises(UnitError, match=r"cannot be the name of a unit|is a unit already"):
        OwnUnits.of([name])


def test_the_choices_of_an_ambiguous_unit_are_units():
    """What a refusal says to write is read when it is written."""
    for word, choices in _registry.AMBIGUOUS.items():
        offered = [
            each.split(" ")[0] for each in re.split(r", (?!in)| or ", re.sub(r"\([^)]*\)", "", choices))
        ]
        assert offered, word
        for unit in offered:
            assert parse_unit(unit.strip(" ,")).text == unit.strip(" ,")


# By hand from NIST Handbook 44, appendix C: lb / 16, 480 grains, gal / 128, gal / 8, gal / 4, 4.54609 L / 160, / 8, / 4
CUSTOMARY = [
    ("oz_av", 0.45359237 / 16, "mass", "oz av, av oz, Avoirdupois ounces, oz-avdp, ONZ"),
    ("oz_tr", 480 * 0.45359237 / 7000, "mass", "troy oz, oz troy, Troy_ounce, APZ, トロイオンス"),
    (
        "us_fl_oz",
        3.785411784e-3 / 128,
        "volume",
        "US fl oz, us floz, US fluid ounces, fl oz US, OZA, 米液量オンス",
    ),
    ("imp_fl_oz", 4.54609e-3 / 160, "volume", "imperial fl oz, UK_fluid_ounce, fl oz UK, OZI"),
    ("us_pint", 3.785411784e-3 / 8, "volume", "US pint, us_liquid_pint, US_pt, pints us, PTL"),
    ("imp_pint", 4.54609e-3 / 8, "volume", "imperial_pint, UK pints, British pint, PTI, 英パイント"),
    ("us_qt", 3.785411784e-3 / 4, "volume", "US quart, us_quarts, QTL"),
    ("imp_qt", 4.54609e-3 / 4, "volume", "imperial quart, uk_qt, QTI"),
    ("gal", 3.785411784e-3, "volume", "us_gallon, US gallons, us-gal, gallon US, GLL"),
    ("imp_gal", 4.54609e-3, "volume", "imperial_gallon, UK gallon, British gallons, GLI"),
    ("short_ton", 2000 * 0.45359237, "mass", "us_ton, US tons, short tons, STN"),
    ("long_ton", 2240 * 0.45359237, "mass", "imperial_ton, UK ton, long tons, LTN"),
    ("inch", 0.0254, "length", "in, inches, Inch, INH, インチ"),
    ("yd", 0.9144, "length", "yard, Yards, YRD, ヤード"),
    ("therm", 105505585.262, "energy", "therms, Therm, thm, N71"),
    ("us_therm", 105480400.0, "energy", "US therm, us_therms, N72"),
    ("dozen", 12.0, "piece", "dz, Dozens, DZN, ダース, douzaine"),
    ("cL", 1e-5, "volume", "cl, centilitre, CLT"),
    ("dL", 1e-4, "volume", "dl, decilitres, DLT"),
]


@pytest.mark.parametrize(("unit", "root", "kind", "also"), CUSTOMARY, ids=[row[0] for row in CUSTOMARY])
def test_qualified_and_customary_units(unit, root, kind, also):
    for word in (unit, *also.split(", ")):
        read = parse_unit(word)
        assert (read.text, str(read.dimension)) == (unit, kind), word
        assert read.scale == pytest.approx(root, rel=1e-15)


BARE = "oz OZ ounce Ounces オンス floz pint pints PT パイント quart qt gallon ガロン ton Tons fluid_ounce liquid-ounces"


@pytest.mark.parametrize("word", [*BARE.split(), "fl oz", "Fl Oz"])
def test_bare_ambiguous_units_stay_refused(word):
    with pytest.raises(UnitError, match=r"is ambiguous: write \w+ \("):
        parse_amount(f"3 {word}")


def test_the_reference_is_what_the_tables_say():
    """Every unit stands in docs/reference/units.md."""
    path = Path(__file__).parents[3] / "tools" / "units_reference.py"
    tool = importlib.util.module_from_spec(
        spec := importlib.util.spec_from_file_location("units_reference", path)
    )
    spec.loader.exec_module(tool)
    assert list(tool.main(["--check"])) == []
    page = tool.PAGE.read_text(encoding="utf-8")
    assert all(f"\n| {unit} |" in page for unit in units.UNITS)
