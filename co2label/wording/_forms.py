"""Numbers, days, spans, money and units as each language writes them.

Digits come with a decimal point and an ASCII hyphen, as `co2label.figures` chooses them; how they are written is data, in the
table `[forms]` of each language. Thousands are grouped from four digits on, a minus sign is U+2212 everywhere (ISO 80000-1,
section 7.2), and what belongs together is held by spaces that do not break. French has the narrow one, U+202F, between groups of
digits and before %, units, and ; ! ? (Lexique des règles typographiques en usage à l'Imprimerie nationale).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from co2label.wording._words import by_language, in_language, language_used, translate, translations

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping

DateStyle = Literal["short", "long"]
"""For labels and slips ("22 Nov 2027", "22/11/2027"), or for letters and pages ("22 November 2027", "22 novembre 2027")."""

_MINUS = "\u2212"

_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")

_GROUPED = 4
"""Digits before the point from which on thousands are grouped."""


@lru_cache(maxsize=16384)
def format_number(text: str, language: str) -> str:
    """A number as a language writes it: its decimal mark, its thousands, a minus sign.

    Args:
        text: digits with a decimal point, and signs: "-1240.5", "<10", ">-10".
        language: of `LANGUAGES`.

    Raises:
        TextError: there are no words in the language.

    >>> format_number("0.21", "fr"), format_number("-12345", "en"), format_number("1500", "fr") == "1\u202f500"
    ('0,21', '−12,345', True)
    """
    table = translations(language)
    point, group = table["number.decimal"], table["number.group"]

    def written(found: re.Match[str]) -> str:
        whole, _, rest = found[0].partition(".")
        if len(whole) >= _GROUPED:
            whole = f"{int(whole):,}".replace(",", group)
        return f"{whole}{point}{rest}" if rest else whole

    return _DIGITS.sub(written, text).replace("-", _MINUS)


def format_percent(text: str, language: str) -> str:
    """A percentage as a language writes it.

    >>> format_percent("-5.1", "en"), format_percent("12", "fr") == "12\u202f%"
    ('−5.1%', True)
    """
    return translate("reference.percent", language, value=format_number(text, language))


def format_unit(unit: str, language: str) -> str:
    r"""The unit of a figure as a language writes it.

    Args:
        unit: a mass and a gas, such as "kg-CO2e".
        language: of `LANGUAGES`.

    >>> format_unit("kg-CO2e", "ja"), format_unit("kg-CO2e", "en"), format_unit("kg-CO2", "fr") == "kg CO₂"
    ('kg-CO₂e', 'kg\xa0CO₂e', True)
    """
    mass, _, gas = unit.partition("-")
    return translate("unit.of-gas", language, mass=mass, gas=gas.replace("CO2", "CO₂"))


def format_quantity(number: str, unit: str, language: str) -> str:
    """A number with a unit that is written alike in all languages.

    >>> format_quantity("1060", "g", "en"), format_quantity("6.8", "kg", "fr") == "6,8 kg"
    ('1,060 g', True)
    """
    return translate("number.with-unit", language, number=format_number(number, language), unit=unit)


def share_first(language: str) -> bool:
    """Tell whether a share stands before what it is of: "3% of …", and not "…の3%".

    >>> share_first("en"), share_first("ja")
    (True, False)
    """
    return translations(language)["reference.sentence"].startswith("{share}")


def format_range(low: str, high: str, language: str) -> str:
    """Two numbers as a range, the lower one first; one number where both read alike.

    Args:
        low: digits with a decimal point.
        high: the same.
        language: of `LANGUAGES`.

    >>> format_range("190", "300", "en"), format_range("-5", "3", "en"), format_range("1.2", "1.9", "fr")
    ('190–300', '−5 to +3', '1,2 à 1,9')
    """
    if low == high:
        return format_number(low, language)
    signed = low.startswith("-")
    plus = "+" if signed and Decimal(high) > 0 else ""
    key = "number.range-signed" if signed else "number.range"
    ends = {"low": format_number(low, language), "high": format_number(plus + high, language)}
    return translate(key, language, **ends)


def format_date(day: dt.date, language: str, style: DateStyle = "short") -> str:
    r"""A day as a language writes it.

    >>> import datetime as dt
    >>> [format_date(dt.date(2027, 11, 22), language) for language in ("ja", "en", "fr")]
    ['2027年11月22日', '22\xa0Nov 2027', '22/11/2027']
    >>> format_date(dt.date(2026, 7, 1), "fr", "long")
    '1er\xa0juillet 2026'
    """
    if style == "long":
        return translate("date.long", language, day=_day_of_month(day, language), year=day.year)
    month = _month_name(day, language, "date.short-months")
    return translate("date.short", language, day=day.day, month=month, year=day.year)


def format_month(day: dt.date, language: str) -> str:
    """The month of a day.

    >>> import datetime as dt
    >>> [format_month(dt.date(2026, 11, 1), language) for language in ("ja", "en", "fr")]
    ['2026年11月', 'November 2026', 'novembre 2026']
    """
    month = _month_name(day, language, "date.long-months")
    return translate("date.month", language, month=month, year=day.year)


def format_period(first: dt.date, last: dt.date, language: str) -> str:
    r"""Days from first to last in words; what both have in common is said once.

    >>> import datetime as dt
    >>> format_period(dt.date(2026, 7, 1), dt.date(2026, 9, 30), "en")
    '1\xa0July to 30\xa0September 2026'
    >>> format_period(dt.date(2026, 7, 1), dt.date(2026, 9, 30), "fr")
    '1er\xa0juillet au 30\xa0septembre 2026'
    >>> format_period(dt.date(2026, 12, 1), dt.date(2027, 1, 31), "ja")
    '2026年12月1日から2027年1月31日まで'
    """
    ends = {"first": format_date(first, language, "long"), "last": format_date(last, language, "long")}
    if first == last:
        return ends["last"]
    if first.year == last.year:
        days = {"first": _day_of_month(first, language), "last": _day_of_month(last, language)}
        return translate("period.of-year", language, year=first.year, **days)
    return translate("period", language, **ends)


def _day_of_month(day: dt.date, language: str) -> str:
    """A day without its year."""
    number = translate("date.first", language) if day.day == 1 else str(day.day)
    month = _month_name(day, language, "date.long-months")
    return translate("date.day", language, day=number, month=month)


def _month_name(day: dt.date, language: str, key: str) -> str:
    return translate(key, language).split("|")[day.month - 1]


def format_money(amount: str, currency: str, language: str, *, till: bool = False) -> str:
    """An amount of money as a language writes it.

    Args:
        amount: digits with a decimal point, as many decimals as are shown.
        currency: JPY, USD, EUR or GBP (ISO 4217).
        language: of `LANGUAGES`.
        till: in the form of slips, which is that of labels but for yen in Japanese.

    >>> format_money("1290", "JPY", "ja"), format_money("1290", "JPY", "ja", till=True)
    ('1,290円', '¥1,290')
    >>> format_money("-1.29", "EUR", "en"), format_money("1.29", "EUR", "fr") == "1,29\u202f€"
    ('−€1.29', True)
    """
    key = f"money.{'till.' if till else ''}{currency}"
    money = translate(key, language, amount=format_number(amount.removeprefix("-"), language))
    return _MINUS + money if amount.startswith("-") else money


def per_unit(words: str, language: str) -> str:
    """What a figure is per, from the words of its unit: one of it is said without its number, and one piece is "each".

    Args:
        words: of an amount, such as "1 piece (110 g)", "2 bottles", "100 g".
        language: that the words are in.

    >>> [per_unit(words, "en") for words in ("1 piece (110 g)", "1 bowl", "2 bottles", "100 g", "1 kg")]
    ['each (110 g)', 'per bowl', 'per 2 bottles', 'per 100 g', 'per kg']
    >>> per_unit("1 pièce", "fr"), per_unit("1 bouteille", "fr"), per_unit("100 g", "fr")
    ('à l’unité', 'par bouteille', 'pour 100 g')
    """
    table = translations(language)
    one = re.match(table["unit.one"], words)
    if one is None:
        return translate("unit.per", language, unit=words)
    unit = words[one.end() :]
    piece = table["unit.piece"].partition("|")[0].format(n=1)[len(one[0]) :]
    behind = unit.removeprefix(piece)
    if behind != unit and not behind[:1].isalnum():
        return table["unit.each"] + behind
    return translate("unit.per-one", language, unit=unit)


def per_words(unit: Mapping[str, str], language: str) -> str:
    """What a figure is per, from the words of its unit by language; in the language of the words that there are.

    >>> per_words({"ja": "1個", "en": "1 piece"}, "fr")
    'each'
    """
    return per_unit(in_language(unit, language), language_used(unit, language))


def translate_all(key: str, numbers: Mapping[str, str] | None = None, **values: object) -> dict[str, str]:
    """The sentence `key` in every language.

    Args:
        key: of a sentence.
        numbers: gaps with a decimal point, which each language writes in its own way.
        values: the other gaps; one that is texts by language is taken in each one's own.

    >>> translate_all("indicator.wood", numbers={"volume": "13.2"}, percent=100)["en"]
    'Wood 13.2 m³ (100% domestic)'
    """

    def text(language: str) -> str:
        own = {name: value[language] if isinstance(value, dict) else value for name, value in values.items()}
        shown = {name: format_number(number, language) for name, number in (numbers or {}).items()}
        return translate(key, language, **own, **shown)

    return by_language(text)


class Quantity(Protocol):
    """A number with its unit, such as `figures.Shown`."""

    @property
    def value(self) -> str:
        """The number, with a decimal point."""

    @property
    def unit(self) -> str:
        """Its unit, "g-CO2e"."""


class Translator(NamedTuple):
    """The forms of one language: its words, numbers, units, days, and its choice among texts."""

    language: str

    def say(self, key: str, **values: object) -> str:
        """Translate a sentence."""
        return translate(key, self.language, **values)

    def number(self, value: str) -> str:
        """Write a number with the decimal mark of the language."""
        return format_number(value, self.language)

    def unit(self, unit: str) -> str:
        """Write the unit of a figure, such as "g-CO2e"."""
        return format_unit(unit, self.language)

    def quantity(self, shown: Quantity) -> str:
        """Write a figure with its unit."""
        return format_quantity(shown.value, self.unit(shown.unit), self.language)

    def per(self, unit: Mapping[str, str]) -> str:
        """Say what a figure is per, from the words of its unit."""
        return per_words(unit, self.language)

    def of(self, texts: Mapping[str, str] | str) -> str:
        """Choose from texts by language."""
        return in_language(texts, self.language)

    def range(self, low: str, high: str) -> str:
        """Write two numbers as the ends of a range."""
        return format_range(low, high, self.language)

    def date(self, day: dt.date) -> str:
        """Write a day."""
        return format_date(day, self.language)

    def list(self, key: str, texts: Iterable[str]) -> str:
        """Join texts by what stands between two of them, such as "statement.list"."""
        return self.say(key).join(texts)


def in_each_language(write: Callable[[Translator], str]) -> dict[str, str]:
    """Write a text in every language, each with its own forms.

    >>> in_each_language(lambda w: w.number("1234.5"))["en"]
    '1,234.5'
    """
    return by_language(lambda language: write(Translator(language)))
