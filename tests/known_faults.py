"""What other readers get wrong, each with its release, its shape, examples and the reason: the one list of them.

Strategies leave out what `readable` says no to, and nothing else. The tests against each reader hold that
its faults still stand, so that an entry goes when the reader is mended.
"""

import re
from typing import NamedTuple


class Fault(NamedTuple):
    """A thing that a reader cannot read, or takes though it is wrong."""

    reader: str
    release: str
    kind: str
    """`refuses` what is valid, or `takes` what is not."""
    shape: str
    """A regular expression that is found in such texts, and in no others; of what is taken, one for the examples."""
    examples: tuple[str, ...]
    why: str


FAULTS = (
    Fault(
        "epcpy",
        "0.1.8",
        "refuses",
        r"(^|[\"%&])[/<>?](?!$|[\"%&])",
        ("/7", "<A", "a&>b", '1"?2', "//"),
        "serials of SGTIN-198. It takes an escape in an EPC URI to be % and two decimal digits. %2F, %3C, %3E and %3F at the "
        "start, or right after %22, %25 or %26, are read as one hexadecimal number with all that follows up to the next "
        "escape of digits. An escape is % and two hexadecimal digits (RFC 3986, 2.1).",
    ),
    Fault(
        "biip",
        "5.2.0",
        "takes",
        r"/235/",
        ("https://id.gs1.org/01/04569951110016/10/L/235/X",),
        "a third-party extension (235) behind a batch (10); the GS1 Syntax Dictionary has it alone behind a GTIN.",
    ),
)


def readable(reader: str):
    """A predicate for strategies: whether a reader can read a text, as far as its faults are known."""
    shapes = [
        re.compile(fault.shape) for fault in FAULTS if (fault.reader, fault.kind) == (reader, "refuses")
    ]
    return lambda text: not any(shape.search(text) for shape in shapes)


def examples(reader: str, kind: str):
    """Texts that a reader refuses, or takes, by a known fault."""
    return [
        text for fault in FAULTS if (fault.reader, fault.kind) == (reader, kind) for text in fault.examples
    ]
