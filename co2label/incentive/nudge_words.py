"""The words of a message: two rows of a narrow receipt, and a sentence for screens, in every language or not at all.

A receipt of 58 mm has 32 columns of CP932; its mark before a notice takes two of them, so a row has 30.

>>> wrap("次は親子丼なら、牛丼よりCO2e 1.7kg少なめ", 30)
['次は親子丼なら、牛丼よりCO2e', '1.7kg少なめ']
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from co2label.columns import to_cp932, wrap
from co2label.wording import LANGUAGES, format_number, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from co2label.figures import Shown

__all__ = ["MOST_ROWS", "ROW", "in_every_language", "mass_words", "shortened"]

ROW, MOST_ROWS = 30, 2
"""Columns of a row beside the mark of a notice, and rows."""
_ASIDE = re.compile(r"\s*[（(][^（）()]*[）)]|,.*$")


def in_every_language(
    key: str, values: Callable[[str], Mapping[str, object]], *, short: bool
) -> Mapping[str, str] | None:
    """A sentence of the tables in every language; None where one of them does not fit two rows (`short`)."""
    said = {language: translate(key, language, **values(language)) for language in LANGUAGES}
    if short:
        said = {language: to_cp932(text)[0] for language, text in said.items()}
        if any(len(wrap(text, ROW)) > MOST_ROWS for text in said.values()):
            return None
    return MappingProxyType(said)


def mass_words(shown: Shown, language: str) -> str:
    """A mass as a receipt says it, beside the word CO2e: "1.7kg"."""
    return format_number(shown.value, language) + shown.unit.removesuffix("-CO2e")


def shortened(name: str) -> str:
    """A name without what stands in brackets or behind a comma.

    >>> shortened("牛丼（並盛）"), shortened("Beef bowl, regular")
    ('牛丼', 'Beef bowl')
    """
    return _ASIDE.sub("", name).strip() or name
