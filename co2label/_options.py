"""Options of a request, declared once: the library takes the request, the command line makes its options from it.

A request is a frozen dataclass, such as `label.LabelRequest`. Each of its fields is annotated with an `Option`: a sentence of
help, and the values that it can have. A request refuses options that do not go together when it is made.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn, get_type_hints

from co2label.errors import OptionError, clip

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

__all__ = ["Option", "check_values", "options_of", "refuse", "refuse_given"]


@dataclass(frozen=True, slots=True)
class Option:
    """What a field of a request means.

    Attributes:
        help: a sentence.
        group: the heading under which a command line lists it.
        metavar: how a value is written, such as "WxH"; else its choices or its type, which is FILE for a path.
        otherwise: what holds where nothing is given and the default does not say it.
        short: a flag of one letter; that of `output` is -o.
        flag: the name on a command line, where it is not the name of the field; without dashes, it is an argument.
        choices: the values that it can have.
        any_case: whether a command line takes a choice in small letters or capitals alike.
        parse: reads the text that a command line gives, where the type does not say how.
        least: the smallest number.
        most: the largest number.
    """

    help: str
    group: str | None = None
    metavar: str | None = None
    otherwise: str | None = None
    short: str | None = None
    flag: str | None = None
    choices: Collection[Any] | None = None
    any_case: bool = False
    parse: Callable[[str], Any] | None = None
    least: float | None = None
    most: float | None = None


def options_of(request: type[Any]) -> dict[str, tuple[Any, Option]]:
    """The type and the `Option` of each field that has one; those of a base class come first."""
    found: dict[str, tuple[Any, Option]] = {}
    for owner in reversed(request.__mro__):
        written = vars(owner).get("__annotations__", {})
        options = SimpleNamespace(
            __annotations__={name: hint for name, hint in written.items() if "Option(" in str(hint)}
        )
        names = vars(sys.modules[owner.__module__])
        for name, hint in get_type_hints(options, names, include_extras=True).items():
            found[name] = (
                hint.__origin__,
                next(each for each in hint.__metadata__ if isinstance(each, Option)),
            )
    return found


def check_values(request: Any) -> None:
    """Refuse a value that is not among the choices of its option, or not in its range.

    Raises:
        OptionError: names the field.
    """
    for name, (_, option) in options_of(type(request)).items():
        value = getattr(request, name)
        if value is None:
            continue
        if option.choices is not None:
            for each in value if isinstance(value, tuple) else (value,):
                if each not in option.choices:
                    refuse(name, f"expected one of {', '.join(map(str, option.choices))}, got {clip(each)}")
        least, most = option.least, option.most
        if least is not None and most is not None and not least <= value <= most:
            refuse(name, f"expected {least:g} to {most:g}, got {value:g}")
        if least is not None and not least <= value:
            refuse(name, f"expected at least {least:g}, got {value:g}")


def refuse(option: str, reason: str) -> NoReturn:
    """Refuse an option of a request.

    Raises:
        OptionError: always.
    """
    raise OptionError(option, reason)


def refuse_given(request: Any, names: Iterable[str], why: str) -> None:
    """Refuse the first of these fields that has a value, since it would do nothing.

    Raises:
        OptionError: one of them is neither None nor False.
    """
    for name in names:
        if getattr(request, name) not in (None, False):
            refuse(name, why)
