"""`co2label batch`: labels, results and a book of a whole catalogue, in a run that may be interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from co2label.cli.batch_map import print_suggestion
from co2label.cli.batch_options import (
    ActivitiesOption,
    BookOption,
    CompanyOption,
    DryRunOption,
    FolderOption,
    FormatsOption,
    FromOption,
    InfoUrlOption,
    MapOption,
    NoLabelsOption,
    ParquetOption,
    ProductsArgument,
    QrOption,
    ResolverOption,
    RestartOption,
    SuggestMapOption,
    Template,
    TemplateOption,
    ValidUntilOption,
    WorkersOption,
)
from co2label.cli.batch_run import Batch
from co2label.cli.batch_shown import print_estimate, print_outcome
from co2label.cli.batch_source import ProductFiles
from co2label.cli.label_options import DpiOption, HouseOption, InkOption, LabelLanguage  # noqa: TC001
from co2label.cli.options import (
    FactorsOption,
    Gwp,
    GwpOption,
    Horizon,
    HorizonOption,
    IssuedOption,
    JsonOption,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["batch"]

_REFUSED = 1


def batch(
    products: ProductsArgument,
    *,
    activities: ActivitiesOption = None,
    column_map: MapOption = None,
    source: FromOption = None,
    suggest_map: SuggestMapOption = False,
    output: FolderOption = None,
    template: TemplateOption = Template.CALORIE,
    language: LabelLanguage = "ja",
    formats: FormatsOption = "png",
    dpi: DpiOption = None,
    ink: InkOption = None,
    house: HouseOption = None,
    qr: QrOption = False,
    no_labels: NoLabelsOption = False,
    book: BookOption = None,
    parquet: ParquetOption = False,
    company: CompanyOption = None,
    valid_until: ValidUntilOption = None,
    resolver: ResolverOption = None,
    info_url: InfoUrlOption = None,
    issued: IssuedOption = None,
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    workers: WorkersOption = None,
    restart: RestartOption = False,
    dry_run: DryRunOption = False,
    json: JsonOption = False,
) -> None:
    """Make the labels of a whole catalogue, with its results as tables; interrupted, the same command goes on.

    Example: co2label batch examples/bowls.toml -o labels --format png,svg --qr
    """
    if suggest_map:
        print_suggestion(products, activities, column_map, factors, output)
        return
    said: Mapping[str, str | None] = {
        "company": company,
        "valid_until": valid_until,
        "resolver": resolver,
        "info_url": info_url,
    }
    order = Batch(
        files=ProductFiles(products, activities, column_map, source, factors),
        folder=output,
        workers=workers,
        quiet=json,
        options={
            "issued": issued,
            "declaration": {name: value for name, value in said.items() if value is not None},
            "labels": not no_labels,
            "template": template.value,
            "language": language,
            "formats": tuple(formats.split(",")),
            "dpi": dpi,
            "ink": ink and ink.value,
            "qr": qr,
            "book": book,
            "parquet": parquet,
            "gwp_set": gwp.value,
            "horizon": int(horizon.value),
        },
        house=house,
    )
    order.check(dry_run=dry_run)
    if dry_run:
        print_estimate(order.estimate(), as_json=json)
    else:
        outcome, seconds = order.run(restart=restart)
        print_outcome(outcome, seconds, as_json=json)
        if outcome.refused:
            raise typer.Exit(_REFUSED)
