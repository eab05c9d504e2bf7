"""Making a chunk of a catalogue: footprints, declarations, labels; each product done, or refused with its reasons.

A pure function of the chunk and the job: no clock, no disk, and one bad product takes no other with it. Figures are exactly
those of one calculation of the whole catalogue.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from co2label.catalogue._chunks import upstream_products
from co2label.catalogue._journal import Record, RefusalRecord, ResultRecord, picture_name
from co2label.declaration import declare_among, unit_for
from co2label.errors import Co2LabelError, ComputeError, DocumentError, Problem, clip
from co2label.footprint import Footprints, compute, compute_part, place_of
from co2label.label import TEMPLATES
from co2label.model import stages_of
from co2label.receipt import book_entries, check_entry
from co2label.tabular import RowProblem
from co2label.tag import qr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from co2label.catalogue._chunks import CatalogueProduct, Chunk
    from co2label.catalogue._job import Job
    from co2label.declaration import Declaration
    from co2label.draw import Picture
    from co2label.footprint import Footprint, Note


_MISSING = "which is refused itself or not in the catalogue"

_SMALL_DPI = 150.0
"""Of the small pictures of the summary: a shelf label has about 400 pixels, and a letter needs no font."""


def compute_products(
    products: Sequence[CatalogueProduct], known: Mapping[str, CatalogueProduct], job: Job
) -> Iterator[tuple[CatalogueProduct, Footprints | ComputeError]]:
    """Compute products: each with the calculation that holds it, or with the error that prevents it.

    All are computed at once; where something is wrong, in halves, until what is wrong stands alone.

    Args:
        products: what is wanted.
        known: these and all products that they need, by id.
        job: the factors and the basis.
    """
    needed = [each.product for each in upstream_products(products, known)]
    try:
        footprints = compute_part(needed, job.factors, gwp_set=job.gwp_set, horizon=job.horizon)
    except ComputeError as error:
        if len(products) == 1:
            yield products[0], _error_of_one(products[0], known, job, error)
            return
        half = len(products) // 2
        yield from compute_products(products[:half], known, job)
        yield from compute_products(products[half:], known, job)
    else:
        for each in products:
            yield each, footprints


def unit_of_declared(chunk: Chunk, job: Job) -> str:
    """The unit in which the figures of a catalogue are shown together, "g", "kg" or "t", by a sample of it."""
    known = chunk.kept | {each.product.id: each for each in chunk.products}
    declared = [each for each in chunk.products if each.product.id not in chunk.unlabelled]
    computed = compute_products(declared, known, job)
    return unit_for(found[each.product.id] for each, found in computed if isinstance(found, Footprints))


def _error_of_one(
    placed: CatalogueProduct, known: Mapping[str, CatalogueProduct], job: Job, error: ComputeError
) -> ComputeError:
    """The error of a product computed alone, whose places do not count the products of the chunk."""
    needed = upstream_products([placed], known)
    unmet = _missing_products(needed, known)
    others = [each.product for each in needed]
    try:
        compute(placed.product, job.factors, gwp_set=job.gwp_set, horizon=job.horizon, products=others)
    except ComputeError as own:
        error = own
    reported = {problem.where for problem in unmet}
    return ComputeError([*unmet, *(problem for problem in error.problems if problem.where not in reported)])


def _missing_products(
    needed: Sequence[CatalogueProduct], known: Mapping[str, CatalogueProduct]
) -> list[Problem]:
    """Problems of used products that do not exist: in tables, products that were refused themselves."""
    todo = "correct that product, or add it"
    return [
        Problem(
            place_of(product, row, place, line.name, numbered=False),
            f"it uses {clip(name)}, {_MISSING}",
            todo,
        )
        for row, product in needed
        for place, line in enumerate(product.activities)
        for _, name in line.uses()
        if name not in known
    ]


class ProductOutput(NamedTuple):
    """Record and files of one product."""

    record: Record
    files: Mapping[str, bytes]
    """Content by name in the folder."""


def make_chunk(chunk: Chunk, job: Job) -> list[ProductOutput]:
    """Make everything of a chunk, in the order of its rows."""
    made = [ProductOutput(each, {}) for each in chunk.refused]
    made += _ChunkMaker(chunk, job).made()
    return sorted(made, key=lambda each: each.record.row)


@dataclass(frozen=True, slots=True)
class _ChunkMaker:
    """Makes the products of one chunk."""

    chunk: Chunk
    job: Job

    def made(self) -> Iterator[ProductOutput]:
        known = self.chunk.kept | {each.product.id: each for each in self.chunk.products}
        for placed, result in compute_products(self.chunk.products, known, self.job):
            if placed.row >= self.chunk.after:
                yield self._one(placed, result)

    def _one(self, placed: CatalogueProduct, result: Footprints | Co2LabelError) -> ProductOutput:
        if isinstance(result, Co2LabelError):
            return self._refused(placed, result)
        try:
            return self._done(placed, result)
        except Co2LabelError as error:
            return self._refused(placed, error)
        except (OSError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not cost the others their labels
            what = f"unexpected {type(error).__name__}: {error}"
            mistake = Problem("", what, "this is a mistake in co2label, please report it")
            return self._refused(placed, DocumentError([mistake]))

    def _done(self, placed: CatalogueProduct, footprints: Footprints) -> ProductOutput:
        product = placed.product
        footprint = footprints[product.id]
        declaration = None
        if self.job.declares and product.id not in self.chunk.unlabelled:
            declaration = self._declared(footprint, footprints)
        (entry,) = book_entries([footprint], {product.id: declaration} if declaration else None)
        if self.job.book:
            check_entry(entry)
        files = self._files(declaration, placed.row in self.chunk.pictured) if declaration else {}
        record = ResultRecord(
            row=placed.row,
            entry=entry,
            unit=str(product.declared_unit),
            stages={str(stage): kg for stage, kg in footprint.stages.items()},
            expected=len(stages_of(product.boundary)),
            primary=footprint.primary_data_share,
            notes=_first_of_each_code(footprint.notes),
            declaration=_digest_of(declaration) if declaration else None,
            valid_until=declaration.valid_until.isoformat() if declaration else None,
            sold=product.id not in self.chunk.compared,
            files={name: _digest(content) for name, content in files.items()},
        )
        return ProductOutput(record, files)

    def _declared(self, footprint: Footprint, footprints: Footprints) -> Declaration:
        job = self.job
        issued = job.issued or footprint.product.declaration.issued or job.today
        return declare_among(footprint, footprints, issued=issued, for_all=job.declaration, scales=job.scales)

    def _files(self, declaration: Declaration, pictured: bool) -> dict[str, bytes]:  # noqa: FBT001 - one call, above
        job = self.job
        pictures: dict[str, Picture] = {}
        if job.labels:
            pictures["labels"] = TEMPLATES[job.template](declaration, language=job.language, brand=job.brand)
        if job.qr:
            pictures["qr"] = qr(declaration)
        files = {
            file: job.encode_as(ending, picture)
            for kind, picture in pictures.items()
            for ending, file in job.files_of(declaration.product_id, kind, spread=self.chunk.spread).items()
        }
        if pictured:
            files[picture_name(declaration.product_id)] = next(iter(pictures.values())).png(_SMALL_DPI)
        return files

    def _refused(self, placed: CatalogueProduct, error: Co2LabelError) -> ProductOutput:
        """Place problems at the columns of tables, where the product and the declaration need no prefix."""
        name = placed.product.id
        problems = getattr(error, "problems", None) or [Problem("label", str(error))]
        findings = tuple(
            RowProblem(
                table=self.chunk.source,
                row=0,
                product=name,
                column=each.where.removeprefix(name).lstrip(".").removeprefix("declaration."),
                value="",
                reason=each.reason,
            )
            for each in problems
        )
        return ProductOutput(RefusalRecord(placed.row, findings), {})


def _first_of_each_code(notes: Iterable[Note]) -> dict[str, str]:
    messages: dict[str, str] = {}
    for note in notes:
        messages.setdefault(note.code, note.message)
    return messages


def _digest_of(declaration: Declaration) -> str:
    return _digest(json.dumps(declaration.as_dict(), ensure_ascii=False).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
