"""Labels of a whole catalogue: 10,000 PNG labels with their figures, declarations, files and journal, by two processes.

The target: under two minutes on two cores of a quiet machine. On a busy one the wall clock says little, so what is held is the
time of the processors, over two; and what a run costs beside computing, declaring and drawing, as a ratio in turns in the same
run. The files are part of the run and not of the drawing: on some file systems making one takes a millisecond by itself.
"""

import datetime as dt
import random
import resource
import shutil
import time

import pytest

from co2label import Activity, Product, compute_all, declare
from co2label.catalogue import CatalogueSource, Job, run
from co2label.identifiers import check_digit
from co2label.label import many

COUNT, PART, TURNS = 10_000, 256, 3
FACTORS = (
    "food.rice",
    "food.nori",
    "food.salt",
    "food.egg",
    "food.onion",
    "food.sugar",
    "food.soy_sauce",
    "food.beef_mince",
)
WORDS = "鮭 梅 昆布 明太子 弁当 サンド 牛乳 豆腐 国産 北海道 大豆 ごはん 海苔 大盛り".split()  # noqa: SIM905
DECLARATION = {
    "company": "株式会社サンプル",
    "valid_until": "2027-11-22",
    "resolver": "https://id.example.jp",
}
DAY = dt.date(2026, 11, 23)


def product(number):
    """Ten lines: eight ingredients, electricity and a truck."""
    rng = random.Random(number)
    body = f"456995{number:06d}"
    lines = [
        Activity(name, f"{rng.randint(1, 90)} g", factor=name, through="processing", stage="raw-materials")
        for name in FACTORS
    ]
    return Product(
        id=f"sku-{number}",
        gtin=f"{body}{check_digit(body)}",
        name={"ja": "".join(rng.sample(WORDS, 3)), "en": f"Product {number}"},
        declared_unit="1 個",
        mass=f"{rng.randint(90, 400)} g",
        boundary="cradle-to-grave",
        year=2025,
        activities=[
            *lines,
            Activity("電気", f"0.0{rng.randint(1, 9)} kWh", factor="elec.grid.jp", stage="production"),
            Activity("配送", "0.2 kg * 120 km", factor="freight.truck.reefer", stage="distribution"),
        ],
    )


def source(first, count):
    return CatalogueSource("products", lambda: (product(first + number) for number in range(count)))


def worked(work, *given):
    """Seconds that the processor has worked."""
    begun = time.process_time()
    work(*given)
    return time.process_time() - begun


def processors():
    """Seconds that processors have worked for this process and for those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def test_ten_thousand_labels_in_two_minutes(tmp_path):
    before, begun = processors(), time.perf_counter()
    outcome = run(source(0, COUNT), tmp_path, Job(today=DAY, declaration=DECLARATION), workers=2)
    taken, each = time.perf_counter() - begun, (processors() - before) / 2
    size = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    print(
        f"{COUNT} labels: {taken:.1f} s, {COUNT / taken:.0f} a second, {each:.1f} s of each processor, {size / 1e6:.0f} MB"
    )
    assert outcome.labelled == COUNT
    assert each < 120


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_run_costs_little_beside_what_is_drawn(tmp_path, ending):
    def drawn(first):
        said = [
            declare(one, issued=DAY, **DECLARATION)
            for one in compute_all([product(first + n) for n in range(PART)])
        ]
        assert all(many(said, format=ending))

    def whole(first):
        run(source(first, PART), tmp_path / "out", Job(today=DAY, declaration=DECLARATION, formats=(ending,)))
        shutil.rmtree(tmp_path / "out")

    drawn(10**5)
    whole(10**5 + PART)
    least = {"drawn": float("inf"), "whole": float("inf")}
    for turn in range(TURNS):
        for place, (name, work) in enumerate((("drawn", drawn), ("whole", whole))):
            least[name] = min(least[name], worked(work, (2 * turn + place) * PART))
    print({name: f"{1e3 * value / PART:.2f} ms a label" for name, value in least.items()})
    assert least["whole"] / least["drawn"] < {"png": 1.8, "svg": 4.0}[ending]
