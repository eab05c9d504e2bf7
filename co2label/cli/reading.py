"""From a file and options to footprints and declarations, for every command."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from co2label.cli import clock
from co2label.cli.messages import remark
from co2label.errors import ClaimError, ComputeError, DocumentError, Problem, clip
from co2label.model import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from co2label.cli.options import Gwp, Horizon
    from co2label.declaration import Declaration
    from co2label.factors import FactorLibrary
    from co2label.footprint import Footprint, Footprints
    from co2label.incentive import Campaign
    from co2label.model import Document, Product

__all__ = [
    "about",
    "chosen",
    "compared_footprints",
    "declarations_of",
    "declared",
    "footprints_of",
    "library",
    "read",
    "refuse_shared_certificates",
]


@contextmanager
def about(path: Path) -> Iterator[None]:
    """Within, every problem of a file's content is named with the file."""
    try:
        yield
    except (DocumentError, ComputeError, ClaimError) as error:
        raise type(error)(_named(problem, str(path)) for problem in error.problems) from None


def _named(problem: Problem, name: str) -> Problem:
    if problem.where == name:
        return problem
    where = f"{name}: {problem.where}" if problem.where else name
    return Problem(where, problem.what, problem.todo)


def read(path: Path) -> Document:
    """The document of a file; see `read_document`."""
    from co2label.model import read_document  # noqa: PLC0415 - a fast start

    with about(path):
        return read_document(path)


def library(own: Path | None = None) -> FactorLibrary:
    """The bundled factors, with the user's own table beside them."""
    from co2label.factors import FactorLibrary  # noqa: PLC0415 - a fast start

    factors = FactorLibrary.bundled()
    return factors if own is None else factors.with_csv(own)


def footprints_of(path: Path, document: Document, gwp: Gwp, horizon: Horizon, own: Path | None) -> Footprints:
    """The footprints of all products of a document; its own factors win."""
    from co2label.footprint import compute_all  # noqa: PLC0415 - a fast start

    factors = library(own).with_factors(document.factors)
    with about(path):
        return compute_all(document.products, factors, gwp_set=gwp.value, horizon=int(horizon.value))


def chosen(footprints: Footprints, product: str | None) -> list[Footprint]:
    """All footprints, or the one of a product.

    Raises:
        ComputeError: there is no such product; names the nearest.
    """
    if product is None:
        return list(footprints)
    if product not in footprints.ids:
        known = ", ".join(footprints.ids[:8])
        raise ComputeError(
            [Problem("--product", f"no product {clip(product)} in the file", f"it has {known}")]
        )
    return [footprints[product]]


def declarations_of(
    path: Path,
    document: Document,
    footprints: Footprints,
    product: str | None,
    issued: str | None,
    *,
    campaign: Campaign | None = None,
) -> list[Declaration]:
    """The declarations of a document's products, or of one; ingredients are left out and named on stderr.

    Where nobody says the day of issue, it is today.

    Raises:
        ClaimError: with every problem of every product.
    """
    from co2label.cli.promised import remark_if_idle  # noqa: PLC0415 - a fast start

    said: list[Declaration] = []
    problems: list[Problem] = []
    for footprint in _to_declare(document, footprints, product):
        try:
            said.append(declared(footprint, issued, among=footprints, campaign=campaign))
        except ClaimError as error:
            problems += error.problems
    if problems:
        with about(path):
            raise ClaimError(problems)
    if campaign is not None:
        remark_if_idle(path, campaign, [one.product_id for one in said])
    return said


def declared(
    footprint: Footprint,
    issued: str | None = None,
    *,
    among: Footprints | None = None,
    campaign: Campaign | None = None,
) -> Declaration:
    """The declaration of a footprint; where nobody says the day of issue, it is today.

    Args:
        footprint: of the product.
        issued: the day of issue.
        among: the footprints of its document, in which what it is compared with is found.
        campaign: whose promises are said as well.

    Raises:
        ClaimError: with every problem of the product.
    """
    from co2label.cli.promised import indicators_with  # noqa: PLC0415 - a fast start
    from co2label.declaration import declare  # noqa: PLC0415

    own = footprint.product.declaration.issued
    day = issued or own or clock.today()
    lines = indicators_with(campaign, footprint.product, day)
    others = compared_footprints(footprint.product, among) if among is not None else {}
    return declare(
        footprint,
        issued=day,
        indicators=lines,
        baseline=others.get("baseline"),
        conventional=others.get("conventional"),
    )


def _to_declare(document: Document, footprints: Footprints, product: str | None) -> list[Footprint]:
    """The product that is asked for, or all but those that stand there for others; what is left out is said."""
    from co2label.declaration import left_out  # noqa: PLC0415 - a fast start

    wanted = chosen(footprints, product)
    if product is not None:
        return wanted
    others = left_out(document.products)
    for name, why in others.items():
        remark(f"{name}: {why}; left out")
    return [one for one in wanted if one.product.id not in others]


def compared_footprints(product: Product, footprints: Footprints) -> dict[str, Footprint]:
    """The footprints of the document that a product wants to be compared with, by the argument of `declare`.

    Raises:
        ClaimError: the document has no such product.
    """
    names = product.declaration.compared_with
    problems = [
        Problem(
            f"{product.id}.declaration.{what}",
            f"no product {clip(name)} in this document",
            suggestion(name, footprints.ids) or "add it to `products`",
        )
        for what, name in names.items()
        if name not in footprints.ids
    ]
    if problems:
        raise ClaimError(problems)
    return {what: footprints[name] for what, name in names.items()}


def refuse_shared_certificates(documents: Iterable[tuple[Path, Document]]) -> None:
    """Refuse a certificate that several files count; within one file, computing has refused it.

    Raises:
        ComputeError: with every certificate that is used again.
    """
    from co2label.footprint.rules.claims import registered  # noqa: PLC0415 - a fast start

    first: dict[str, Path] = {}
    problems: list[Problem] = []
    for path, document in documents:
        rules = [line.electricity for product in document.products for line in product.activities]
        found = {registered(each.id): each.id for rule in rules if rule for each in rule.certificates}
        problems += [
            Problem(
                str(path),
                f"certificate {found[number]!r} is used in {first[number]} as well",
                "a certificate counts once",
            )
            for number in found
            if number in first
        ]
        first = dict.fromkeys(found, path) | first
    if problems:
        raise ComputeError(problems)
