"""A time in months: a year, a month, or from one month to another.

>>> months("2025-04")
range(24303, 24304)
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator

__all__ = ["Period", "months", "within"]

_PERIOD = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?(?:/([0-9]{4})-(0[1-9]|1[0-2]))?")


def _period(value: Any) -> Any:
    if isinstance(value, str) and months(value) is None:
        message = f'expected a period such as "2025", "2025-04" or "2025-04/2026-03", got {value[:40]!r}'
        raise ValueError(message)
    return value


Period = Annotated[str, BeforeValidator(_period)]
"""A calendar year, a month, or months from first to last: "2025", "2025-04", "2025-04/2026-03" (a Japanese FY2025)."""


def months(period: str) -> range | None:
    """The months of a period, counted from year 0; None where it is no period.

    >>> months("2025-04/2026-03") == range(24303, 24315), months("2026-03/2025-04"), months("FY2025")
    (True, None, None)
    """
    match = _PERIOD.fullmatch(period)
    if match is None or (match[3] and not match[2]):
        return None
    first = int(match[1]) * 12 + (int(match[2]) - 1 if match[2] else 0)
    last = int(match[3]) * 12 + int(match[4]) - 1 if match[3] else first + (0 if match[2] else 11)
    return range(first, last + 1) if last >= first else None


def within(one: str, other: str) -> bool:
    """Whether one of two periods lies in the other.

    >>> within("2025-04", "2025"), within("2025", "2025-04/2026-03")
    (True, False)
    """
    first, second = set(months(one) or ()), set(months(other) or ())
    return first <= second or second <= first
