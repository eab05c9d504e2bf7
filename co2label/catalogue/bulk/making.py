"""The making of a part of a catalogue: footprints, declarations, labels; each product done, or refused with its reasons.

A pure function of the part and the job: no clock, no disk, and one bad product takes no other with it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from co2label.catalogue.bulk.computing import computed
from co2label.catalogue.bulk.record import Done, Record, Refused, picture_of
from co2label.catalogue.rejected import Rejected
from co2label.declaration import declare
from co2label.errors import Co2LabelError, DocumentError, Problem
from co2label.label import TEMPLATES
from co2label.model import stages_of
from co2label.receipt.book_making import entries_of
from co2label.receipt.book_writing import check_entry
from co2label.tag import qr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from co2label.catalogue.bulk.chunks import Chunk
    from co2label.catalogue.bulk.closure import Placed
    from co2label.catalogue.bulk.job import Job
    from co2label.declaration import Declaration
    from co2label.draw import Picture
    from co2label.footprint import Footprint, Footprints, Note

__all__ = ["Made", "make"]


class Made(NamedTuple):
    """What was made of one product."""

    record: Record
    files: Mapping[str, bytes]
    """Content by name in the folder."""


def make(chunk: Chunk, job: Job) -> list[Made]:
    """Everything of a part, in the order of its rows."""
    made = [Made(each, {}) for each in chunk.refused]
    made += _Maker(chunk, job).made()
    return sorted(made, key=lambda each: each.record.row)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Strictly private: makes the products of one part."""

    chunk: Chunk
    job: Job

    def made(self) -> Iterator[Made]:
        known = self.chunk.kept | {each.product.id: each for each in self.chunk.products}
        for placed, found in computed(self.chunk.products, known, self.job):
            if placed.row >= self.chunk.after:
                yield self._one(placed, found)

    def _one(self, placed: Placed, found: Footprints | Co2LabelError) -> Made:
        if isinstance(found, Co2LabelError):
            return self._refused(placed, found)
        try:
            return self._done(placed, found)
        except Co2LabelError as error:
            return self._refused(placed, error)
        except (OSError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not cost the others their labels
            what = f"unexpected {type(error).__name__}: {error}"
            mistake = Problem("", what, "this is a mistake in co2label, please report it")
            return self._refused(placed, DocumentError([mistake]))

    def _done(self, placed: Placed, found: Footprints) -> Made:
        product = placed.product
        footprint = found[product.id]
        said = None
        if self.job.declares and product.id not in self.chunk.unlabelled:
            said = self._declared(footprint, found)
        (entry,) = entries_of([footprint], {product.id: said} if said else None)
        if self.job.book:
            check_entry(entry)
        files = self._files(said, placed.row in self.chunk.pictured) if said else {}
        record = Done(
            row=placed.row,
            entry=entry,
            unit=str(product.declared_unit),
            stages={str(stage): kg for stage, kg in footprint.stages.items()},
            expected=len(stages_of(product.boundary)),
            primary=footprint.primary_data_share,
            notes=_first_of_each_code(footprint.notes),
            declaration=_digest(json.dumps(said.as_dict(), ensure_ascii=False).encode()) if said else None,
            valid_until=said.valid_until.isoformat() if said else None,
            sold=product.id not in self.chunk.compared,
            files={name: _digest(content) for name, content in files.items()},
        )
        return Made(record, files)

    def _declared(self, footprint: Footprint, found: Footprints) -> Declaration:
        own, job = footprint.product.declaration, self.job
        given: dict[str, Any] = {
            name: said for name, said in job.declaration.items() if getattr(own, name) is None
        }
        given |= {what: found[name] for what, name in own.compared_with.items() if name in found.ids}
        if "baseline" in given:
            given["baseline"] = self._by_us(given["baseline"])
        return declare(footprint, issued=job.issued or own.issued or job.today, **given)

    def _by_us(self, older: Footprint) -> Footprint:
        """One's own older product is of the company that is said for all, where it names none itself."""
        own, company = older.product.declaration, self.job.declaration.get("company")
        if own.company is not None or company is None:
            return older
        said = own.model_copy(update={"company": company})
        return replace(older, product=older.product.model_copy(update={"declaration": said}))

    def _files(self, said: Declaration, pictured: bool) -> dict[str, bytes]:  # noqa: FBT001 - one call, above
        job = self.job
        pictures: dict[str, Picture] = {}
        if job.labels:
            pictures["labels"] = TEMPLATES[job.template](said, language=job.language, house=job.house)
        if job.qr:
            pictures["qr"] = qr(said)
        files = {
            file: job.encoded(picture, ending)
            for kind, picture in pictures.items()
            for ending, file in job.files_of(said.product_id, kind, spread=self.chunk.spread).items()
        }
        if pictured:
            files[picture_of(said.product_id)] = next(iter(pictures.values())).svg().encode()
        return files

    def _refused(self, placed: Placed, error: Co2LabelError) -> Made:
        """The findings at the columns of tables: the product has one of its own, and declarations need no prefix there."""
        name = placed.product.id
        problems = getattr(error, "problems", None) or [Problem("label", str(error))]
        findings = tuple(
            Rejected(
                table=self.chunk.source,
                row=0,
                product=name,
                column=each.where.removeprefix(name).lstrip(".").removeprefix("declaration."),
                value="",
                reason=each.reason,
            )
            for each in problems
        )
        return Made(Refused(placed.row, findings), {})


def _first_of_each_code(notes: Iterable[Note]) -> dict[str, str]:
    found: dict[str, str] = {}
    for note in notes:
        found.setdefault(note.code, note.message)
    return found


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
