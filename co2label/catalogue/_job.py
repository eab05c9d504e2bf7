"""The job of a run: where its products come from, and what is made of each. Together they decide every byte that comes out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from co2label._options import Option
from co2label.declaration import address_problems
from co2label.draw import Picture, Scene, picture_formats
from co2label.errors import DocumentError
from co2label.factors import FactorLibrary
from co2label.identifiers import path_part
from co2label.label import TEMPLATES, LabelStyle
from co2label.model import DeclarationData, Product
from co2label.tabular import RowProblem
from co2label.wording import read_languages

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from co2label.declaration import Scales
    from co2label.model import GwpSet


Item = Product | RowProblem
"""A product, or a row that is none."""
_BLOCK = 2**20


@dataclass(frozen=True, slots=True)
class CatalogueSource:
    """Products, and where they come from.

    Attributes:
        name: what messages call it: "products.csv".
        read: begins to read. A run reads once; the next one has to find the same products in the same order.
        files: what the products come from. A run is only resumed where these files are the same to the byte.

    >>> CatalogueSource("none", tuple).digests()
    {}
    """

    name: str
    read: Callable[[], Iterable[Item]]
    files: tuple[Path, ...] = ()

    def digests(self) -> dict[str, str]:
        """The sha256 of each file, by its name.

        Raises:
            OSError: a file that cannot be read.
        """
        return {str(path): file_digest(path) for path in self.files}


def file_digest(path: Path) -> str:
    """The digest of a file, read block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


_BLANK = Picture(Scene(10.0, 10.0, (), "Blank", "Nothing"))
"""To find out whether a format can be drawn at all."""
_MADE = "What is made"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRequest(LabelStyle):
    """What is made of every product of a catalogue.

    Raises:
        OptionError: options that do not go together, or a value that one cannot have.
    """

    template: Annotated[str, Option("Layout.", _MADE, choices=TEMPLATES)] = "calorie"
    formats: Annotated[
        tuple[str, ...],
        Option(
            f"{', '.join(picture_formats())}, or several such as png,svg.",
            _MADE,
            "FORMAT",
            flag="--format",
            choices=picture_formats(),
        ),
    ] = ("png",)
    qr: Annotated[bool, Option("Draw a QR code apart as well, in the same formats.", _MADE)] = False
    book: Annotated[
        str | None,
        Option("Write a book for tills as well, such as book.sqlite, into the folder.", _MADE, "NAME"),
    ] = None
    parquet: Annotated[bool, Option("Write the results as Parquet as well.", _MADE)] = False
    xlsx: Annotated[bool, Option("Write the results as a workbook as well.", _MADE)] = False

    def __post_init__(self) -> None:
        """Refuse options that do not go together.

        Raises:
            OptionError: names one of them.
        """
        LabelStyle.__post_init__(self)
        self.check_formats(self.formats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(BatchRequest):
    """What is made of every product, with the day and the factors. It decides every byte that comes out.

    Attributes:
        today: the day of issue where nobody says one.
        issued: the day of issue of all declarations, "2026-11-23"; else each product's own.
        declaration: what declarations say where the product itself does not: `company`, `valid_until`, `resolver`,
            `info_url`, `market`, `unit`, `reference`.
        scales: of one's own range, by category, for products without a band of their own.
        labels: whether labels are drawn; without them nothing is declared but for a QR code.
        template: a name of `label.TEMPLATES`.
        language: of the labels, "ja" or "ja+en".
        formats: of the labels and QR codes: "png", "svg", "pdf", "html", "zpl".
        dpi: of png, else 381, and zpl, else 203.
        ink: of png: "colour", "grey" or "black".
        brand: the house style, or the TOML file that it is read from.
        qr: whether a QR code is drawn for every product, apart from its label.
        book: the name of a file in the folder that gets the figures as a book for tills, "book.sqlite"; or None.
        parquet: whether the results are written as Parquet as well.
        xlsx: whether the results and what was refused are written as a workbook as well.
        factors: emission factors by id.
        gwp_set: the IPCC report whose GWPs are used.
        horizon: of the GWP, in years.

    >>> import datetime as dt
    >>> Job(today=dt.date(2026, 11, 23), formats=("svg",)).files_of("Tea:2025")
    {'svg': 'labels/tea-2025-7b0e388d.svg'}
    """

    today: dt.date
    issued: str | None = None
    declaration: Mapping[str, str] = field(default_factory=dict)
    scales: Scales | None = None
    labels: bool = True
    factors: FactorLibrary = field(default_factory=FactorLibrary.bundled)
    gwp_set: GwpSet = "AR6"
    horizon: int = 100

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn before anything is read.

        Raises:
            DocumentError: something that no declaration can say, or a link that leads nowhere.
            OptionError: a template, language or format that there is not, or options that do not go together.
            DrawError: a house style that is refused, or a format that cannot be drawn here.
        """
        BatchRequest.__post_init__(self)
        object.__setattr__(self, "brand", self.house_style)
        problems = list(address_problems(DeclarationData.read(dict(self.declaration))))
        DocumentError.raise_any(problems)
        for name in self.formats:
            self.encode_as(name, _BLANK)

    @property
    def declares(self) -> bool:
        """Whether products are declared."""
        return self.labels or self.qr

    @property
    def lead(self) -> str:
        """The language that tables and the summary are in."""
        return read_languages(self.language)[0]

    def files_of(self, product: str, kind: str = "labels", *, spread: bool = False) -> dict[str, str]:
        """The file of each format, as a name in the folder; where they are many, spread over 256 folders."""
        part = path_part(product)
        below = f"{hashlib.sha256(part.encode()).hexdigest()[:2]}/" if spread else ""
        return {name: f"{kind}/{below}{part}.{name}" for name in self.formats}

    def as_dict(self) -> dict[str, Any]:
        """Plain data for the header of a journal and the manifest: all that decides the bytes but the products."""
        plain = ("issued", "labels", "template", "language", "dpi", "ink", "qr", "book", "gwp_set")
        options = {name: getattr(self, name) for name in (*plain, "horizon")}
        options |= {name: getattr(self, name) for name in ("parquet", "xlsx")}
        digest = {} if self.scales is None else {"scales": _digest(repr(self.scales))}
        return {
            **options,
            **digest,
            "today": self.today.isoformat(),
            "formats": list(self.formats),
            "declaration": dict(self.declaration),
            "brand": _digest(repr(self.house_style)),
            "factors": self.factors.edition,
        }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
