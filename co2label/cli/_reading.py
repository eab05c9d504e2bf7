"""Files and options read into footprints, declarations and receipts, for every command."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import co2label as c2
from co2label._options import Option, check_values, refuse_given
from co2label.cli import _clock
from co2label.cli._output import remark
from co2label.errors import ClaimError, ComputeError, DocumentError, Problem, clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from co2label.declaration import Declaration
    from co2label.factors import FactorLibrary
    from co2label.footprint import Footprint, Footprints
    from co2label.incentive import Campaign, NudgeContext
    from co2label.model import Document, GwpSet, Product
    from co2label.receipt import Book, InStoreCode, Receipt


def _gwp_sets() -> tuple[str, ...]:
    from co2label.model import GwpSet

    return get_args(GwpSet)


def known_sources() -> str:
    """The sources whose own downloads can be read, a comma between two."""
    from co2label.factors.adapters import adapter_names

    return ", ".join(adapter_names())


@dataclass(frozen=True, slots=True, kw_only=True)
class GwpBasis:
    """Global warming potentials with which figures are computed."""

    gwp: Annotated[str, Option("IPCC report whose GWPs are used.", choices=_gwp_sets(), any_case=True)] = (
        "AR6"
    )
    horizon: Annotated[int, Option("Horizon of the GWP in years.", choices=(100, 20))] = 100

    def __post_init__(self) -> None:
        """Refuse a report or a horizon that there is not.

        Raises:
            OptionError: names the option.
        """
        check_values(self)

    @property
    def gwp_set(self) -> GwpSet:
        """The IPCC report, as footprints name it."""
        return cast("GwpSet", self.gwp)

    @property
    def arguments(self) -> dict[str, Any]:
        """The report and the horizon as arguments of what computes figures."""
        return {"gwp_set": self.gwp_set, "horizon": self.horizon}


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureBasis(GwpBasis):
    """Basis of figures: GWPs and emission factors."""

    factors: Annotated[
        Path | None, Option("Table of your own emission factors; they win by id.", metavar="CSV")
    ] = None


def is_document(products: Path) -> bool:
    """Tell whether products stand in a document, by the name of the file."""
    return products.suffix.lower() in {".toml", ".json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFiles:
    """Files that belong to a table of products."""

    activities: Annotated[
        Path | None, Option("Table of activities, each with its product_id.", metavar="TABLE")
    ] = None
    column_map: Annotated[
        Path | None,
        Option("Which of the tables' own headings are which columns.", metavar="TOML", flag="--map"),
    ] = None

    def check(self, products: Path) -> None:
        """Refuse them beside a document, before anything is read.

        Raises:
            OptionError: names one of them.
        """
        if is_document(products):
            why = "a document holds the activities of its products; leave it out"
            refuse_given(self, ("activities", "column_map"), why)


@contextmanager
def problems_in(path: Path) -> Iterator[None]:
    """Within, every problem of a file's content is named with the file."""
    try:
        yield
    except (DocumentError, ComputeError, ClaimError) as error:
        raise type(error)(_with_file(problem, str(path)) for problem in error.problems) from None


def _with_file(problem: Problem, name: str) -> Problem:
    if problem.where == name:
        return problem
    where = f"{name}: {problem.where}" if problem.where else name
    return Problem(where, problem.what, problem.todo)


def read_file(path: Path) -> Document:
    """The document of a file; see `read_document`."""
    with problems_in(path):
        return c2.read_document(path)


def library(own: Path | None = None) -> FactorLibrary:
    """The bundled factors, with the user's own table beside them."""
    factors = c2.FactorLibrary.bundled()
    return factors if own is None else factors.with_csv(own)


def footprints_of(path: Path, document: Document, basis: FigureBasis) -> Footprints:
    """The footprints of all products of a document; its own factors win."""
    factors = library(basis.factors).with_factors(document.factors)
    with problems_in(path):
        return c2.compute_all(document.products, factors, gwp_set=basis.gwp_set, horizon=basis.horizon)


def footprints_for(footprints: Footprints, product: str | None) -> list[Footprint]:
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
    issued: date | None,
    *,
    campaign: Campaign | None = None,
) -> list[Declaration]:
    """The declarations of a document's products, or of one; ingredients are left out and named on stderr.

    Where nobody says the day of issue, it is today.

    Raises:
        ClaimError: with every problem of every product.
    """
    wanted = _footprints_to_declare(document, footprints, product)
    with problems_in(path):
        declarations = declare_each(wanted, footprints, issued, campaign=campaign)
    if campaign is not None:
        remark_unused_campaign(path, campaign, [one.product_id for one in declarations])
    return declarations


def declare_each(
    wanted: Iterable[Footprint],
    footprints: Footprints,
    issued: date | None,
    *,
    campaign: Campaign | None = None,
) -> list[Declaration]:
    """The declarations of some of the footprints of a document.

    Raises:
        ClaimError: with every problem of every product.
    """
    declarations: list[Declaration] = []
    problems: list[Problem] = []
    for footprint in wanted:
        try:
            declarations.append(declaration_of(footprint, footprints, issued, campaign=campaign))
        except ClaimError as error:
            problems += error.problems
    if problems:
        raise ClaimError(problems)
    return declarations


