"""`co2label workbook`: an empty workbook to fill in."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Annotated, Literal, cast

import co2label as c2
from co2label._options import Option
from co2label.cli._options import FactorsOption, takes
from co2label.cli._output import emit
from co2label.cli._reading import library


@takes()
def workbook(
    output: Annotated[Path, Option("The workbook.", metavar="XLSX")],
    lang: Annotated[str, Option("Language of titles, notes and lists.", choices=("ja", "en"))] = "ja",
    factors: FactorsOption = None,
) -> None:
    """Write an empty workbook to fill in: products, what goes into them, own factors, and the library to choose from.

    Save it filled in, and every command reads it as it reads a document.

    Example: co2label workbook -o products.xlsx
    """
    made = BytesIO()
    language = cast("Literal['ja', 'en']", lang)
    c2.catalogue.workbook_template(made, language=language, library=library(factors))
    emit(output, made.getvalue())
