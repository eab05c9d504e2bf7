"""A plan: the actions that someone means to take, how far, and the footprint that they take it from.

>>> Plan(actions=["telework", {"action": "own-bag", "share": 0.5}]).actions[0].share
1.0
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field

from co2label.errors import DocumentError, Problem, clip
from co2label.incentive.action_names import claim_beside_names
from co2label.model import CleanText, Date, Identifier, Model

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Chosen", "Plan"]

_LONGEST_NAME = 24
"""Characters of a display name, which stands on a card."""


def _chosen(value: Any) -> Any:
    return {"action": value} if isinstance(value, str) else value


class Chosen(Model):
    """An action of a plan.

    Attributes:
        action: its id in the table.
        share: how far one goes, above 0 to 1: 0.4 for working from home on two of five days.
    """

    action: Identifier
    share: float = Field(default=1.0, gt=0, le=1)


class Plan(Model):
    """What someone means to do.

    Attributes:
        actions: at least one; an id, or an id with a share.
        persons: in the household; 1 for a person.
        footprint: kilograms of CO2e a year of the whole household, by domain or by part of life; none means the average.
        who: a display name of one's own choice, or an id; at most 24 characters.
        since: the first day.

    Raises:
        DocumentError: an action twice; a name that is too long or claims something.
    """

    actions: Annotated[
        tuple[Annotated[Chosen, BeforeValidator(_chosen)], ...], Field(strict=False, min_length=1)
    ]
    persons: int = Field(default=1, ge=1, le=100)
    footprint: Annotated[dict[str, Annotated[float, Field(ge=0, le=1e7)]], Field(min_length=1)] | None = None
    who: CleanText | None = None
    since: Date | None = None

    def model_post_init(self, context: Any, /) -> None:
        """Everything that one field alone does not show."""
        del context
        problems = list(self._findings())
        if problems:
            raise DocumentError(problems)

    def _findings(self) -> Iterator[Problem]:
        ids = [one.action for one in self.actions]
        for key in sorted({key for key in ids if ids.count(key) > 1}):
            yield Problem("actions", f"{key} stands there twice", "keep one of them")
        if self.who is not None and len(self.who) > _LONGEST_NAME:
            yield Problem("who", f"{clip(self.who)} is longer than {_LONGEST_NAME} characters", "shorten it")
        if self.who is not None and (claim := claim_beside_names(self.who)) is not None:
            yield Problem("who", f"{clip(self.who)} claims {claim!r}", "use another display name")
