"""Places of a gift programme: the municipalities whose electricity is bought, and where the buyers live.

A name in Japan has its prefecture in front, so it means one place only; it may be written in any form that the register of
declared municipalities knows (⻑野県, a district before a town). Places elsewhere are compared as they are written.

>>> inside("神奈川県横浜市西区", ("神奈川県横浜市",)), inside("東京都", ("京都府",))
(True, False)
>>> inside("岩手県九戸郡洋野町", ("岩手県洋野町",))
True
>>> GiftPlace(name={"ja": "岩手県久慈市", "en": "Kuji, Iwate"}).written
'岩手県久慈市'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from pydantic import model_validator

from co2label.errors import DocumentError, IdentifierError, Problem, clip
from co2label.incentive.public_names import PublicName
from co2label.indicators import (
    Municipality,
    ZeroCarbonRegister,
    fold_place,
    municipality_code,
    split_prefecture,
    without_district,
)
from co2label.model import Model, in_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["GiftPlace", "declared", "inside", "of_name", "with_prefecture"]

_ENDINGS = ("都", "道", "府", "県", "市", "区", "町", "村")


class GiftPlace(Model):
    """A municipality, checked against the register of declared ones and its own code, as far as they know it.

    Attributes:
        name: with the prefecture in front, if it is in Japan; other languages may be given beside it.
        code: its local government code of six digits, if wanted.

    Raises:
        DocumentError: no prefecture, a code that is not valid, or one of another place.

    >>> GiftPlace(name="岩手県久慈市", code="032093")
    Traceback (most recent call last):
    ...
    co2label.errors.DocumentError: code: '032093' is 岩手県一関市, not '岩手県久慈市'; correct one of them
    """

    name: PublicName
    code: str | None = None

    @property
    def written(self) -> str:
        """The name by which it is found: in Japanese, where it has one in Japanese."""
        return in_language(self.name, "ja")

    @model_validator(mode="after")
    def _known(self) -> Self:
        problems = [*with_prefecture("name", self.written), *_code_problems(self)]
        if problems:
            raise DocumentError(problems)
        return self


def of_name(value: Any) -> Any:
    """A place of which only the name was written."""
    return {"name": value} if isinstance(value, str) else value


def with_prefecture(where: str, name: str) -> Iterator[Problem]:
    """A finding where the name of a place in Japan lacks its prefecture."""
    plain = fold_place(name)
    if plain.endswith(_ENDINGS) and split_prefecture(plain)[0] is None:
        yield Problem(where, f"{clip(name)} has no prefecture", "write it in front, such as 岩手県久慈市")


def declared(name: str) -> Municipality | None:
    """The place in the bundled register of declared municipalities, or none: it is no list of all that there are."""
    return _listed(ZeroCarbonRegister.bundled().find, name)


def _listed(find: Callable[[str], Municipality], sought: str) -> Municipality | None:
    try:
        return find(sought)
    except IdentifierError:
        return None


def inside(place: str, area: Sequence[str]) -> bool:
    """Whether a place lies in one of the areas, each a prefecture or a municipality."""
    return not area or _plain(place).startswith(tuple(_plain(each) for each in area))


def _plain(name: str) -> str:
    prefecture, rest = split_prefecture(fold_place(name))
    return (prefecture or "") + without_district(rest)


def _code_problems(place: GiftPlace) -> Iterator[Problem]:
    """What the check digit and the register know of a code."""
    if place.code is None:
        return
    try:
        code = municipality_code(place.code)
    except IdentifierError as error:
        yield Problem("code", str(error))
        return
    named, of_code = declared(place.written), _listed(ZeroCarbonRegister.bundled().by_code, code)
    if of_code is not None and _plain(of_code.full_name) != _plain(place.written):
        what = f"{code!r} is {of_code.full_name}, not {clip(place.written)}"
        yield Problem("code", what, "correct one of them")
    elif of_code is None and named is not None:
        what = f"{code!r} is not that of {named.full_name}, {named.code}"
        yield Problem("code", what, "correct one of them")
