"""Options of commands: parameters of a command and fields of a request, declared by `Option`, and fields of a model.

A request, such as `label.LabelRequest`, belongs to the room that does the job; its module is loaded when the command is used, so
that `co2label --help` needs no room. What a request refuses is wrong usage of the option that it names.

>>> parse_pair("296x128"), parse_pair("63.5 × 38.1")
((296.0, 128.0), (63.5, 38.1))
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from co2label._options import Option, options_of
from co2label.errors import OptionError, TextError, clip
from co2label.wording import LANGUAGES, read_languages

if TYPE_CHECKING:
    from co2label.model import Model

Request = Any
"""The class of a request, or a `ModelRequest`: it is called with the values of its options."""
Command = TypeVar("Command", bound=Callable[..., None])


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """A model whose fields are options; its descriptions are their help. What it refuses is data, not usage.

    Attributes:
        model: reads the values.
        flags: the names on the command line, where they are not those of the fields; one without dashes is an argument.
    """

    model: type[Model]
    flags: Mapping[str, str]

    def __call__(self, **given: Any) -> Model:
        """Read the values that were given.

        Raises:
            DocumentError: with every problem of the model.
        """
        return self.model.read({name: value for name, value in given.items() if value is not None})

    def options(self) -> Iterator[tuple[str, tuple[Any, Option, Any]]]:
        """Name, type, option and default of each field, but of the `kind`."""
        from co2label.model import field_docs

        docs = field_docs(self.model)
        for name, field in self.model.model_fields.items():
            if name == "kind":
                continue
            kinds = _alternatives(field.annotation)
            several = [get_args(each)[0] for each in kinds if get_origin(each) is tuple]
            choices = [
                one for each in [*kinds, *several] if get_origin(each) is Literal for one in get_args(each)
            ]
            help_text = docs.get(name, "") + (" Again for each." if several else "")
            option = Option(help_text, flag=self.flags.get(name), choices=choices or None)
            default = MISSING if field.is_required() else None if several else field.default
            yield name, (list[str] if several else field.annotation, option, default)


def takes(**requests: Callable[[], Request]) -> Callable[[Command], Command]:
    """Give a command the fields of requests as options; it gets each request as an argument.

    Args:
        requests: by the name of the argument, what gives the class of the request, or a `ModelRequest`.
    """

    def mark(command: Command) -> Command:
        for name in requests:
            del command.__annotations__[name]
        written = inspect.signature(command, eval_str=True).parameters.values()
        plain = [each for each in written if each.name not in requests]
        vars(command).update(__signature__=inspect.Signature(plain), requests=requests)
        return command

    return mark


def add_commands(group: typer.Typer, *commands: Callable[..., None], panel: str | None = None) -> None:
    """Add commands to a group by the names of their functions, of which a last underscore is no part.

    Parameters that are annotated with an `Option` become options and arguments.
    """
    for command in commands:
        own = [_own_parameter(each) for each in inspect.signature(command, eval_str=True).parameters.values()]
        command.__annotations__ = {each.name: each.annotation for each in own}
        vars(command)["__signature__"] = inspect.Signature(own)
        cls = RequestCommand if hasattr(command, "requests") else WholeCommand
        group.command(command.__name__.rstrip("_"), cls=cls, rich_help_panel=panel)(command)


def group_of(help: str, *commands: Callable[..., None], cls: type[TyperGroup] = TyperGroup) -> typer.Typer:  # noqa: A002 - the word of typer
    """Make a group of commands."""
    group = typer.Typer(cls=cls, no_args_is_help=True, help=help)
    add_commands(group, *commands)
    return group


class WholeCommand(TyperCommand):
    """A command that names all missing arguments and options together."""

    _requests: Mapping[str, Request] = MappingProxyType({})

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line.

        Raises:
            UsageError: what must be given is missing, or is not what it should be.
        """
        written = list(args)
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            if not hasattr(error, "param_type"):  # something is wrong, but nothing is missing
                raise
            given, _, _ = self.make_parser(ctx).parse_args(written)
            known: list[Any] = self.get_params(ctx)
            missing = [
                f"{each.param_type_name} {each.get_error_hint()}"
                for each in known
                if each.required
                and not (isinstance(given.get(each.name), str | list) or given.get(each.name))
            ]
            for request in self._requests.values():
                some = getattr(request, "some_of", ())
                if some and not any(given.get(name) for name in some):
                    missing.append(f"one of {', '.join(repr(flag_of(request, name)) for name in some)}")
            if len(missing) > 1:
                ctx.fail(f"Missing {', '.join(missing)}.")
            raise


