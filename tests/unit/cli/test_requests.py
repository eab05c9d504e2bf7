"""Requests: options declared once, for the library, which refuses what does not go together, and for the command line."""

import importlib.util
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pytest
import typer
from typer.testing import CliRunner

import co2label as c2
from co2label._options import Option, check_values, options_of
from co2label.catalogue import BatchRequest
from co2label.cli import app
from co2label.cli._options import RequestCommand, group_of, takes
from co2label.cli._reading import FigureBasis
from co2label.errors import OptionError
from co2label.label import TEMPLATES, LabelRequest, calorie
from co2label.receipt import RECEIPT_FORMATS, BookRequest, ReceiptRequest, StatementRequest, receipt_format
from co2label.tag import TagRequest

REQUESTS = [
    LabelRequest,
    ReceiptRequest,
    StatementRequest,
    BookRequest,
    BatchRequest,
    TagRequest,
    FigureBasis,
]
ONIGIRI = str(Path(__file__).parents[3] / "examples" / "onigiri.toml")
BASKET = str(Path(__file__).parents[3] / "examples" / "basket.json")


@dataclass(frozen=True, kw_only=True)
class Toy:
    colour: Annotated[str, Option("Colour of the toy.", choices=("red", "blue"), short="-c")] = "red"
    size: Annotated[tuple[float, float] | None, Option("Size in mm.", "How large", "WxH")] = None
    cells: Annotated[tuple[int, int] | None, Option("Columns and rows.", metavar="CxR")] = None
    names: Annotated[tuple[str, ...], Option("Names, a comma between two.", flag="--name")] = ("a", "b")
    weight: Annotated[float | None, Option("Weight in g.", least=1, most=9)] = None
    quiet: Annotated[bool, Option("Make no noise.")] = False
    kept: str = "no option"

    __post_init__ = check_values


@takes(toy=lambda: Toy)
def play(toy: Toy, word: Annotated[str, typer.Argument()] = "hello") -> None:
    """Play."""
    typer.echo(f"{word}: {toy}")


program = typer.Typer(add_completion=False)
program.command(cls=RequestCommand)(play)


def paint_(
    files: Annotated[list[Path], Option("What is painted.", flag="FILES...")],
    *,
    colour: Annotated[Literal["red", "blue"], Option("Colour of the paint.", short="-c")] = "red",
    coats: Annotated[int, Option("How many coats.", least=1, most=3)] = 1,
    day: Annotated[date | None, Option("When.", metavar="DAY", otherwise="today")] = None,
    shade: Annotated[str, Option("Light or dark.", metavar="SHADE", parse=str.upper)] = "light",
    dry_run: Annotated[bool, Option("Only look.")] = False,
) -> None:
    """Paint."""
    typer.echo(f"{[each.name for each in files]} {colour} {coats} {day} {shade} {dry_run}")


painter = group_of("Toys and paint.", paint_, play)


def test_the_parameters_of_a_command_are_options_alike():
    def invoke(*arguments):
        return CliRunner().invoke(painter, ["paint", *arguments], env={"COLUMNS": "200"})

    assert invoke("a", "b").stdout == "['a', 'b'] red 1 None LIGHT False\n"
    given = ("-c", "blue", "--coats", "3", "--day", "2026-11-23", "--shade", "dark", "--dry-run")
    assert invoke("a", *given).stdout == "['a'] blue 3 2026-11-23 DARK True\n"
    shown = invoke("--help").stdout
    for text in (
        "FILES...",
        "Colour of the paint.",
        "-c",
        "1<=x<=3",
        "DAY",
        "[default: (today)]",
        "--dry-run",
    ):
        assert text in shown
    assert "--no-dry-run" not in shown
    for wrong in (("--coats", "4"), ("--colour", "green"), ("--day", "tomorrow")):
        refused = invoke("a", *wrong)
        assert (refused.exit_code, wrong[0] in refused.stderr) == (2, True)
    assert CliRunner().invoke(painter, ["play", "bye"]).stdout.startswith("bye: Toy(colour='red'")


def run(*arguments):
    return CliRunner().invoke(program, [str(each) for each in arguments])


def test_the_fields_become_options_with_their_sentences():
    shown = run("--help").stdout
    for text in ("--colour", "-c", "[red|blue]", "Colour of the toy.", "How large", "WxH", "--name", "a,b"):
        assert text in shown
    assert "kept" not in shown


def test_the_command_gets_the_request():
    assert run().stdout.strip() == f"hello: {Toy()}"
    given = ("bye", "-c", "blue", "--size", "60x40.5", "--cells", "3x2", "--name", "x, y,x", "--quiet")
    expected = Toy(colour="blue", size=(60.0, 40.5), cells=(3, 2), names=("x", "y"), quiet=True)
    assert run(*given).stdout.strip() == f"bye: {expected}"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--colour", "green"), ("--colour", "expected one of red, blue, got 'green'")),
        (("--weight", "0.5"), ("--weight", "expected 1 to 9, got 0.5")),
        (("--weight", "nan"), ("--weight", "expected 1 to 9, got nan")),
        (("--size", "60"), ("--size", "expected two numbers such as 60x40")),
        (("--cells", "1.5x2"), ("--cells", "expected two whole numbers such as 3x8")),
    ],
)
def test_what_a_request_refuses_is_wrong_usage_of_the_option(arguments, words):
    result = run(*arguments)
    assert result.exit_code == 2
    assert all(word in " ".join(result.stderr.replace("│", " ").split()) for word in words)


