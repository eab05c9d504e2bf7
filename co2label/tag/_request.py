"""Request of a tag: what is scanned, and what is written into it, with a sentence for each option.

Which options a kind of tag takes, and which it needs, is read from the arguments of the function that makes it.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, replace
from datetime import date  # noqa: TC003 - the options of a request are read from its annotations
from typing import TYPE_CHECKING, Annotated, Any, get_args

from co2label._options import Option, check_values, options_of, refuse, refuse_given
from co2label.draw import QrLevel
from co2label.links import item_link
from co2label.tag._nfc import CHIPS, nfc
from co2label.tag._qr import qr
from co2label.tag._rfid import rfid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from co2label.declaration import Declaration

TAG_KINDS: Mapping[str, Callable[..., Any]] = {"qr": qr, "nfc": nfc, "rfid": rfid}
"""What makes a tag of a Declaration, by the kind of the tag."""

_IN_LINK = ("lot", "serial", "expiry")


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRequest:
    """What is scanned of a product or of one item of it.

    Raises:
        OptionError: options of another kind, one that the kind needs and that is missing, or a value that one cannot have.

    >>> TagRequest(kind="nfc", level="H")
    Traceback (most recent call last):
    ...
    co2label.errors.OptionError: level: belongs to the kind qr, not to nfc; leave it out or change the kind
    """

    kind: Annotated[str, Option("What is scanned.", choices=TAG_KINDS, any_case=True)] = "qr"
    upper_case: Annotated[bool, Option("QR: scheme and host in capitals; often a smaller code.")] = False
    level: Annotated[
        str | None,
        Option("QR: error correction.", otherwise="M", choices=get_args(QrLevel), any_case=True),
    ] = None
    chip: Annotated[
        str | None, Option("NFC: the chip.", otherwise="NTAG213", choices=CHIPS, any_case=True)
    ] = None
    text: Annotated[
        str | None, Option("NFC: add the product's name in this language.", metavar="LANGUAGE")
    ] = None
    company_prefix_length: Annotated[
        int | None, Option("RFID: digits of the GS1 Company Prefix.", metavar="6-12")
    ] = None
    serial: Annotated[
        str | None, Option("Number of the item: of the EPC, or in the link.", metavar="TEXT")
    ] = None
    lot: Annotated[str | None, Option("QR, NFC: batch or lot, in the link.", metavar="TEXT")] = None
    expiry: Annotated[date | None, Option("QR, NFC: last day of use, in the link.", metavar="DAY")] = None
    filter: Annotated[
        int | None,
        Option("RFID: 1, the default, is an item at the point of sale.", metavar="0-7"),
    ] = None

    def __post_init__(self) -> None:
        """Refuse options of another kind, and what is missing.

        Raises:
            OptionError: names the option.
        """
        check_values(self)
        taken = self._taken(self.kind)
        for name in options_of(TagRequest):
            owner = next((kind for kind in TAG_KINDS if name in self._taken(kind)), self.kind)
            if name not in taken and name not in _IN_LINK:
                why = f"belongs to the kind {owner}, not to {self.kind}; leave it out or change the kind"
                refuse_given(self, (name,) if owner != self.kind else (), why)
        if "serial" in taken:
            why = (
                "an EPC holds a serial number alone; a lot and a day of expiry belong to the kinds qr and nfc"
            )
            refuse_given(self, ("lot", "expiry"), why)
        for name, parameter in taken.items():
            if parameter.default is parameter.empty and getattr(self, name, "") is None:
                refuse(name, "an RFID tag needs it, for a GTIN does not say it")

    @staticmethod
    def _taken(kind: str) -> Mapping[str, inspect.Parameter]:
        return inspect.signature(TAG_KINDS[kind]).parameters

    def of_item(self, declaration: Declaration) -> Declaration:
        """The declaration with lot, serial number and last day of use in its link, where the tag holds a link."""
        given = {name: getattr(self, name) for name in _IN_LINK}
        if "serial" in self._taken(self.kind) or not any(given.values()):
            return declaration
        return replace(declaration, link=item_link(declaration.link, **given))

    def make(self, declaration: Declaration) -> Any:
        """The tag: a Picture of a QR code, an `Nfc` or an `Sgtin`.

        Raises:
            DrawError: a link that no QR code holds, or more bytes than the chip holds.
            IdentifierError: a company prefix or a serial number that an EPC cannot hold.
        """
        given = {name: getattr(self, name) for name in self._taken(self.kind) if hasattr(self, name)}
        given = {name: value for name, value in given.items() if value not in (None, False)}
        return TAG_KINDS[self.kind](self.of_item(declaration), **given)
