"""The QR code alone, with its quiet zone, to be placed on a pack or a shelf by others."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from co2label.draw import Picture, Qr, QrLevel, Scene, modules_across
from co2label.errors import DrawError
from co2label.links import upper_case_host
from co2label.wording import LANGUAGES, translate

if TYPE_CHECKING:
    from co2label.declaration import Declaration


_LEAST_MODULE, _MOST_MODULE = 0.2, 10.0


def qr(
    declaration: Declaration,
    *,
    module_mm: float = 0.4,
    upper_case: bool = False,
    level: QrLevel = "M",
    mask: int | None = None,
) -> Picture:
    """Draw the link of a Declaration as a QR code on white, four modules of quiet zone on every side.

    Args:
        declaration: its `link` is the payload.
        module_mm: the side of one module. GS1 asks for 0.396 to 0.990 mm at retail points of sale.
        upper_case: write scheme and host in capitals, which opens the same page; a link without other small
            letters, such as a GS1 Digital Link, then often needs a smaller code.
        level: of error correction, L, M, Q or H: from about 7 to about 30 % of the code may be damaged.
        mask: 0 to 7, or None for the one with the least penalty.

    Raises:
        DrawError: a module outside 0.2 to 10 mm, a link that no QR code holds, or no such level or mask.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> declaration = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> round(qr(declaration).scene.width, 1)
    13.2

    With a GTIN and a resolver in place of the `info_url`, capitals make 25 modules of 29, and 8 for the quiet zone:

    >>> tea = tea.model_copy(update={"gtin": "4569951110016"})
    >>> declaration = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     resolver="https://id.gs1.org")
    >>> [round(qr(declaration, upper_case=capitals, module_mm=1).scene.width) for capitals in (False, True)]
    [37, 33]
    """
    if not (math.isfinite(module_mm) and _LEAST_MODULE <= module_mm <= _MOST_MODULE):
        raise DrawError(f"expected a module of {_LEAST_MODULE:g} to {_MOST_MODULE:g} mm, got {module_mm!r}")
    payload = upper_case_host(declaration.link) if upper_case else declaration.link
    side = modules_across(payload, level=level) * module_mm
    language = LANGUAGES[0]
    name = declaration.name.get(language) or next(iter(declaration.name.values()))
    words = translate("spoken.qr", language, link=declaration.link)
    code = Qr(0.0, 0.0, side, payload, words, level, mask)
    return Picture(Scene(side, side, (code,), name, words, language))
