"""A folder of pages at the paths of their GS1 Digital Links, ready for any web server that can serve files.

``01/{GTIN in 14 digits}/index.html`` and ``index.json`` for each product, ``p/{id}/…`` for one without a GTIN, and
``index.html`` that lists all of them by name, never by figure. Every link inside is relative: the folder works below any address,
and from a disk.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from co2label._html import render
from co2label._storage import make_folder, write
from co2label.errors import DocumentError, DrawError, Problem, clip
from co2label.figures import in_kg
from co2label.identifiers import gtin14, in_one_company, path_part
from co2label.page._page import page
from co2label.page._rows import in_one_unit, like, rows
from co2label.wording import Translator, read_languages, translate

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence

    from co2label.declaration import Declaration


def index(entries: Sequence[tuple[Declaration, str]], languages: Sequence[str]) -> str:
    """Write the index.

    Args:
        entries: the declarations, each with the relative address of its page.
        languages: of the index, the one that leads first.
    """
    lead = languages[0]
    shown = in_one_unit([declaration for declaration, _ in entries])
    alike = len({like(declaration) for declaration, _ in entries}) == 1
    bars = rows([("", float(in_kg(each)), each.value) for each in shown]) if alike else [None] * len(shown)
    listed = list(zip(entries, shown, bars, strict=True))
    return render(
        "page/index.html.j2",
        editions=[Translator(each) for each in languages],
        language=lead,
        title=translate("page.index", lead).replace("₂", "2"),
        by_name=lambda words: sorted(listed, key=lambda each: (words.of(each[0][0].name), each[0][1])),
        unit=shown[0].unit if len({each.unit for each in shown}) == 1 else None,
    )


_PAGE, _DATA = "index.html", "index.json"
_MOST_OTHERS = 12
"""Products with the least among which a page looks for those that have less."""

_MARKS = {_PAGE: b'<meta name="generator" content="co2label">', _DATA: b'"product_id"'}
"""Marks that tell our own files from those of others."""


def site(
    declarations: Sequence[Declaration],
    folder: str | os.PathLike[str],
    *,
    language: str | Sequence[str] = ("ja", "en"),
    tips: Sequence[Mapping[str, str]] = (),
    written: Callable[[Path], None] | None = None,
) -> Path:
    """Write a page and its data for every product, and an index.

    Each file is written whole or not at all; what cannot be written is found, as far as possible, before the first file is.
    Files that are not ours stay untouched; pages of an earlier run are replaced, and those of other products are kept.

    Args:
        declarations: the products, one page each.
        folder: where to; it is made where it is missing.
        language: as of `page`.
        tips: as of `page`, the same on every page.
        written: called with each page once it is there, to show how far it is.

    Returns:
        The index.

    Raises:
        DocumentError: two products for one path; names all.
        DrawError: a place that cannot be written to, or that has a file which co2label has not written.
        TextError, ClaimError, IdentifierError: as `page`.

    >>> import tempfile
    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> declaration = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     start = site([declaration], folder)
    ...     sorted(path.relative_to(folder).as_posix() for path in start.parent.rglob("*.*"))
    ['index.html', 'p/tea/index.html', 'p/tea/index.json']
    """
    languages = read_languages(language)
    paths = [page_path(each) for each in declarations]
    _refuse_shared(declarations, paths)
    root = Path(folder)
    start = root / _PAGE
    _refuse_foreign([start, *(root / path / name for path in paths for name in _MARKS)])
    alike = defaultdict(list)
    for declaration, path in zip(declarations, paths, strict=True):
        alike[like(declaration)].append((declaration, path))
    for group in alike.values():
        group.sort(key=lambda pair: pair[0].kg_co2e)
    for declaration, path in zip(declarations, paths, strict=True):
        up = "../" * (path.count("/") + 1)
        others = [(other, f"{up}{place}/{_PAGE}") for other, place in alike[like(declaration)][:_MOST_OTHERS]]
        html = page(declaration, language=languages, others=others, tips=tips, machine_link=_DATA)
        _put(root / path / _DATA, _json(declaration))
        _put(root / path / _PAGE, html)
        if written is not None:
            written(root / path / _PAGE)
    _put(start, index(list(zip(declarations, (f"{path}/{_PAGE}" for path in paths), strict=True)), languages))
    return start


_PLAIN_LOT = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")


def page_path(declaration: Declaration) -> str:
    """Path of the page of a product below the folder: `01/04569951110016`, `01/04569951110016/10/L1`, `p/tea`.

    `p/…` is used without a GTIN, or with one that is valid in one company only.

    Raises:
        IdentifierError: a GTIN with a wrong length or check digit.
    """
    if declaration.gtin is None or in_one_company(declaration.gtin):
        return f"p/{path_part(declaration.product_id)}"
    product = f"01/{gtin14(declaration.gtin)}"
    if declaration.lot is None:
        return product
    if not _PLAIN_LOT.fullmatch(declaration.lot):
        return f"p/{path_part(declaration.product_id)}"
    return f"{product}/10/{declaration.lot}"


def _refuse_shared(declarations: Sequence[Declaration], paths: Sequence[str]) -> None:
    first: dict[str, str] = {}
    problems = []
    for declaration, path in zip(declarations, paths, strict=True):
        if path in first:
            what = f"would stand at {path}, where {clip(first[path])} stands"
            problems.append(
                Problem(declaration.product_id, what, "leave one of them out, or correct its GTIN or id")
            )
        first.setdefault(path, declaration.product_id)
    if problems:
        raise DocumentError(problems)


def _refuse_foreign(targets: Sequence[Path]) -> None:
    for target in targets:
        if target.exists() and not _ours(target):
            raise DrawError(
                f"{target} was not written by co2label and is kept; choose another folder, or move it away"
            )


def _ours(target: Path) -> bool:
    try:
        return _MARKS[target.name] in target.read_bytes()
    except OSError:
        return False


def _put(target: Path, content: str) -> None:
    make_folder(target.parent)
    write(target, content)


def _json(declaration: Declaration) -> str:
    return json.dumps(declaration.as_dict(), ensure_ascii=False, allow_nan=False, indent=2) + "\n"
