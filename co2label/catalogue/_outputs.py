"""Outputs of a run, made from its journal alone.

Results and errors as CSV, results as Parquet, the book for tills, the summary page, and the manifest with the digests.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import platform
import re
import statistics
import zlib
from array import array
from dataclasses import dataclass, field
from heapq import nlargest
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from co2label import __version__
from co2label._html import render
from co2label.catalogue._job import file_digest
from co2label.catalogue._journal import JOURNAL, RefusalRecord, ResultRecord, picture_name, read_records
from co2label.errors import BookError, RunError, clip
from co2label.figures import Shown, common_unit, in_kg, show_mass, stated_in
from co2label.model import STAGES
from co2label.receipt import Book
from co2label.tabular import Sheet, SheetColumn, write_rows, write_workbook
from co2label.wording import Translator, format_date, in_language, translate, translations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from co2label.catalogue._job import CatalogueSource, Job
    from co2label.catalogue._journal import Record, RunFolder


_MOST_REASONS = 200
"""Different reasons that are counted apart."""
_VARIES = re.compile(r"'[^']*'|\"[^\"]*\"|[0-9]+")
"""What differs between two findings of one kind: the values that stood there, numbers, places of activities."""


@dataclass(slots=True)
class Counted:
    """How often something occurs in a run, and the first example of it."""

    example: tuple[Any, ...]
    count: int = 0


@dataclass(slots=True)
class RunCounts:
    """The counts of a run; its size does not grow with the number of products.

    Attributes:
        labelled: products that are declared, with their labels.
        computed: products with a figure alone.
        refused: products that are neither, and rows that belong to none; several findings of one product count once.
        notes: products by code of a note, with the first product and its message.
        near: products by code of what must stand near a figure, with the first product and the sentence by language.
        reasons: findings by column and reason without the values in them, with the column and reason of the first.
        shown: products that the summary shows a picture of.
        valid_until: the earliest day on which a declaration ends.
    """

    labelled: int = 0
    computed: int = 0
    refused: int = 0
    notes: dict[str, Counted] = field(default_factory=dict)
    near: dict[str, Counted] = field(default_factory=dict)
    reasons: dict[tuple[str, str], Counted] = field(default_factory=dict)
    shown: list[ResultRecord] = field(default_factory=list)
    valid_until: str | None = None
    _last: str = ""

    @property
    def totals(self) -> dict[str, int]:
        """The three counts by name."""
        return {"labelled": self.labelled, "computed": self.computed, "refused": self.refused}

    def add(self, record: Record) -> None:
        """Count one more."""
        if isinstance(record, ResultRecord):
            self._add_result(record)
            return
        for each in record.findings:
            what = each.product or f"{each.table}:{each.row}"
            self.refused += what != self._last
            self._last = what
            kind = (_VARIES.sub("…", each.column), _VARIES.sub("…", each.reason))
            if kind in self.reasons or len(self.reasons) < _MOST_REASONS:
                self.reasons.setdefault(kind, Counted((each.column, each.reason))).count += 1

    def _add_result(self, done: ResultRecord) -> None:
        name = done.entry.product_id
        for code, message in done.notes.items():
            self.notes.setdefault(code, Counted((name, message))).count += 1
        for remark in done.entry.near:
            self.near.setdefault(remark["code"], Counted((name, remark["words"]))).count += 1
        if done.declaration is None:
            self.computed += 1
            return
        if picture_name(name) in done.files:
            self.shown.append(done)
        self.labelled += 1
        if done.valid_until is not None:
            self.valid_until = min(self.valid_until or done.valid_until, done.valid_until)


RESULTS, ERRORS, PARQUET, WORKBOOK = "results.csv", "errors.csv", "results.parquet", "results.xlsx"
_FINDING = ("product", "table", "row", "column", "value", "reason")
_ROWS_A_GROUP = 16_384


def _results(folder: RunFolder) -> Iterator[ResultRecord]:
    """The products of a run that have a figure."""
    records = read_records(folder.path(JOURNAL))
    return (record for record in records if isinstance(record, ResultRecord))


def _columns(language: str) -> dict[str, tuple[str, Callable[[ResultRecord], Any]]]:
    """The columns of the results in their order: name → Arrow type, value; what is absent is None."""

    def words(texts: Mapping[str, str]) -> str:
        return in_language(texts, language)

    def stage_kg(stage: str) -> Callable[[ResultRecord], Any]:
        return lambda done: done.stages.get(stage)

    def percent_of(kind: str) -> Callable[[ResultRecord], Any]:
        return lambda done: 100 * done.entry.kinds.get(kind, 0.0)

    joint = translate("small.joint", language)
    return {
        "id": ("string", lambda done: done.entry.product_id),
        "gtin": ("string", lambda done: done.entry.gtin),
        "name": ("string", lambda done: words(done.entry.name)),
        "unit": ("string", lambda done: done.unit),
        "kg_co2e": ("double", lambda done: done.entry.kg_co2e),
        "low": ("double", lambda done: done.entry.low),
        "high": ("double", lambda done: done.entry.high),
        "shown": ("string", lambda done: done.entry.shown),
        "near": ("string", lambda done: joint.join(words(each["short"]) for each in done.entry.near)),
        **{stage: ("double", stage_kg(stage)) for stage in STAGES},
        "stages_with_data": ("int64", lambda done: len(done.stages)),
        "stages_in_boundary": ("int64", lambda done: done.expected),
        "primary_data_percent": ("double", lambda done: done.primary),
        "average_percent": ("double", percent_of("average")),
        "spend_percent": ("double", percent_of("spend")),
        "notes": ("list", lambda done: list(done.notes)),
        "valid_until": ("string", lambda done: done.valid_until),
        "link": ("string", lambda done: done.entry.link),
        "files": ("list", lambda done: [name for name in done.files if not name.startswith(".")]),
    }


def _write_results(folder: RunFolder, language: str) -> None:
    """Write `results.csv`: one row a product; a cell that could be taken for a formula begins with an apostrophe."""
    columns = _columns(language)
    rows = ([_cell(value(done)) for _, value in columns.values()] for done in _results(folder))
    _write_csv(folder, RESULTS, list(columns), rows)


def _cell(value: Any) -> Any:
    return " ".join(value) if isinstance(value, list) else value


def _write_errors(folder: RunFolder) -> None:
    """Write `errors.csv`: one row a finding, in the order of the catalogue; with its headings alone where there is none."""
    _write_csv(folder, ERRORS, _FINDING, _findings(folder))


def _findings(folder: RunFolder) -> Iterator[tuple[Any, ...]]:
    return (
        (each.product, each.table, each.row or None, each.column, each.value, each.reason)
        for record in read_records(folder.path(JOURNAL))
        if isinstance(record, RefusalRecord)
        for each in record.findings
    )


def _write_workbook(folder: RunFolder, language: str) -> None:
    """Write `results.xlsx`: the same columns on a sheet, what was refused on another.

    Raises:
        DocumentError: more products than a sheet has rows.
    """
    columns = _columns(language)
    rows = ([_cell(value(done)) for _, value in columns.values()] for done in _results(folder))
    sheets = [
        Sheet("results", tuple(SheetColumn(name, width=_WIDE.get(name, 12)) for name in columns), rows),
        Sheet(
            "errors",
            tuple(SheetColumn(name, width=_WIDE.get(name, 12)) for name in _FINDING),
            _findings(folder),
        ),
    ]
    with folder.writing(WORKBOOK) as part:
        write_workbook(part, sheets)


_WIDE = {"id": 18, "gtin": 16, "name": 32, "near": 32, "notes": 24, "link": 40, "files": 32, "reason": 80}


def _write_parquet(folder: RunFolder, language: str) -> None:
    """Write `results.parquet`: the same columns, with numbers as float64 and int64 and lists as lists."""
    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.parquet as pq  # noqa: PLC0415

    columns, results = _columns(language), _results(folder)
    types = {"list": pa.list_(pa.string())}
    schema = pa.schema(
        [(name, types.get(kind) or pa.type_for_alias(kind)) for name, (kind, _) in columns.items()]
    )
    with folder.writing(PARQUET) as part, pq.ParquetWriter(part, schema) as writer:
        while group := list(islice(results, _ROWS_A_GROUP)):
            rows = [{name: value(done) for name, (_, value) in columns.items()} for done in group]
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def _write_csv(folder: RunFolder, name: str, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with folder.writing(name) as part, part.open("x", encoding="utf-8-sig", newline="") as file:
        write_rows(file, heading, rows)
        file.flush()
        os.fsync(file.fileno())


_UNTIL = "nothing says how long the figures of the book are valid; give --valid-until DAY"
_UNDECLARED = (
    "no product was declared, so nothing says how long the figures of the book are valid; "
    "see errors.csv in the folder, or give --valid-until DAY"
)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.sqlite")


def check_job(job: Job) -> None:
    """Refuse at the start what would fail at the end.

    Raises:
        RunError: Parquet without pyarrow, a workbook without XlsxWriter; says how to install it.
        BookError: a book whose name is none of a file in the folder; nothing that says how long its figures are valid.
    """
    if job.parquet:
        try:
            import pyarrow.parquet  # noqa: F401, PLC0415 - an extra
        except ImportError:
            raise RunError('Parquet needs pyarrow: pip install "co2label[arrow]"') from None
    if job.xlsx:
        try:
            import xlsxwriter  # noqa: F401, PLC0415 - an extra
        except ImportError:
            raise RunError('workbooks are written by XlsxWriter: pip install "co2label[excel]"') from None
    if job.book and not _NAME.fullmatch(job.book):
        raise BookError(
            f"expected the name of a file in the folder of the run, such as book.sqlite, got {clip(job.book)}"
        )
    if job.book and not job.declares and "valid_until" not in job.declaration:
        raise BookError(_UNTIL)


def write_outputs(folder: RunFolder, job: Job, begun: dict[str, Any]) -> RunCounts:
    """Write the tables, the book, the summary and the manifest, all made from the journal.

    Raises:
        BookError: no product was declared, so nothing says how long the figures of the book are valid.
    """
    counts = RunCounts()
    for record in read_records(folder.path(JOURNAL)):
        counts.add(record)
    files = [RESULTS, ERRORS, SUMMARY]
    _write_results(folder, job.lead)
    _write_errors(folder)
    if job.parquet:
        _write_parquet(folder, job.lead)
        files.append(PARQUET)
    if job.xlsx:
        _write_workbook(folder, job.lead)
        files.append(WORKBOOK)
    if job.book:
        _write_book(folder, job.book, job, counts)
        files.append(job.book)
    _write_summary(folder, job, counts)
    digests = {name: file_digest(folder.path(name)) for name in sorted([*files, JOURNAL])}
    manifest = {**begun, "counts": counts.totals, "valid_until": counts.valid_until, "files": digests}
    text = json.dumps(manifest, ensure_ascii=False, allow_nan=False, indent=2)
    folder.put(MANIFEST, (text + "\n").encode())
    return counts


def _write_book(folder: RunFolder, name: str, job: Job, counts: RunCounts) -> None:
    """Write the book; its figures are valid as long as the first declaration that ends."""
    until = counts.valid_until or job.declaration.get("valid_until")
    if until is None:
        raise BookError(_UNDECLARED)
    entries = (done.entry for done in _results(folder) if done.sold)
    with folder.writing(name) as part:
        Book.write(
            part,
            entries,
            factor_edition=job.factors.edition,
            gwp_set=job.gwp_set,
            gwp_horizon=job.horizon,
            issued=dt.date.fromisoformat(job.issued) if job.issued else job.today,
            valid_until=dt.date.fromisoformat(until),
        )


MANIFEST = "manifest.json"
_FORMAT = 2
_DRAWING = ("freetype-py", "numpy", "pillow", "qrcode", "scipy")
"""Packages whose versions may change a bit of what is made."""


def run_header(source: CatalogueSource, job: Job) -> dict[str, Any]:
    """All that decides what a run makes; a journal begins with it, and only the same goes on with it.

    Raises:
        OSError: a file of the source that cannot be read.
    """
    packages = {name: _version_of(name) for name in _DRAWING}
    return {
        "format": _FORMAT,
        "inputs": source.digests(),
        "options": job.as_dict(),
        "versions": {
            "co2label": __version__,
            "python": platform.python_version(),
            "zlib": zlib.ZLIB_RUNTIME_VERSION,
            **packages,
        },
    }


def _version_of(package: str) -> str | None:
    """The version of a package, or None where it is not installed (scipy is an extra)."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


