"""Files and options read into footprints, declarations and receipts, for every command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast, get_args

import co2label as c2
from co2label import declaration, footprint, model
from co2label._options import Option, check_values, refuse_given
from co2label.cli import _clock
from co2label.cli._output import remark
from co2label.errors import ClaimError, ComputeError, DocumentError, Problem, clip

if TYPE_CHECKING:
    from co2label.model import GwpSet


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredBasis(FigureBasis):
    """Basis of declarations: that of figures, and the scales by which they are judged."""

    scales: Annotated[
        Path | None,
        Option("Scales of your own range by category, as `co2label scale` writes them.", metavar="TOML"),
    ] = None


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
    rules: Annotated[
        Path | None,
        Option("What the tables have no columns for, such as recycling, by product.", metavar="TOML"),
    ] = None

    @staticmethod
    def are_in_document(products: Path) -> bool:
        """Tell whether products stand in a document, by the name of the file, or in a workbook of `co2label workbook`."""
        return products.suffix.lower() in {".toml", ".json"} or c2.catalogue.is_workbook(products)

    def check(self, products: Path) -> None:
        """Refuse them beside a document, before anything is read.

        Raises:
            OptionError: names one of them.
        """
        if self.are_in_document(products):
            why = "a document holds the activities of its products; leave it out"
            refuse_given(self, ("activities", "column_map", "rules"), why)


@contextmanager
def problems_in(path: Path | None) -> Iterator[None]:
    """Name the file in every problem of its content, if there is a file."""
    try:
        yield
    except (DocumentError, ComputeError, ClaimError) as error:
        if path is None:
            raise
        name = str(path)
        raise type(error)(
            Problem(f"{name}: {each.where}" if each.where not in ("", name) else name, each.what, each.todo)
            for each in error.problems
        ) from None


T = TypeVar("T")


def read_with(read: Callable[[Path], T], path: Path) -> T:
    """Read a file; every problem of its content is named with it."""
    with problems_in(path):
        return read(path)


def read_products(path: Path) -> c2.Document:
    """Read a document, or a workbook that was filled in; every problem of its content is named with the file."""
    read = c2.catalogue.read_workbook if c2.catalogue.is_workbook(path) else c2.read_document
    return read_with(read, path)


def library(own: Path | None = None) -> c2.FactorLibrary:
    """The bundled factors, with the user's own table, or the sheet of a workbook, beside them."""
    factors = c2.FactorLibrary.bundled()
    if own is None:
        return factors
    if c2.catalogue.is_workbook(own):
        return factors.with_factors(c2.catalogue.workbook_factors(own))
    return factors.with_csv(own)


