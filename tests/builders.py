"""Products, factors, lines and commands that many tests begin with; imported as `builders`.

Each has the fields that most tests do not care about. What a file of tests needs otherwise, it fixes by `functools.partial`.
"""

from typer.testing import CliRunner

from co2label import Activity, EmissionFactor, FactorLibrary, Product
from co2label.draw import Text

STATEMENT = {
    "issued": "2026-11-23",
    "valid_until": "2027-11-22",
    "company": "Chaya",
    "info_url": "https://example.jp/x",
}
"""What a company states with a figure: the least that `declare` asks for."""


def product(*lines, name="p", **fields):
    """One piece of these lines, from cradle to grave, of no year."""
    plain = {"declared_unit": "1 piece", "boundary": "cradle-to-grave"}
    return Product(id=name, name=name, activities=lines, **plain | fields)


def factor(name="f", value=2.0, per="1 kg", **fields):
    """So many kilograms of CO2e per kilogram, of no component and of no GWP set."""
    plain = {"unit": "kgCO2e", "source": {"title": "EPD"}}
    return EmissionFactor(id=name, value=value, per=per, **plain | fields)


def library(**values):
    """Factors by id: a figure per kilogram, or a factor that is made already."""
    made = (
        value if isinstance(value, EmissionFactor) else factor(key, value) for key, value in values.items()
    )
    return FactorLibrary(made)


def line(amount="1 kg", stage="raw-materials", name="line", **fields):
    """A line of raw materials, of whatever source the fields name."""
    return Activity(name, amount, stage=stage, **fields)


def factor_line(amount, factor, name="a", **fields):
    """A line of production that multiplies a factor."""
    return Activity(name, amount, factor=factor, **{"stage": "production"} | fields)


def product_line(amount, name, **fields):
    """A line of production that uses another product."""
    return Activity(f"use {name}", amount, product=name, stage="production", **fields)


def invoke(*arguments):
    """Run the command in this process, however it ends."""
    from co2label.cli import app

    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def run(*arguments, code=0):
    """Run the command in this process; it must end with this exit code."""
    result = invoke(*arguments)
    assert result.exit_code == code, result.output
    return result


def texts(picture):
    """The texts of a picture, in the order in which they are drawn."""
    return [op for op in picture.scene.ops if isinstance(op, Text)]


def text_of(picture):
    """All words of a picture."""
    return " ".join(op.text for op in texts(picture))
