"""Products, factors, lines and commands that many tests begin with; imported as `builders`.

What users of the library profit from stands in `co2label.testing`; what a file of tests needs otherwise, it fixes by
`functools.partial`.
"""

from typer.testing import CliRunner

from co2label.draw import Text
from co2label.testing import STATEMENT, factor, factor_line, library, line, product, product_line

__all__ = [
    "STATEMENT",
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
    """All words of a picture."""
    return " ".join(op.text for op in texts(picture))