@pytest.mark.parametrize("request_type", REQUESTS)
def test_every_option_has_a_sentence(request_type):
    options = options_of(request_type)
    assert list(options) == [each.name for each in fields(request_type)]
    for _, option in options.values():
        assert option.help.endswith(".")
        assert option.help[0].isupper() or option.help[:2].islower()
    request_type()


@pytest.mark.parametrize(
    ("make", "option"),
    [
        (lambda: LabelRequest(price="178円"), "price"),
        (lambda: LabelRequest(template="menu", size=(60, 40), width=80), "width"),
        (lambda: LabelRequest(template="none"), "template"),
        (lambda: LabelRequest(language="ja+xx"), "language"),
        (lambda: LabelRequest(format="svg", dpi=203), "dpi"),
        (lambda: LabelRequest(format="zpl", dpi=204), "dpi"),
        (lambda: LabelRequest(format="pdf", ink="grey"), "ink"),
        (lambda: LabelRequest(format="gif"), "format"),
        (lambda: LabelRequest(red=True), "red"),
        (lambda: LabelRequest(epaper=(296, 128)), "epaper"),
        (lambda: LabelRequest(copies=3), "copies"),
        (lambda: LabelRequest(stock="L7160", grid=(2, 2)), "stock"),
        (lambda: LabelRequest(stock="L9999"), "stock"),
        (lambda: LabelRequest(stock="L7160", page="A5"), "page"),
        (lambda: BatchRequest(formats=("svg", "pdf"), dpi=203), "dpi"),
        (lambda: BatchRequest(formats=("gif",)), "formats"),
        (lambda: BatchRequest(template="menu"), "template"),
        (lambda: ReceiptRequest(qr="https://example.jp"), "qr"),
        (lambda: ReceiptRequest(format="ubl"), "invoice"),
        (lambda: ReceiptRequest(format="html", preview=True), "preview"),
        (lambda: ReceiptRequest(columns=23), "columns"),
        (lambda: StatementRequest(language="ja+en"), "language"),
        (lambda: TagRequest(kind="nfc", level="H"), "level"),
        (lambda: TagRequest(kind="rfid", serial="1"), "company_prefix_length"),
        (lambda: TagRequest(kind="rfid", serial="1", company_prefix_length=7, lot="A"), "lot"),
        (lambda: TagRequest(chip="NTAG213"), "chip"),
        (lambda: TagRequest(level="X"), "level"),
        (lambda: FigureBasis(gwp="AR7"), "gwp"),
        (lambda: FigureBasis(horizon=50), "horizon"),
    ],
)
def test_options_that_do_not_go_together_are_refused_by_name(make, option):
    with pytest.raises(OptionError) as refused:
        make()
    assert refused.value.option == option


def test_the_library_draws_what_the_command_draws(tmp_path):
    document = c2.read_document(ONIGIRI)
    footprint = c2.compute_all(document.products)[0]
    declaration = c2.declare(footprint, issued="2026-11-23")
    request = LabelRequest(template="shelf", price="178円", language="en", format="png", dpi=203, ink="grey")
    drawn = request.encode(request.renderer()(declaration))
    given = ("--template", "shelf", "--price", "178円", "-l", "en", "--dpi", "203", "--ink", "grey")
    target = tmp_path / "x.png"
    result = CliRunner().invoke(app, ["label", ONIGIRI, *given, "--issued", "2026-11-23", "-o", str(target)])
    assert result.exit_code == 0, result.output
    assert target.read_bytes() == drawn


def test_a_further_template_is_known_to_the_command(tmp_path, monkeypatch):
    def poster(declaration, *, price=None, **look):
        assert price == "178円"
        return calorie(declaration, **look)

    monkeypatch.setitem(TEMPLATES, "poster", poster)
    target = tmp_path / "x.svg"
    given = ["label", ONIGIRI, "--template", "poster", "--price", "178円", "-o", str(target)]
    result = CliRunner().invoke(app, given)
    assert result.exit_code == 0, result.output
    assert target.exists()
    assert "poster" in CliRunner().invoke(app, ["batch", "--help"], env={"COLUMNS": "120"}).stdout


def test_a_further_form_of_receipts_is_known_to_the_command():
    receipt_format("toy", has_link=True)(lambda receipt, request: f"{receipt.store} {request.qr}".encode())
    try:
        given = ["receipt", BASKET, "--format", "toy", "--qr", "https://example.jp"]
        assert CliRunner().invoke(app, given).stdout.endswith(" https://example.jp")
    finally:
        del RECEIPT_FORMATS["toy"]


def test_the_reference_of_the_commands_says_what_the_requests_say():
    path = Path(__file__).parents[3] / "tools" / "commands_reference.py"
    spec = importlib.util.spec_from_file_location("commands_reference", path)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.page() == tool.PAGE.read_text(encoding="utf-8"), "run tools/commands_reference.py"