class ProductFile:
    """A file of products, which is read at once; its footprints are computed when they are first asked for."""

    def __init__(self, path: Path, basis: FigureBasis) -> None:
        self.path = path
        self.document = read_products(path)
        self._basis = basis
        self._scales = (
            read_with(declaration.read_scales, basis.scales)
            if isinstance(basis, DeclaredBasis) and basis.scales is not None
            else None
        )

    @classmethod
    def read_all(cls, paths: Iterable[Path], basis: FigureBasis) -> list[ProductFile]:
        """Read several files. Within one file, computing refuses a certificate that is counted twice.

        Raises:
            ComputeError: with every certificate that is used in another file again.
        """
        files = [cls(path, basis) for path in paths]
        first: dict[str, Path] = {}
        problems: list[Problem] = []
        for file in files:
            rules = [line.electricity for product in file.document.products for line in product.activities]
            used = [each.id for rule in rules if rule for each in rule.certificates]
            for number, written in {footprint.registry_number(each): each for each in used}.items():
                if number in first:
                    what = f"certificate {written!r} is used in {first[number]} as well"
                    problems.append(Problem(str(file.path), what, "a certificate counts once"))
                first.setdefault(number, file.path)
        ComputeError.raise_any(problems)
        return files

    @cached_property
    def factors(self) -> c2.FactorLibrary:
        """The bundled factors, the user's own, and those of the document, which win."""
        return library(self._basis.factors).with_factors(self.document.factors)

    @cached_property
    def footprints(self) -> c2.Footprints:
        """The footprints of all its products."""
        factors = self.factors
        with problems_in(self.path):
            return c2.compute_all(self.document.products, factors, **self._basis.arguments)

    def footprints_of(self, product: str | None) -> list[c2.Footprint]:
        """All footprints, or the one of a product.

        Raises:
            ComputeError: there is no such product; names the nearest.
        """
        if product is None:
            return list(self.footprints)
        if product not in self.footprints.ids:
            known = ", ".join(self.footprints.ids[:8])
            what = f"no product {clip(product)} in the file"
            raise ComputeError([Problem("--product", what, f"it has {known}")])
        return [self.footprints[product]]

    def with_draws(self, footprints: Iterable[c2.Footprint], draws: int, seed: int) -> list[c2.Footprint]:
        """Some of the footprints with the intervals of a Monte Carlo run over all of them."""
        with problems_in(self.path):
            drawn = {
                one.product.id: one for one in footprint.with_draws(self.footprints, draws=draws, seed=seed)
            }
        return [drawn[one.product.id] for one in footprints]

    def goods(self) -> list[c2.Footprint]:
        """The footprints, but of products that stand there for comparison alone: nobody sells them."""
        roles = declaration.Roles.of(self.document.products)
        return [one for one in self.footprints if not roles.only_compared(one.product)]

    def declarations_of(
        self, product: str | None, issued: date | None, campaign: c2.Campaign | None = None
    ) -> list[c2.Declaration]:
        """The declarations of all products, or of one; ingredients are left out and named on stderr.

        Figures of one document stand together, so all are in one unit of CO2e, unless a product says `unit` itself.

        Raises:
            ClaimError: with every problem of every product.
        """
        wanted, others = self.footprints_of(product), declaration.left_out(self.document.products)
        goods = [one for one in self.footprints if one.product.id not in others]
        unit = declaration.unit_for(goods) if len(goods) > 1 else None
        if product is None:
            remark(*(f"{name}: {why}; left out" for name, why in others.items()))
            wanted = [one for one in wanted if one.product.id not in others]
        declarations = self.declare(wanted, issued, campaign, unit)
        if campaign is not None and not any(
            rule.holds_for(one.product_id) for rule in campaign.rules for one in declarations
        ):
            remark(f"{self.path}: campaign {campaign.id} promises nothing for its products")
        return declarations

    def declare(
        self,
        footprints: Iterable[c2.Footprint],
        issued: date | None = None,
        campaign: c2.Campaign | None = None,
        unit: str | None = None,
    ) -> list[c2.Declaration]:
        """The declarations of some of the footprints; where nobody says the day of issue, it is today.

        Raises:
            ClaimError: with every problem of every product.
        """
        declarations: list[c2.Declaration] = []
        problems: list[Problem] = []
        with problems_in(self.path):
            for one in footprints:
                day = issued or one.product.declaration.issued or _clock.today()
                with ClaimError.collecting(problems):
                    lines = _lines_with_campaign(campaign, one.product, day) if campaign else None
                    declarations.append(
                        declaration.declare_among(
                            one,
                            self.footprints,
                            issued=day,
                            for_all={"unit": unit},
                            scales=self._scales,
                            indicators=lines,
                        )
                    )
            ClaimError.raise_any(problems)
        return declarations


def _lines_with_campaign(campaign: c2.Campaign, product: c2.Product, issued: date) -> list[Any] | None:
    """A product's own lines and behind them those of a campaign; none where the campaign promises nothing for it.

    Raises:
        ClaimError: the campaign is over on the day of issue, or there are more lines than a label has room for.
    """
    lines = c2.incentive.campaign_lines(campaign, product.id, issued=issued)
    if not lines:
        return None
    if issued > campaign.last_day:
        what = f"campaign {campaign.id} ended on {campaign.last_day}, before the day of issue, {issued}"
        raise ClaimError([Problem(product.id, what, "leave it out")])
    own = product.declaration.indicators
    if len(own) + len(lines) > model.MAX_INDICATORS:
        what = f"{len(own)} own lines and {len(lines)} of campaign {campaign.id}, and a label has {model.MAX_INDICATORS}"
        raise ClaimError([Problem(f"{product.id}.declaration.indicators", what, "leave some out")])
    return [*own, *lines]


def receipt_of(
    basket: Path,
    factors: Path | None,
    book: c2.receipt.Book | None = None,
    *,
    catalogue: Path | None = None,
    in_store: tuple[c2.receipt.InStoreCode, ...] = (),
) -> c2.receipt.Receipt:
    """The receipt of a basket, whose products may stand in the catalogue; its own win by id.

    The catalogue is one that was read before: what is no document is refused there.

    Raises:
        DocumentError: everything that is wrong with the basket.
    """
    with problems_in(basket):
        read = c2.receipt.read_basket(basket, book, in_store, catalogue=catalogue)
        return read.receipt(library(factors), book)


def nudge_context(receipt: c2.receipt.Receipt, known: Path | None) -> c2.incentive.NudgeContext:
    """The context of a nudge: what was bought, and what a file says of earlier weeks, of others and of settings.

    Raises:
        DocumentError: everything that is wrong with the file.
    """
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
        data = model.read_data(known)
        if isinstance(data, dict) and "lines" in data:
            raise Problem("lines", "what was bought stands in the basket", "leave it out").as_error()
        return c2.incentive.NudgeContext.read(data).model_copy(update={"lines": lines})