SUMMARY = "index.html"
_MOST_ROWS = 20
_QUALIFYING = ("mixed-basis", "mixed-gwp-set", "gwp-set-unknown", "boundary-overlap", "stale-factor")
"""Notes that a label says beside its figure, the gravest first; the others follow by their number."""
_SAID_AS = {"gwp-set-unknown": "mixed-gwp-set"}
"""One sentence speaks for both."""


def _write_summary(folder: RunFolder, job: Job, run_counts: RunCounts) -> None:
    """Write `index.html`, in the language that leads."""
    words = Translator(job.lead)
    refusals = sorted(run_counts.reasons.values(), key=attrgetter("count"), reverse=True)
    valid = dt.date.fromisoformat(run_counts.valid_until) if run_counts.valid_until else None
    notes = [
        (_sentence(code, job.lead), code, *each.example, each.count)
        for code, each in sorted(run_counts.notes.items(), key=_note_order)
    ]
    page = render(
        "catalogue/summary.html.j2",
        w=words,
        language=job.lead,
        title=words.say("catalogue.title").replace("₂", "2"),
        counts=run_counts.totals,
        facts={"edition": job.factors.edition, "valid": valid and format_date(valid, job.lead, "long")},
        files=[
            RESULTS,
            ERRORS,
            *[PARQUET] * job.parquet,
            *[WORKBOOK] * job.xlsx,
            *filter(None, [job.book]),
            MANIFEST,
        ],
        errors=ERRORS,
        refusals=[(*each.example, each.count) for each in refusals[:_MOST_ROWS]],
        near=[(code, *each.example, each.count) for code, each in run_counts.near.items()],
        notes=[note for note in notes if note[0]],
        records=[note for note in notes if not note[0]],
        spread=_spread(folder, words),
        labels=[_label(folder, done, words) for done in run_counts.shown],
    )
    folder.put(SUMMARY, page.encode())


