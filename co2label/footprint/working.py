"""The sum behind one activity, as a person writes it: amount, conversion, factor, kilograms, and the source.

Numbers carry up to ten significant digits, so a pocket calculator comes to the same result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.footprint.note import Contribution, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from co2label.footprint.columns import Columns
    from co2label.footprint.emitter import Basis, Emitter
    from co2label.footprint.tree import Node
    from co2label.model import EmissionFactor
    from co2label.units import Bridging, Unit

__all__ = ["bridge_words", "contributions", "unit_below"]


_SIGNS = frozenset("*×÷")
"""An amount with one of these is a sum to be worked out, so its result is shown."""


def unit_below(unit: Unit) -> str:
    """A unit as it stands below a stroke.

    >>> from co2label.units import parse_unit
    >>> unit_below(parse_unit("tkm"))
    '(t*km)'
    """
    return f"({unit.text})" if "*" in unit.text or "/" in unit.text else unit.text


def bridge_words(bridging: Bridging | None) -> str:
    """The bridges that a conversion used: " × 0.5 kg/m"."""
    steps = bridging.steps if bridging else ()
    return "".join(f" {'×' if power > 0 else '÷'} {_bracketed(amount.text)}" for amount, power in steps)


def contributions(columns: Columns, leaves: Iterable[Node]) -> Iterator[Contribution]:
    """What each leaf adds, with its path, its sum and its source."""
    said: dict[Node, tuple[str, ...]] = {}
    for node in leaves:
        path = node.path()
        for step in path[:-1]:
            if step not in said:
                said[step] = (*_group(columns, step), _amount(columns, step))
        above = tuple(text for step in path[:-1] for text in said[step])
        yield _contribution(columns, path, (*above, *_group(columns, path[-1])))


def _group(columns: Columns, node: Node) -> tuple[str, ...]:
    """The working of the activity that a line is a part of, if it is."""
    group = columns.groups.get(node.line)
    if group is None:
        return ()
    return (group.working if node.scale == 1 else f"{number(node.scale)} × ({group.working})",)


def _contribution(columns: Columns, path: list[Node], steps: tuple[str, ...]) -> Contribution:
    node = path[-1]
    line, source = columns.lines[node.line], columns.emitters[columns.emitter[node.line]]
    return Contribution(
        path=tuple(name for step in path for name in columns.names(step.line)),
        stage=columns.lines[path[0].line].stage,
        kg_co2e=node.kg,
        factor=source.factor.id if source.factor else None,
        gas=line.gas,
        product=columns.products[columns.whole(source.product)].id if source.product >= 0 else None,
        working=_working(columns, node, source),
        source=_source(source.factor) if source.factor else "",
        steps=steps,
    )


def _working(columns: Columns, node: Node, source: Emitter) -> str:
    beside = {part: kg for part, kg in source.kg.items() if part not in columns.counted}
    units = float(columns.quantity[node.line]) * node.scale
    unit = source.factor.unit if source.factor else "kgCO2e"
    written = f"{_amount(columns, node)} × {_per_unit(columns, node, source)}"
    if source.gas is not None and beside:
        (part,) = beside
        return f"{written} = {number(units * beside[part])} {unit} of {part}, beside the figure"
    apart = ", ".join(f"{part} {number(units * kg)} {unit}" for part, kg in beside.items() if kg)
    return f"{written} = {number(node.kg)} {unit}{f'; beside the figure: {apart}' if apart else ''}"


def _amount(columns: Columns, node: Node) -> str:
    """The amount per declared unit of the root, and the same in the unit of what it draws on."""
    source = columns.emitters[columns.emitter[node.line]]
    amount, unit = columns.lines[node.line].amount, source.per.unit
    bridges = bridge_words(columns.bridged.get(node.line))
    written = f"{'' if node.scale == 1 else number(node.scale) + ' × '}{_bracketed(amount.text)}{bridges}"
    quantity = float(columns.quantity[node.line]) * node.scale
    if source.product >= 0:
        used = columns.products[source.product]
        return f"{written} = {number(quantity)} × {used.declared_unit} of {used.id}"
    if (
        written == amount.text
        and amount.unit.text == unit.text
        and not _SIGNS.intersection(amount.text.replace(unit.text, ""))
    ):
        return written
    return f"{written} = {number(quantity / unit.scale)} {unit.text}"


def _per_unit(columns: Columns, node: Node, source: Emitter) -> str:
    """Kilograms per unit: of a factor per unit of its `per`, of a gas its GWP, of a product its whole figure."""
    if source.product >= 0:
        quantity = float(columns.quantity[node.line]) * node.scale
        return f"{number(node.kg / quantity if quantity else 0.0)} kgCO2e"
    if source.factor is None:
        gwp = sum(source.kg.values()) * source.per.unit.scale
        return f"{number(gwp)} kgCO2e/kg {source.gas} ({_basis(columns.basis)})"
    kg = source.kg_of(columns.counted) * source.per.unit.scale
    cut = f" (stages up to {source.through})" if source.through else ""
    again = f" (from its gases, {_basis(columns.basis)})" if source.recharacterised else ""
    return f"{number(kg)} {source.factor.unit}/{unit_below(source.per.unit)}{cut}{again}"


def _basis(basis: Basis) -> str:
    return f"{basis.gwp_set} GWP{basis.horizon}"


def _bracketed(text: str) -> str:
    return f"({text})" if " / " in text else text


def _source(factor: EmissionFactor) -> str:
    year = factor.year or factor.source.year
    return f"{factor.source.cite()} ({year})" if year else factor.source.cite()
