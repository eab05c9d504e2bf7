"""Write the options of the requests into docs/reference/commands.md, from the fields of their requests.

`python tools/commands_reference.py` writes them; with `--check` it fails if the page is not what the requests say.
"""

from __future__ import annotations

import re
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from co2label._options import options_of
from co2label.catalogue import BatchRequest
from co2label.cli._options import flag_of
from co2label.label import LabelRequest
from co2label.receipt import BookRequest, ReceiptRequest, StatementRequest
from co2label.tag import TagRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label._options import Option

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "commands.md"
REQUESTS: tuple[type[Any], ...] = (
    LabelRequest,
    TagRequest,
    ReceiptRequest,
    BatchRequest,
    StatementRequest,
    BookRequest,
)
_PLACE = re.compile(
    r"(<!-- options of (\w+), by tools/commands_reference\.py -->\n).*?(<!-- end -->)", re.DOTALL
)


def page() -> str:
    """The whole page; what stands outside the marks is written by hand."""
    made = {request.__name__: tables(request) for request in REQUESTS}
    return _PLACE.sub(lambda found: found[1] + made[found[2]] + found[3], PAGE.read_text(encoding="utf-8"))


def tables(request: type[Any]) -> str:
    """The options of a request, a table for each group."""
    options = [(name, option) for name, (_, option) in options_of(request).items()]
    order = list(dict.fromkeys(option.group for _, option in options))
    grouped = groupby(
        sorted(options, key=lambda each: order.index(each[1].group)), lambda each: each[1].group
    )
    return (
        "\n" + "\n\n".join("\n".join(_table(request, group, list(rows))) for group, rows in grouped) + "\n\n"
    )


def _table(request: type[Any], group: str | None, rows: list[tuple[str, Option]]) -> Iterator[str]:
    yield f"| {(group or 'option').lower()} | |"
    yield "| --- | --- |"
    for name, option in rows:
        short = f", `{option.short}`" if option.short else ""
        yield f"| `{flag_of(request, name)}{_value(option)}`{short} | {option.help}{_otherwise(request, name, option)} |"


def _value(option: Option) -> str:
    if option.metavar is not None:
        return f" {option.metavar.strip('[]')}".replace("|", "\\|")
    return " " + "\\|".join(map(str, option.choices)) if option.choices else ""


def _otherwise(request: type[Any], name: str, option: Option) -> str:
    default = request.__dataclass_fields__[name].default
    usual = option.otherwise or (",".join(default) if isinstance(default, tuple) else default)
    return "" if usual in {None, False} else f" Else `{usual}`."


if __name__ == "__main__":
    wanted = page()
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text(encoding="utf-8") != wanted)
    PAGE.write_text(wanted, encoding="utf-8")
