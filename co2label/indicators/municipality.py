"""A prefecture or municipality of Japan, with its code: what every other table of places here is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from co2label.errors import DocumentError, IdentifierError, Problem, clip
from co2label.indicators.place_names import PREFECTURES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BASES", "KINDS", "Basis", "Kind", "Municipality", "municipality_code"]

Kind = Literal["都道府県", "市", "特別区", "町", "村"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Prefecture, city, special ward of Tokyo, town, village."""

Basis = Literal["listed", "inferred"]
BASES: tuple[Basis, ...] = get_args(Basis)
"""Whether the source names the place, or it was inferred from what the source says otherwise."""

_WEIGHTS = (6, 5, 4, 3, 2)
_DIGITS = re.compile(r"[0-9]{6}")
_ENDINGS = {"市": "市", "特別区": "区", "町": "町", "村": "村"}
_WARDS_OF = "東京都"
_WHOLE_PREFECTURE = "000"


def municipality_code(code: str) -> str:
    """A local government code of six digits, unchanged, once its check digit is right.

    Two digits of the prefecture (JIS X 0401), three of the municipality (JIS X 0402), one check digit: the digits times
    6, 5, 4, 3, 2 are summed; the check digit is the last digit of 11 less the remainder of the sum by 11. Source: 全国
    地方公共団体コード (Ministry of Internal Affairs and Communications, Japan).

    Raises:
        IdentifierError: not six ASCII digits, no such prefecture, or a wrong check digit (says the expected one).

    >>> municipality_code("032077")
    '032077'
    >>> municipality_code("032076")
    Traceback (most recent call last):
    ...
    co2label.errors.IdentifierError: municipality code '032076': check digit 7 expected, got 6; correct the code
    """
    if not isinstance(code, str) or not _DIGITS.fullmatch(code):  # type: ignore[redundant-expr]
        message = (
            f"expected a municipality code of 6 ASCII digits, got {clip(code)}; "
            "spreadsheets drop a zero in front: write it back"
        )
        raise IdentifierError(message)
    if not 1 <= int(code[:2]) <= len(PREFECTURES):
        message = f"municipality code {code!r}: it begins with 01 to 47, the prefecture; correct the code"
        raise IdentifierError(message)
    weighted = sum(int(digit) * weight for digit, weight in zip(code[:5], _WEIGHTS, strict=True))
    expected = (11 - weighted % 11) % 10
    if int(code[5]) != expected:
        message = (
            f"municipality code {code!r}: check digit {expected} expected, got {code[5]}; correct the code"
        )
        raise IdentifierError(message)
    return code


@dataclass(frozen=True, slots=True)
class Municipality:
    """A prefecture or municipality.

    Attributes:
        prefecture: one of `PREFECTURES`.
        name: with its ending (久慈市); of a prefecture its own name again.
        kind: one of `KINDS`.
        code: local government code, six digits.
        basis: one of `BASES`.

    Raises:
        DocumentError: parts that do not belong together; every such finding.

    >>> Municipality("岩手県", "久慈市", "市", "032077").full_name
    '岩手県久慈市'
    >>> Municipality("岩手県", "岩手県", "都道府県", "030007").full_name
    '岩手県'
    >>> Municipality("青森県", "久慈市", "町", "032077")
    Traceback (most recent call last):
    ...
    co2label.errors.DocumentError: municipality: a 町 whose name ends with 町 expected, got '久慈市'; correct one of them
    lgcode: '032077' lies in 岩手県, not in '青森県'; correct one of them
    """

    prefecture: str
    name: str
    kind: Kind
    code: str
    basis: Basis = "listed"

    def __post_init__(self) -> None:
        problems = [*_name_problems(self), *_code_problems(self)]
        if problems:
            raise DocumentError(problems)

    @property
    def full_name(self) -> str:
        """The prefecture and the name, as on an address."""
        return self.prefecture if self.kind == "都道府県" else self.prefecture + self.name


def _name_problems(place: Municipality) -> Iterator[Problem]:
    if place.prefecture not in PREFECTURES:
        todo = "write it with its ending, such as 岩手県"
        yield Problem("prefecture", f"one of the 47 prefectures expected, got {clip(place.prefecture)}", todo)
    if place.basis not in BASES:
        yield Problem("basis", f"{' or '.join(BASES)} expected, got {clip(place.basis)}")
    if place.kind not in KINDS:
        yield Problem("type", f"one of {', '.join(KINDS)} expected, got {clip(place.kind)}")
    elif place.kind == "都道府県":
        if place.name != place.prefecture:
            what = f"the row of a prefecture names a municipality, {clip(place.name)}"
            yield Problem("municipality", what, "leave it empty, or correct the type")
    elif not place.name[:-1] or not place.name.endswith(_ENDINGS[place.kind]):
        what = f"a {place.kind} whose name ends with {_ENDINGS[place.kind]} expected, got {clip(place.name)}"
        yield Problem("municipality", what, "correct one of them")
    if place.kind == "特別区" and place.prefecture != _WARDS_OF:
        what = f"special wards are in {_WARDS_OF} only, got {clip(place.prefecture)}"
        yield Problem("type", what, "a ward of another city is no municipality: name the city")


def _code_problems(place: Municipality) -> Iterator[Problem]:
    try:
        code = municipality_code(place.code)
    except IdentifierError as error:
        yield Problem("lgcode", str(error))
        return
    home = PREFECTURES[int(code[:2]) - 1]
    if home != place.prefecture:
        what = f"{code!r} lies in {home}, not in {clip(place.prefecture)}"
        yield Problem("lgcode", what, "correct one of them")
    if (code[2:5] == _WHOLE_PREFECTURE) != (place.kind == "都道府県"):
        what = f"{code!r} does not fit the type {clip(place.kind)}"
        yield Problem(
            "lgcode", what, "000 before the check digit stands for a whole prefecture, and only for it"
        )
