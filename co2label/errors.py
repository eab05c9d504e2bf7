"""The error tree: everything that co2label refuses, it refuses with one of these.

::

    Co2LabelError (ValueError)
    ├── UnitError          a unit or an amount that cannot be read, or not safely
    ├── IdentifierError    a GTIN or another code with a wrong shape or check digit
    ├── TextError          text that must not be printed (control, bidi, over-long, empty)
    ├── DocumentError      a file or object that does not fit the model; holds every problem
    ├── FactorError        an unknown emission factor, or one that cannot be used
    ├── ComputeError       a product that cannot be computed; holds every problem
    ├── ClaimError         something that the data does not allow one to say; holds every problem
    ├── BookError          a book of figures that cannot be read, is no longer valid, or cannot be written
    ├── LedgerError        a ledger of points that cannot be read, or a booking that it must refuse
    ├── OptionError        options that do not go together, or a value that one cannot have; names the option
    ├── RunError           a run over a catalogue that cannot begin, or cannot go on
    └── DrawError          a picture that would lie or be unreadable (overlap, overflow, missing glyph)

A message says what was expected, what came, where, and what to do. `Problem` is one such finding;
errors that collect (`DocumentError`, `ComputeError`, `ClaimError`) list all of them.

>>> raise DocumentError([Problem("products[0].gtin", "check digit 6 expected, got 7", "correct the last digit")])
Traceback (most recent call last):
...
co2label.errors.DocumentError: products[0].gtin: check digit 6 expected, got 7; correct the last digit
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def clip(value: object, limit: int = 80) -> str:
    """Show a value from outside in a message: its `repr`, cut to `limit` characters.

    >>> clip("x" * 200, 10)
    "'xxxxxxxx…"
    """
    shown = repr(value if not isinstance(value, str) else value[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def suggestion(word: str, words: Iterable[str]) -> str:
    """A hint that names the closest known words, or an empty string.

    >>> suggestion("coal", ["food.rice", "fuel.lpg"])
    ''
    """
    import difflib  # noqa: PLC0415 - only what goes wrong needs it

    close = difflib.get_close_matches(word, list(words), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(repr(c) for c in close)}?" if close else ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    Attributes:
        where: a path such as `activities[2].amount`.
        what: what came, against what was expected.
        todo: what the reader can do about it.
    """

    where: str
    what: str
    todo: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}" if self.where else self.reason

    @property
    def reason(self) -> str:
        """State what is wrong and what can be done about it, without the place.

        >>> Problem("mass", "expected an amount", "write it").reason
        'expected an amount; write it'
        """
        return f"{self.what}; {self.todo}" if self.todo else self.what

    def under(self, prefix: str) -> Problem:
        """The same finding, seen from further out: its path with `prefix` before it."""
        if not self.where:
            return Problem(prefix, self.what, self.todo)
        joint = "" if self.where.startswith("[") or not prefix else "."
        return Problem(f"{prefix}{joint}{self.where}", self.what, self.todo)

    def as_error(self) -> DocumentError:
        """The `DocumentError` of this problem alone."""
        return DocumentError([self])


class Co2LabelError(ValueError):
    """The root of the tree; catch this to catch everything that co2label refuses."""


class _CollectedError(Co2LabelError):
    """An error that holds every problem found, not only the first."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def raise_any(cls, problems: Iterable[Problem | None]) -> None:
        """Raise the error with all of the problems, if there are any; None is no problem.

        >>> DocumentError.raise_any([])
        """
        if found := [problem for problem in problems if problem]:
            raise cls(found)

    @classmethod
    @contextmanager
    def collecting(cls, problems: list[Problem], under: str = "") -> Iterator[None]:
        """Within, add the problems of such an error to a list, each under a path, and go on behind the block.

        >>> problems = []
        >>> with DocumentError.collecting(problems, "lines[2]"):
        ...     raise Problem("amount", "expected a number").as_error()
        >>> problems[0].where
        'lines[2].amount'
        """
        try:
            yield
        except cls as error:
            problems += [problem.under(under) for problem in error.problems]

    def __reduce__(self) -> tuple[type[_CollectedError], tuple[tuple[Problem, ...]]]:
        """Go to another process with the problems, not with their text alone."""
        return type(self), (self.problems,)


class UnitError(Co2LabelError):
    """A unit or an amount that cannot be read, cannot be read safely, or is of another kind."""


class IdentifierError(Co2LabelError):
    """A GTIN, country or other code that is not valid."""


class TextError(Co2LabelError):
    """Text that must not be printed: control, bidi or zero-width characters, empty, or far too long."""


class FactorError(Co2LabelError):
    """An emission factor that is not in the library, or cannot be used; names the nearest ones."""


class BookError(Co2LabelError):
    """A book of figures for tills that is damaged, foreign, too new, no longer valid, or cannot be written."""


class LedgerError(Co2LabelError):
    """A ledger of points that is damaged, foreign, or busy, or a booking that it must refuse."""


class OptionError(Co2LabelError):
    """An option of a request that goes with none of the others, or a value that it cannot have.

    Attributes:
        option: the field of the request.
        reason: what is wrong, and what to do.
    """

    def __init__(self, option: str, reason: str) -> None:
        self.option, self.reason = option, reason
        super().__init__(f"{option}: {reason}")

    def __reduce__(self) -> tuple[type[OptionError], tuple[str, str]]:
        return OptionError, (self.option, self.reason)


class RunError(Co2LabelError):
    """A run over a catalogue that cannot begin or go on: its folder is in use, of another run, or cannot be written to."""


class DrawError(Co2LabelError):
    """A picture that would be unreadable or would lie: overlap, overflow, a missing glyph."""


class DocumentError(_CollectedError):
    """A file or object that does not fit the model; `problems` lists every finding with its path."""


class ComputeError(_CollectedError):
    """Products that cannot be computed; `problems` lists every finding with its path."""


class ClaimError(_CollectedError):
    """A declaration that the data does not allow; `problems` lists every finding."""
