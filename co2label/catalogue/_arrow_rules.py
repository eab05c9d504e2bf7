"""Rules for rows of record batches: such rows become products, whose results take the place of their rows'.

A row whose id the rules name, and each row that uses one of them, is computed as a product of a document is; all other rows
stay columns. So figures, notes and intervals are those of `compute_all`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from co2label.catalogue._arrow import pa
from co2label.catalogue._arrow_rows import REPEATED_ID
from co2label.catalogue._layout import result_schema, unknown_column
from co2label.catalogue._table_rules import with_rules
from co2label.errors import ComputeError, DocumentError, Problem, clip
from co2label.footprint._compute import compute_part
from co2label.model import COMPONENTS, DATA_KINDS, STAGES, Product

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from co2label.catalogue._table_rules import TableRules
    from co2label.factors import FactorLibrary
    from co2label.footprint import Basis
    from co2label.footprint._footprints import Footprints

    Cells = dict[str, Any]


_LINE = re.compile(r"^.*?activities\[(\d+)\](?: \".*?\")?(.*)$")
_PLACE = re.compile(r"products\[(\d+)\]")
_NO_PRODUCT = {"declared_unit": "1 piece", "boundary": "cradle-to-grave"}
"""What a row need not say, since its figure does not rest on it."""
_USES = "uses another product; `catalogue.footprints` computes products that use each other, together"


def refuse_processes(rules: TableRules) -> None:
    """Refuse processes: what they make are further products, and a row goes out for every row that comes in.

    Raises:
        DocumentError: there are some.
    """
    if rules.processes:
        todo = "read these tables with `open_tables`, and compute their products with `compute_all`"
        raise DocumentError([Problem(f"{rules.file}: processes", "have no place in record batches", todo)])


def with_results_of_rules(  # noqa: PLR0913, PLR0917 - the rows, and the basis that they are computed on
    results: Sequence[pa.RecordBatch],
    batches: Sequence[pa.RecordBatch],
    first_row: int,
    rules: TableRules,
    factors: FactorLibrary,
    basis: Basis,
    ignore: Collection[str],
    *,
    nested: bool,
) -> list[pa.RecordBatch]:
    """Results of batches, those of rows with rules computed as products.

    Args:
        results: of the rows without their rules, batch by batch.
        batches: the rows.
        first_row: the number of the first row, as a spreadsheet counts.
        rules: the rules.
        factors: emission factors by id.
        basis: GWP set and horizon.
        ignore: columns and fields of lines that are passed over.
        nested: whether rows may use each other; else such a row is refused.
    """
    rows: dict[str, tuple[int, Cells]] = {}
    for number, row in enumerate((row for batch in batches for row in _read(batch, ignore)), first_row):
        rows.setdefault(row["id"], (number, row))
    wanted = _with_users(rows, {each.id for each in rules.products} & rows.keys())
    if not wanted:
        return list(results)
    products, wrong = _products(rows, wanted, rules, nested=nested)
    computed = _computed(products, wrong, factors.with_factors(rules.factors), basis)
    made = {
        rows[name][0]: _bad_row(name, rows[name][0], wrong[name]) if name in wrong else computed[name]
        for name in wanted
    }
    out, number = [], first_row
    for batch in results:
        cells = batch.to_pylist()
        replaced = [
            row if REPEATED_ID in {cell["reason"] for cell in row["errors"] or ()} else made.get(place, row)
            for place, row in enumerate(cells, number)
        ]
        out.append(pa.RecordBatch.from_pylist(replaced, result_schema()))
        number += len(cells)
    return out


def _read(batch: pa.RecordBatch, ignore: Collection[str]) -> Iterator[Cells]:
    """The rows without empty cells, and without what is ignored."""

    def is_read(name: str, noun: Literal["product", "line"]) -> bool:
        return name not in ignore and not (
            unknown_column(name, noun) and not unknown_column(name, noun, ignore)
        )

    for row in batch.to_pylist():
        cells = {name: value for name, value in _filled(row).items() if is_read(name, "product")}
        lines = [
            {name: value for name, value in (line or {}).items() if is_read(name, "line")}
            for line in cells.get("lines", ())
        ]
        yield cells | {"id": str(row["id"] or ""), "lines": lines}


def _filled(value: Any) -> Any:
    """A cell without what is empty in it."""
    if isinstance(value, dict):
        inside = {name: _filled(each) for name, each in value.items()}
        return {name: each for name, each in inside.items() if each is not None and each != {}}
    return [_filled(each) for each in value] if isinstance(value, list) else value


def _with_users(rows: Mapping[str, tuple[int, Cells]], names: set[str]) -> set[str]:
    """Some rows, and those that use them, through others too."""
    users: dict[str, list[str]] = {}
    for name, (_, row) in rows.items():
        for line in row["lines"]:
            users.setdefault(line.get("product", ""), []).append(name)
    found, waiting = set(names), list(names)
    while waiting:
        new = set(users.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def _products(
    rows: Mapping[str, tuple[int, Cells]], wanted: Iterable[str], rules: TableRules, *, nested: bool
) -> tuple[dict[str, Product], dict[str, list[Problem]]]:
    """The products of rows and all that they use, in the order of the rows; and problems by id."""
    products: dict[str, Product] = {}
    wrong: dict[str, list[Problem]] = {}
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name in products or name in wrong:
            continue
        try:
            product = _product(rows[name][1], rules)
            uses = list(product.uses())
            if uses and not nested:
                wrong[name] = [Problem("lines", _USES)]
                continue
            products[name] = product
            waiting += [used for used in uses if used in rows]
        except DocumentError as error:
            wrong[name] = list(error.problems)
    return {name: products[name] for name in rows if name in products}, wrong


def _product(row: Cells, rules: TableRules) -> Product:
    """The product of a row with its rules.

    Raises:
        DocumentError: what does not fit.
    """
    lines = [_activity(line, place) for place, line in enumerate(row["lines"], start=1)]
    found = rules.of(row["id"], [line["name"] for line in lines])
    problems = [each.under(rules.file) for each in found.problems]
    for place, line in enumerate(lines):
        lines[place], twice = with_rules(line, found.line(place).fields)
        problems += (each.under(f"activities[{place}]") for each in twice)
    fields: Cells = _NO_PRODUCT | {"name": {"und": row["id"]}}
    for name, value in row.items():
        head, _, part = name.partition(".")
        if part:
            fields[head] = fields.get(head, {}) | {part: value}
        elif name == "name":
            fields["name"] = {"und": value}
        elif name != "lines":
            fields[name] = value
    fields, twice = with_rules(fields, found.product.fields)
    DocumentError.raise_any([*problems, *twice])
    return Product.read(fields | {"activities": lines})


def _activity(line: Cells, place: int) -> Cells:
    """The fields of an activity; a line needs no name."""
    fields = {"name": f"line {place}"} | {name: value for name, value in line.items() if name != "unit"}
    return fields | {"amount": f"{line.get('amount', '')} {line.get('unit', '')}"}


def _computed(
    products: dict[str, Product], wrong: dict[str, list[Problem]], factors: FactorLibrary, basis: Basis
) -> dict[str, Cells]:
    """Results by id; what cannot be computed, and what uses it, goes to `wrong`."""
    while True:
        lost = {
            name: f"uses {clip(used)}, which cannot be computed itself"
            for name, product in products.items()
            for used in product.uses()
            if used in wrong
        }
        for name, why in lost.items():
            wrong[name] = [Problem("lines", why)]
            del products[name]
        if lost:
            continue
        if not products:
            return {}
        given = list(products.values())
        try:
            computed = compute_part(given, factors, gwp_set=basis.gwp_set, horizon=basis.horizon)
        except ComputeError as error:
            for problem in error.problems:
                for name in _named(problem, given):
                    wrong.setdefault(name, []).append(problem)
                    products.pop(name, None)
            continue
        return {product.id: _row(computed, place) for place, product in enumerate(given)}


def _named(problem: Problem, products: Sequence[Product]) -> list[str]:
    """The ids of the products that a problem is about: by place, or by name as in a loop; all, where it names none."""
    place = _PLACE.search(problem.where)
    if place:
        return [products[int(place[1])].id]
    ids = [product.id for product in products]
    words = set(problem.where.removeprefix("products ").split(", "))
    return [name for name in ids if name in words] or ids


def _row(computed: Footprints, place: int) -> Cells:
    one, intervals = computed[place], computed._emitted.intervals  # noqa: SLF001 - our own, which no footprint holds
    gum = None if intervals is None or one.interval is None else intervals.gum
    kinds = {f"share_{kind}": one.kinds.get(kind, 0.0) for kind in DATA_KINDS[1:]}
    return {
        "id": one.product.id,
        "kg_co2e": one.kg_co2e,
        **{stage: one.stages.get(stage) for stage in STAGES},
        **{component: one.components.get(component) for component in COMPONENTS},
        "standard_deviation": gum and float(gum.sd[place]),
        "coverage": gum and float(gum.factors_stated[place]),
        **kinds,
        "notes": list(dict.fromkeys(note.code for note in one.notes)),
        "errors": None,
    }


def _bad_row(name: str, number: int, problems: Iterable[Problem]) -> Cells:
    """A row without a figure, with its errors."""
    errors = [
        {"row": number, "column": _column(each.where, name), "value": "", "reason": each.reason}
        for each in problems
    ]
    return {"id": name, "errors": errors}


def _column(where: str, name: str) -> str:
    """The column of a problem; what is said of whole products stands in their lines, as in rows without rules."""
    whole = where == name or where.startswith("products ")
    return "lines" if whole else _LINE.sub(r"lines[\1]\2", where)
