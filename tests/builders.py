"""Products, factors, lines and commands that many tests begin with; imported as `builders`.

What users of the library profit from stands in `co2label.testing`; what a file of tests needs otherwise, it fixes by
`functools.partial`.
"""

from typer.testing import CliRunner

from co2label.declaration import declare
from co2label.draw import Text
from co2label.footprint import compute
from co2label.model import Activity, Product
from co2label.testing import STATEMENT, factor, factor_line, library, line, product, product_line

__all__ = [
    "STATEMENT",
    "declared",
    "factor",
    "factor_line",
    "invoke",
    "library",
    "line",
    "product",
    "product_line",
    "run",
    "text_of",
    "texts",
]


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
    """All words of a picture, with ordinary spaces."""
    return plain_spaces(" ".join(op.text for op in texts(picture)))


def plain_spaces(text):
    """A text with ordinary spaces for those that do not break."""
    return text.replace("\xa0", " ").replace("\u202f", " ")


def declared(kg="0.24 kg", per="1 piece", **statement):
    """A declaration of one direct emission; more of the statement by keyword."""
    product = Product(
        id="x",
        name="X",
        declared_unit=per,
        boundary="cradle-to-gate",
        year=2025,
        mass="110 g" if per == "1 piece" else None,
        activities=[Activity("boiler", kg, gas="CO2", stage="production")],
        declaration={
            "company": "C",
            "valid_until": "2027-11-22",
            "info_url": "https://example.jp/x",
            **statement,
        },
    )
    return declare(compute(product), issued="2026-11-23")