class RequestCommand(WholeCommand):
    """A command that takes requests."""

    _complete = False
    _params: list[Any]

    @property
    def params(self) -> list[Any]:
        """The command's own parameters between the arguments and the options of the requests, which are made here."""
        if not self._complete:
            self._complete = True
            made = [each for request in self._requests.values() for each in _made_parameters(request)]
            leads = any(getattr(request, "leads", False) for request in self._requests.values())
            self._params = [*made, *self._params] if leads else [*self._params, *made]
            self._params.sort(key=lambda each: each.param_type_name == "option" or each not in made)
        return self._params

    @params.setter
    def params(self, params: list[Any]) -> None:
        self._params = list(params)

    @property
    def _requests(self) -> dict[str, Request]:  # type: ignore[override]
        return {name: load() for name, load in inspect.unwrap(self.callback).requests.items()}  # type: ignore[arg-type]

    def invoke(self, ctx: Any) -> Any:
        """Run the command with its requests.

        Raises:
            BadParameter: a request refuses an option.
        """
        requests = self._requests
        given = {
            name: {field: ctx.params.pop(field) for field in _options(request)}
            for name, request in requests.items()
        }
        plain = {name: list(each) if isinstance(each, tuple) else each for name, each in ctx.params.items()}
        try:
            made = {name: request(**given[name]) for name, request in requests.items()}
            return ctx.invoke(inspect.unwrap(self.callback), **plain, **made)  # type: ignore[arg-type]
        except OptionError as error:
            owner = next(each for each in requests.values() if error.option in _options(each))
            flag = flag_of(owner, error.option)
            raise typer.BadParameter(error.reason, ctx=ctx, param_hint=flag) from None


def flag_of(request: type[Any], name: str) -> str:
    """The name on the command line of a field of a request."""
    return options_of(request)[name][1].flag or f"--{name.replace('_', '-')}"


def given_fields(request: Any) -> dict[str, Any]:
    """The fields of a request that have a value."""
    values = {field.name: getattr(request, field.name) for field in fields(request)}
    return {name: value for name, value in values.items() if value is not None}


def _options(request: Request) -> dict[str, tuple[Any, Option, Any]]:
    """Type, option and default of each field that has an option; MISSING where one must be given."""
    if isinstance(request, ModelRequest):
        return dict(request.options())
    defaults = {field.name: field.default for field in fields(request)}
    found = options_of(request)
    return {name: (*found[name], default) for name, default in defaults.items() if name in found}


def _own_parameter(parameter: inspect.Parameter) -> inspect.Parameter:
    """A parameter of a command as Typer reads it: one that is annotated with an `Option` becomes an option or an argument."""
    if get_origin(parameter.annotation) is not Annotated:
        return parameter
    kind, option = get_args(parameter.annotation)
    if not isinstance(option, Option):
        return parameter
    name, required = parameter.name, parameter.default is inspect.Parameter.empty
    return parameter.replace(annotation=_annotation(name, kind, option, required=required, own=True))


def _made_parameters(request: Request) -> list[Any]:
    """The arguments and options as Typer makes them."""
    parameters = []
    for name, (kind, option, default) in _options(request).items():
        required = default is MISSING
        usual = ",".join(default) if isinstance(default, tuple) else default
        parameters.append(
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if required else usual,
                annotation=_annotation(name, kind, option, required=required),
            )
        )

    def command() -> None: ...

    vars(command).update(__signature__=inspect.Signature(parameters))
    program = typer.Typer(add_completion=False)
    program.command()(command)
    names = {each.name for each in parameters}
    return [each for each in get_command(program).params if each.name in names]