_LEAST_SPREAD, _LARGEST = 5, 5
"""Figures of which a spread says something, and how many of the largest are named."""


def _spread(folder: RunFolder, words: Translator) -> dict[str, Any] | None:
    """Least, quarters and largest of the declared figures in one unit, and which are the largest; None for a few figures."""
    figures, units = array("d"), set[str]()
    largest: list[tuple[float, str, str]] = []
    for done in _results(folder):
        if done.declaration is not None:
            figures.append(done.entry.kg_co2e)
            units.add((done.entry.shown or "").rpartition(" ")[2])
            name = words.of(done.entry.name)
            largest = nlargest(
                _LARGEST,
                [*largest, (done.entry.kg_co2e, name, words.per(done.entry.unit or {"und": done.unit}))],
            )
    if len(figures) < _LEAST_SPREAD:
        return None
    first, middle, last = statistics.quantiles(figures, n=4, method="inclusive")
    cuts = {"least": min(figures), "first": first, "middle": middle, "last": last, "most": max(figures)}
    unit = next(iter(units)) if len(units) == 1 and "" not in units else common_unit(cuts.values())

    def said(kg: float) -> str:
        shown = show_mass(kg)
        return words.quantity(
            Shown(shown.value if shown.unit == unit else stated_in(float(in_kg(shown)), unit), unit)
        )

    return {
        "cuts": {name: said(kg) for name, kg in cuts.items()},
        "largest": [(name, per, said(kg)) for kg, name, per in largest],
    }


def _note_order(note: tuple[str, Counted]) -> tuple[int, int, str]:
    """Sort the gravest first, then the most frequent."""
    code, counted = note
    gravity = _QUALIFYING.index(code) if code in _QUALIFYING else len(_QUALIFYING)
    return gravity, -counted.count, code


def _sentence(code: str, language: str) -> str:
    """The sentence of a note, "" where a label says none."""
    sentence = translations(language).get(f"note.{_SAID_AS.get(code, code)}", "")
    return sentence[:1].upper() + sentence[1:]


def _label(folder: RunFolder, done: ResultRecord, words: Translator) -> dict[str, str]:
    """A small picture that leads to the file of the label."""
    small = picture_name(done.entry.product_id)
    return {
        "id": done.entry.product_id,
        "name": words.of(done.entry.name),
        "target": next(file for file in done.files if file != small),
        "data": base64.b64encode(folder.path(small).read_bytes()).decode(),
    }
