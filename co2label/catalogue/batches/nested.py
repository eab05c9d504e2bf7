"""Products that use products: the direct parts batch by batch, then one exact solve for the whole catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.catalogue.arrow import Source, batches_of, pa
from co2label.catalogue.batches.gathered import Gathered
from co2label.catalogue.batches.solved import solved
from co2label.catalogue.batches.vocabulary import Vocabulary
from co2label.catalogue.batches.workers import tasks_of
from co2label.catalogue.layout import result_schema
from co2label.footprint.emitter import Basis

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from co2label.factors import FactorLibrary
    from co2label.model import GwpSet

__all__ = ["footprints"]


def footprints(
    source: Source | Iterable[pa.RecordBatch],
    factors: FactorLibrary,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    ignore: Collection[str] = (),
) -> pa.Table:
    """The footprints of a whole catalogue, whose products may use each other, also in loops.

    As `footprint_batches`, but the table is held together: about half a kilobyte a product. A product that uses one that
    cannot be computed cannot be computed either, and says so.

    Args:
        source: products in the layout of `co2label.catalogue.layout`; what a line uses is measured in the declared unit
            of the used product.
        factors: emission factors by id.
        gwp_set: the IPCC report whose GWPs are used.
        horizon: of the GWP, in years.
        ignore: columns and fields of lines that are passed over; "*" is all names that are none of the model's.

    Returns:
        A table of `result_schema`, a row for every row, in the same order.

    Raises:
        DocumentError: what came is no table, or lacks a column.
        FactorError: an unknown GWP set or horizon.

    >>> from co2label import FactorLibrary
    >>> burnt = {"amount": 2.0, "unit": "kg", "stage": "production", "gas": "CO2", "product": None}
    >>> cooked = {"amount": 30.0, "unit": "min", "stage": "use", "gas": None, "product": "flame"}
    >>> table = pa.table({"id": ["flame", "dinner"], "declared_unit": ["1 h", "1 piece"], "lines": [[burnt], [cooked]]})
    >>> footprints(table, FactorLibrary()).column("kg_co2e").to_pylist()
    [2.0, 1.0]
    """
    gathered = Gathered(Vocabulary(factors, Basis.of(gwp_set, horizon), ignore))
    for batch, row, repeated in tasks_of(batches_of(source)):
        gathered.add(batch, row, repeated)
    return pa.Table.from_batches(solved(gathered), result_schema())
