"""Groups for trying out which message helps: a customer is in the same one on every till and every day.

The arm is taken from SHA-256 of the campaign's salt, the campaign and the customer's id, each led by its length, as a whole
number of the first 8 bytes modulo the number of arms. So it needs no list and no state: the id is used for this one sum and
kept nowhere. Another salt or campaign deals anew. Arms get equal shares; the modulo favours none by more than 1 in 10¹⁸.

>>> trial = Trial(campaign="autumn-2026", salt="9f2c41d07b", arms=["gain", "loss", "none"])
>>> [arm_of(trial, customer) for customer in ("m-1", "m-2", "m-3")]
['none', 'none', 'loss']
"""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from co2label.model import Identifier, Model

__all__ = ["Arm", "Trial", "arm_of"]

Arm = Literal["gain", "loss", "none"]
"""How a swap is told, or no message at all, to compare with."""
_BYTES = 8


def _different(arms: tuple[Arm, ...]) -> tuple[Arm, ...]:
    if len(set(arms)) < len(arms):
        message = f"an arm stands there twice in {', '.join(arms)}; each arm once"
        raise ValueError(message)
    return arms


class Trial(Model):
    """A campaign in which customers are dealt into groups.

    Attributes:
        campaign: its id.
        salt: at least 8 characters, kept by whoever runs the trial, so that nobody else can tell who is in which group.
        arms: two or three different ones.
    """

    campaign: Identifier
    salt: str = Field(min_length=8, max_length=200)
    arms: Annotated[tuple[Arm, ...], AfterValidator(_different), Field(strict=False, min_length=2)]


def arm_of(trial: Trial, customer: str) -> Arm:
    """The arm of a customer: the same for the same campaign, salt and id, on every machine.

    Args:
        trial: the campaign.
        customer: an id of the scheme's own; it is not kept.
    """
    parts = (text.encode() for text in (trial.salt, trial.campaign, customer))
    digest = sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()
    return trial.arms[int.from_bytes(digest[:_BYTES], "big") % len(trial.arms)]
