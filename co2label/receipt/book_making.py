"""From footprints to the entries of a book; a product that is declared brings its figure as shown, and its link."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, TypedDict

from co2label.declaration import declared_unit_words, remarks_for
from co2label.errors import BookError
from co2label.figures import show_mass
from co2label.footprint import selling_of
from co2label.receipt.book_entry import BookEntry
from co2label.receipt.known import method_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from co2label.declaration import Declaration
    from co2label.footprint import Footprint

__all__ = ["Basis", "basis_of", "entries_of"]


class Basis(TypedDict):
    """What all figures of a book stand on."""

    factor_edition: str
    gwp_set: str
    gwp_horizon: int


def entries_of(
    footprints: Iterable[Footprint], declarations: Mapping[str, Declaration] | None = None
) -> Iterator[BookEntry]:
    """The entries of footprints.

    Args:
        footprints: in any number.
        declarations: by product id, where there are any.
    """
    said = declarations or {}
    return (_entry(one, said.get(one.product.id)) for one in footprints)


def basis_of(footprints: Iterable[Footprint]) -> Basis:
    """What all figures of a book stand on: the fields of its header.

    Raises:
        BookError: there is no figure, or two stand on different ones.
    """
    bases = {(one.factor_edition, one.gwp_set, one.gwp_horizon) for one in footprints}
    if len(bases) != 1:
        found = "; ".join(sorted(f"{edition} with {gwp}-{years}" for edition, gwp, years in bases)) or "none"
        message = f"expected one edition of the factors and one GWP set for all figures, got {found}"
        raise BookError(message)
    edition, gwp_set, horizon = bases.pop()
    return Basis(factor_edition=edition, gwp_set=gwp_set, gwp_horizon=horizon)


def _entry(footprint: Footprint, said: Declaration | None) -> BookEntry:
    product, interval = footprint.product, footprint.interval
    return BookEntry(
        product_id=product.id,
        gtin=None if product.lot else product.gtin,  # a till that scans the GTIN alone does not know the lot
        name=dict(product.name),
        kg_co2e=footprint.kg_co2e,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        unit=said.declared_unit.words if said else declared_unit_words(product),
        boundary=product.boundary,
        method=method_of(footprint.kinds) if footprint.kinds else "product",
        kinds={str(kind): share for kind, share in footprint.kinds.items()},
        selling=selling_of(product),
        near=[asdict(remark) for remark in (said.near if said else remarks_for(footprint))],
        shown=str(said.shown if said else show_mass(footprint.kg_co2e)),
        link=said.link if said else None,
    )