def declaration_of(
    footprint: Footprint,
    footprints: Footprints,
    issued: date | None = None,
    *,
    campaign: Campaign | None = None,
) -> Declaration:
    """The declaration of a footprint; where nobody says the day of issue, it is today.

    Args:
        footprint: of the product.
        footprints: those of its document, in which what it is compared with is found.
        issued: the day of issue.
        campaign: whose lines are declared as well.

    Raises:
        ClaimError: with every problem of the product.
    """
    from co2label.declaration import declare_among

    day = issued or footprint.product.declaration.issued or _clock.today()
    lines = lines_with_campaign(campaign, footprint.product, day)
    return declare_among(footprint, footprints, issued=day, indicators=lines)


def _footprints_to_declare(
    document: Document, footprints: Footprints, product: str | None
) -> list[Footprint]:
    """The product that is asked for, or all but those that stand there for others, which are named on stderr."""
    from co2label.declaration import left_out

    wanted = footprints_for(footprints, product)
    if product is not None:
        return wanted
    others = left_out(document.products)
    for name, why in others.items():
        remark(f"{name}: {why}; left out")
    return [one for one in wanted if one.product.id not in others]


def refuse_shared_certificates(documents: Iterable[tuple[Path, Document]]) -> None:
    """Refuse a certificate that several files count; within one file, computing has refused it.

    Raises:
        ComputeError: with every certificate that is used again.
    """
    from co2label.footprint import registry_number

    first: dict[str, Path] = {}
    problems: list[Problem] = []
    for path, document in documents:
        rules = [line.electricity for product in document.products for line in product.activities]
        found = {registry_number(each.id): each.id for rule in rules if rule for each in rule.certificates}
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


def campaign_of(path: Path | None) -> Campaign | None:
    """The campaign of a file, if one was given.

    Raises:
        DocumentError: with every problem of the file.
    """
    if path is None:
        return None
    with problems_in(path):
        return c2.incentive.read_campaign(path)


def remark_unused_campaign(path: Path, campaign: Campaign, products: Sequence[str]) -> None:
    """Say so where a campaign promises nothing for any product of a file."""
    if not any(rule.holds_for(product) for rule in campaign.rules for product in products):
        remark(f"{path}: campaign {campaign.id} promises nothing for its products")


def lines_with_campaign(
    campaign: Campaign | None, product: Product, issued: date | str
) -> Sequence[Any] | None:
    """A product's own lines and behind them those of a campaign; none where the campaign promises nothing for it.

    Args:
        campaign: if there is one.
        product: whose label it is.
        issued: the day of issue of the label.

    Raises:
        ClaimError: the campaign is over on that day, or there are more lines than a label has room for.
    """
    from co2label.model import MAX_INDICATORS

    day = date.fromisoformat(str(issued))
    lines = c2.incentive.campaign_lines(campaign, product.id, issued=day) if campaign is not None else ()
    if campaign is None or not lines:
        return None
    if day > campaign.last_day:
        what = f"campaign {campaign.id} ended on {campaign.last_day}, before the day of issue, {issued}"
        raise ClaimError([Problem(product.id, what, "leave it out")])
    own = product.declaration.indicators
    if len(own) + len(lines) > MAX_INDICATORS:
        what = f"{len(own)} own lines and {len(lines)} of campaign {campaign.id}, and a label has {MAX_INDICATORS}"
        raise ClaimError([Problem(f"{product.id}.declaration.indicators", what, "leave some out")])
    return [*own, *lines]


def shop_footprints(path: Path, factors: Path | None) -> tuple[Footprint, ...]:
    """The footprints of the shop's own products, but of those that stand there for comparison alone: nobody sells them."""
    from co2label.declaration import Roles

    document = read_file(path)
    roles = Roles.of(document.products)
    found = footprints_of(path, document, FigureBasis(factors=factors))
    return tuple(one for one in found if not roles.only_compared(one.product))


def receipt_of(
    basket: Path,
    factors: Path | None,
    book: Book | None = None,
    *,
    catalogue: Path | None = None,
    in_store: tuple[InStoreCode, ...] = (),
) -> Receipt:
    """The receipt of a basket, whose products may stand in the catalogue; its own win by id.

    The catalogue is one that `shop_footprints` has taken: what is no document is refused there.

    Raises:
        DocumentError: everything that is wrong with the basket.
    """
    with problems_in(basket):
        read = c2.receipt.read_basket(basket, book, in_store, catalogue=catalogue)
        return read.receipt(library(factors), book)


def nudge_context(receipt: Receipt, known: Path | None) -> NudgeContext:
    """The context of a nudge: what was bought, and what a file says of earlier weeks, of others and of settings.

    Raises:
        DocumentError: everything that is wrong with the file.
    """
    from co2label.model import read_data

    lines = tuple(
        c2.incentive.BoughtLine(
            product=line.product,
            kg_co2e=None if line.units is None else line.unit_kg_co2e,
            quantity=line.count if line.units is None else Decimal(repr(line.units)),
        )
        for line in receipt.lines
        if line.is_item
    )
    if known is None:
        return c2.incentive.NudgeContext(lines=lines)
    with problems_in(known):
        data = read_data(known)
        if isinstance(data, dict) and "lines" in data:
            raise DocumentError([Problem("lines", "what was bought stands in the basket", "leave it out")])
        return c2.incentive.NudgeContext.read(data).model_copy(update={"lines": lines})
