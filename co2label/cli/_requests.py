"""Options of a command made from the fields of a request, such as `label.LabelRequest`.

A request belongs to the room that does the job; its module is loaded when the command is used, so that `co2label --help` needs
no room. What a request refuses is wrong usage of the option that it names.

>>> parse_pair("296x128"), parse_pair("63.5 × 38.1")
((296.0, 128.0), (63.5, 38.1))
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import typer
from typer.core import TyperCommand
from typer.main import get_command

from co2label._options import Option, options_of
from co2label.errors import OptionError

Command = TypeVar("Command", bound=Callable[..., None])


def takes(**requests: Callable[[], type[Any]]) -> Callable[[Command], Command]:
    """Give a command the fields of requests as options; it gets each request as an argument.

    Args:
        requests: by the name of the argument, what gives the class of the request.
    """

    def mark(command: Command) -> Command:
        for name in requests:
            del command.__annotations__[name]
        written = inspect.signature(command, eval_str=True).parameters.values()
        plain = [each for each in written if each.name not in requests]
        vars(command).update(__signature__=inspect.Signature(plain), requests=requests)
        return command

    return mark


class RequestCommand(TyperCommand):
    """A command that takes requests."""

    _complete = False

    @property
    def params(self) -> list[Any]:
        """The command's own parameters, and behind them the fields of the requests, which are made here."""
        if not self._complete:
            self._complete = True
            self._params += [each for request in self._requests.values() for each in _made_options(request)]
        return self._params

    @params.setter
    def params(self, params: list[Any]) -> None:
        self._params = list(params)

    @property
    def _requests(self) -> dict[str, type[Any]]:
        return {name: load() for name, load in inspect.unwrap(self.callback).requests.items()}  # type: ignore[arg-type]

    def invoke(self, ctx: Any) -> Any:
        """Run the command with its requests.

        Raises:
            BadParameter: a request refuses an option.
        """
        requests = self._requests
        given = {
            name: {field: ctx.params.pop(field) for field in options_of(request)}
            for name, request in requests.items()
        }
        plain = {name: list(each) if isinstance(each, tuple) else each for name, each in ctx.params.items()}
        try:
            made = {name: request(**given[name]) for name, request in requests.items()}
            return ctx.invoke(inspect.unwrap(self.callback), **plain, **made)  # type: ignore[arg-type]
        except OptionError as error:
            owner = next(each for each in requests.values() if error.option in options_of(each))
            flag = flag_of(owner, error.option)
            raise typer.BadParameter(error.reason, ctx=ctx, param_hint=flag) from None


def flag_of(request: type[Any], name: str) -> str:
    """The name on the command line of a field of a request."""
    return options_of(request)[name][1].flag or f"--{name.replace('_', '-')}"


def given_fields(request: Any) -> dict[str, Any]:
    """The fields of a request that have a value."""
    values = {field.name: getattr(request, field.name) for field in fields(request)}
    return {name: value for name, value in values.items() if value is not None}


def _made_options(request: type[Any]) -> list[Any]:
    """The options as Typer makes them."""
    options = options_of(request)
    parameters = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=",".join(field.default) if isinstance(field.default, tuple) else field.default,
            annotation=_annotation(flag_of(request, field.name), *options[field.name]),
        )
        for field in fields(request)
        if field.name in options
    ]

    def command() -> None: ...

    vars(command).update(__signature__=inspect.Signature(parameters))
    program = typer.Typer(add_completion=False)
    program.command()(command)
    return [each for each in get_command(program).params if each.name in options]


def _annotation(flag: str, kind: Any, option: Option) -> Any:
    kinds = get_args(kind) if get_origin(kind) in {Union, UnionType} else (kind,)
    shown = typer.Option(
        flag,
        *([option.short] if option.short else []),
        help=option.help,
        metavar=option.metavar or (f"[{'|'.join(map(str, option.choices))}]" if option.choices else None),
        parser=_parse_choice(option) or next((_PARSERS[each] for each in kinds if each in _PARSERS), None),
        show_default=option.otherwise or True,
        rich_help_panel=option.group,
    )
    plain = next((each for each in (Path, bool, int, float) if each in kinds), str)
    return Annotated[bool if plain is bool else plain | None, shown]


def _parse_choice(option: Option) -> Callable[[str], str] | None:
    if not option.any_case:
        return None
    known = {str(each).lower(): str(each) for each in option.choices or ()}
    return lambda text: known.get(text.lower(), text)


def _parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"expected a day such as 2026-11-23, got {text!r}"
        raise typer.BadParameter(message) from None


def parse_pair(text: str) -> tuple[float, float]:
    """Read two numbers, across and down, such as "296x128" or "0.5,-0.3".

    Raises:
        BadParameter: not two finite numbers.
    """
    try:
        across, down = map(float, re.split("[x×,]", text, flags=re.IGNORECASE))
    except ValueError:
        across = down = math.nan
    if not (math.isfinite(across) and math.isfinite(down)):
        message = f"expected two numbers such as 60x40, across and down, got {text!r}"
        raise typer.BadParameter(message)
    return across, down


def _parse_counts(text: str) -> tuple[int, int]:
    across, down = parse_pair(text)
    if not all(each.is_integer() and each >= 1 for each in (across, down)):
        message = f"expected two whole numbers such as 3x8, got {across:g}x{down:g}"
        raise typer.BadParameter(message)
    return int(across), int(down)


def _parse_list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",")))


_PARSERS: dict[Any, Callable[[str], Any]] = {
    tuple[float, float]: parse_pair,
    tuple[int, int]: _parse_counts,
    tuple[str, ...]: _parse_list,
    date: _parse_day,
}