def _alternatives(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in {Union, UnionType} else (kind,)


_PLAIN = (Path, bool, int, float, datetime, list[Path], list[str])
"""Types that Typer reads; all others are read as text."""


def _annotation(name: str, kind: Any, option: Option, *, required: bool, own: bool = False) -> Any:
    """An option or argument for Typer; choices and bounds are checked there if it is a command's own, else by the request."""
    kinds = _alternatives(kind)
    flag = option.flag or f"--{name.replace('_', '-')}"
    short = option.short or ("-o" if flag == "--output" else None)
    known = [str(each) for each in option.choices or (get_args(kind) if get_origin(kind) is Literal else ())]
    choices = f"[{'|'.join(known)}]" if known and not own else None
    parser = option.parse or next((_PARSERS[each] for each in kinds if each in _PARSERS), None)
    plain: Any = next((each for each in _PLAIN if each in kinds), str)
    limits: dict[str, Any] = {}
    if own and known:
        plain = _enumeration(name, known)
    elif own:
        limits = {"min": option.least, "max": option.most}
    else:
        parser = _parse_choice(option, required=required) or parser
    if not flag.startswith("-"):
        metavar = f"{flag}:{choices}" if choices else None if known else flag
        return Annotated[
            plain, typer.Argument(metavar=metavar, help=option.help, parser=parser, show_default=False)
        ]
    shown = typer.Option(
        flag,
        *([short] if short else []),
        help=option.help,
        metavar=option.metavar or choices or ("FILE" if plain is Path else None),
        parser=parser,
        show_default=option.otherwise or True,
        rich_help_panel=option.group,
        **limits,
    )
    return Annotated[bool if plain is bool else plain | None, shown]


def _enumeration(name: str, texts: list[str]) -> Any:
    return StrEnum(name, [(each, each) for each in texts])


def _parse_choice(option: Option, *, required: bool) -> Callable[[str], str] | None:
    """Reads a choice in any case, or one that must be given; others are checked by their request."""
    if not option.choices or not (required or option.any_case):
        return None
    known = {str(each).lower() if option.any_case else str(each): str(each) for each in option.choices}

    def parse(text: str) -> str:
        if required and text not in known:
            raise typer.BadParameter(f"expected one of {', '.join(known)}, got {clip(text)}")
        return known.get(text.lower(), text)

    return parse


def _parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"expected a day such as 2026-11-23, got {text!r}") from None


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
        raise typer.BadParameter(f"expected two numbers such as 60x40, across and down, got {text!r}")
    return across, down


def _parse_counts(text: str) -> tuple[int, int]:
    across, down = parse_pair(text)
    if not all(each.is_integer() and each >= 1 for each in (across, down)):
        raise typer.BadParameter(f"expected two whole numbers such as 3x8, got {across:g}x{down:g}")
    return int(across), int(down)


def _parse_list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",")))


_PARSERS: dict[Any, Callable[[str], Any]] = {
    tuple[float, float]: parse_pair,
    tuple[int, int]: _parse_counts,
    tuple[str, ...]: _parse_list,
    date: _parse_day,
}


def is_directory(output: Path) -> bool:
    """Tell whether an output is a directory, or a name without an ending, which becomes one."""
    return output.is_dir() or output.suffix == ""


def refuse(message: str, *option: str) -> NoReturn:
    """End with wrong usage of an option, which may have two names.

    Raises:
        BadParameter: always.
    """
    raise typer.BadParameter(message, param_hint=option)


def refuse_given(options: Mapping[str, Any], message: str) -> None:
    """Refuse the first of these options that was given, for it would do nothing.

    Raises:
        BadParameter: one of them is neither None nor False.
    """
    for option, value in options.items():
        if value is not None and value is not False:
            refuse(message, option)


def languages(help: str, most: int | None = None) -> Option:  # noqa: A002 - the word of `Option`
    """An option for languages: one of them, or up to `most`, such as "ja+en"."""

    def read(value: str) -> str:
        try:
            read_languages(value, most)
        except TextError as error:
            raise typer.BadParameter(str(error)) from None
        return value

    metavar = f"[{'|'.join(LANGUAGES)}]" if most == 1 else "LANGUAGE"
    return Option(help, metavar=metavar, short="-l", parse=read)


FileArgument = Annotated[
    Path, Option("TOML or JSON: one product, or a table with `products` or `processes`.", flag="FILE")
]

AsJson = Annotated[bool, Option("Print JSON, and nothing else, on stdout.")]

ProductOption = Annotated[str | None, Option("The product of a file that holds several.", metavar="ID")]

FactorsOption = Annotated[
    Path | None, Option("A table of your own emission factors; by id, they win.", metavar="CSV")
]

Language = Annotated[str, languages("Of the words.", most=1)]

PictureOption = Annotated[
    Path | None, Option("A .png, .svg, .pdf, .html or .zpl, or a directory for all products.")
]

IssuedOption = Annotated[
    date | None, Option("Day of issue, such as 2026-11-23.", metavar="DAY", otherwise="today")
]

CampaignOption = Annotated[Path | None, Option("A campaign of points, whose lines stand on its products.")]
