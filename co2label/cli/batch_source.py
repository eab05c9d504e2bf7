"""Where the products of `co2label batch` come from: a document, tables, or one's own download of a source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.cli.messages import remark
from co2label.cli.usage import refuse_given

if TYPE_CHECKING:
    from pathlib import Path

    from co2label.catalogue.bulk import Source
    from co2label.factors import FactorLibrary

__all__ = ["ProductFiles"]

_DOCUMENTS = (".toml", ".json")


@dataclass(frozen=True, slots=True)
class ProductFiles:
    """The files that were named; what was not is None."""

    products: Path
    activities: Path | None
    column_map: Path | None
    download_of: str | None
    """The source whose own download the products are, such as "agribalyse"."""
    own_factors: Path | None

    @property
    def is_document(self) -> bool:
        """Whether the products stand in TOML or JSON."""
        return self.products.suffix.lower() in _DOCUMENTS

    def check(self) -> None:
        """Refuse files that do not go together, before anything is read.

        Raises:
            BadParameter: says which, and why.
        """
        given = {"--activities": self.activities, "--map": self.column_map}
        if self.download_of is not None:
            refuse_given(given, "with --from every factor of the download is a product; leave it out")
        elif self.is_document:
            refuse_given(given, "a document holds the activities of its products; leave it out")

    def opened(self) -> tuple[Source, FactorLibrary]:
        """The products, their headings understood, and the factors that they are computed with.

        Raises:
            DocumentError: a file that cannot be read, or headings that do not fit.
        """
        from co2label.catalogue.bulk import Source  # noqa: PLC0415 - a fast start
        from co2label.cli.reading import library, read  # noqa: PLC0415

        factors = library(self.own_factors)
        named = (self.products, self.activities, self.column_map, self.own_factors)
        files = tuple(each for each in named if each is not None)
        name = str(self.products)
        if self.download_of is not None:
            return self._download(self.download_of, factors)
        if self.is_document:
            document = read(self.products)
            return Source(name, lambda: document.products, files), factors.with_factors(document.factors)
        from co2label.catalogue import open_tables  # noqa: PLC0415

        tables = open_tables(self.products, self.activities, mapping=self.column_map, factors=factors)
        for table, form in tables.forms.items():
            remark(f"{table}: {form}")
        for table, headings in tables.unread.items():
            remark(f"{table}: not read: {', '.join(headings)}")
        for each in tables.remarks:
            remark(each)
        return Source(name, tables.products, files), factors

    def _download(self, source: str, factors: FactorLibrary) -> tuple[Source, FactorLibrary]:
        """Every factor of a source's own download as a product."""
        from co2label.catalogue.bulk import Source  # noqa: PLC0415 - a fast start
        from co2label.catalogue.of_factors import products_of_factors  # noqa: PLC0415
        from co2label.factors.adapters import read  # noqa: PLC0415

        imported = read(source, [self.products])
        for each in imported.remarks:
            remark(each)
        products = products_of_factors(imported.factors, imported.categories)
        own = () if self.own_factors is None else (self.own_factors,)
        files = (*imported.files, *own)
        return Source(str(self.products), lambda: products, files), factors.with_factors(imported.factors)
