"""A catalogue of small products for tests of runs: some use another product, some are wrong, ids of every kind."""

import datetime as dt

from co2label import Activity, EmissionFactor, FactorLibrary, Product
from co2label.catalogue import CatalogueSource, Job, RowProblem
from co2label.identifiers import check_digit

FACTORS = FactorLibrary(
    [EmissionFactor(id="rice", value=2.5, unit="kgCO2e", per="1 kg", source={"title": "Test"})],
    edition="test",
)
DECLARATION = {"company": "Chaya", "valid_until": "2027-11-22", "info_url": "https://example.jp/co2"}


def gtin(number):
    body = f"456995{number:06d}"
    return f"{body}{check_digit(body)}"


def product(number, **more):
    lines = [Activity("rice", f"{number + 1} g", factor="rice", stage="raw-materials")]
    if number % 7 == 3:
        lines.append(Activity("broth", "20 g", product="broth", stage="production"))
    if number % 25 == 9:
        lines.append(Activity("spice", "1 g", factor="no.such.spice", stage="raw-materials"))
    fields = {
        "id": f"sku-{number}",
        "name": {"ja": f"おにぎり{number}", "en": f"Rice ball {number}"},
        "declared_unit": "1 piece",
        "boundary": "cradle-to-grave",
        "year": 2025,
        "gtin": gtin(number) if number % 2 else None,
        "activities": lines,
    }
    return Product(**(fields | more))


def broth():
    """Used by others, in a loop with itself over stock."""
    lines = [
        Activity("gas", "0.3 kg", gas="CO2", stage="production"),
        Activity("stock", "0.1 kg", product="stock", stage="raw-materials"),
    ]
    return product(0, id="broth", declared_unit="1 kg", gtin=None, activities=lines)


def stock():
    lines = [
        Activity("gas", "0.1 kg", gas="CO2", stage="production"),
        Activity("broth", "0.2 kg", product="broth", stage="raw-materials"),
    ]
    return product(0, id="stock", declared_unit="1 kg", gtin=None, activities=lines)


def catalogue(count):
    """So many items; the used products stand far from each other, and one row is none."""
    items = [product(number) for number in range(count)]
    items[count // 3] = stock()
    items[-1] = broth()
    items[count // 2] = RowProblem("products.csv", 7, "odd", "mass", "=heavy", "expected an amount")
    return items


def source(count):
    return CatalogueSource("products.csv", lambda: catalogue(count))


def job(**more):
    given = {
        "today": dt.date(2026, 11, 23),
        "declaration": DECLARATION,
        "template": "mini",
        "language": "en",
        "formats": ("svg",),
        "factors": FACTORS,
    }
    return Job(**(given | more))


def tree(folder):
    """Every file of a folder with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
