"""Memory does not grow with a table, whatever the order of its activities, and a bomb is refused in little of it."""

import random
import subprocess
import sys

import pytest

READ = """
import re, sys
from pathlib import Path
from co2label.catalogue import RowProblem, products_of
good = bad = 0
for made in products_of(sys.argv[1], sys.argv[2]):
    if isinstance(made, RowProblem):
        bad += 1
    else:
        good += 1
print(good, bad, re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""
"""The peak is that of the process alone: `ru_maxrss` begins with that of the process that started it."""
LINES = 12
"""Activities of a product."""


def _tables(folder, products, *, shuffled):
    with (folder / "p.csv").open("w", encoding="utf-8") as file:
        file.write("id,name,declared_unit,boundary\n")
        file.writelines(f"p{n:06d},Name {n},1 piece,cradle-to-gate\n" for n in range(products))
        file.write("p000000,again,1 piece,cradle-to-gate\n")
    order = [n for n in range(products) for _ in range(LINES)]
    if shuffled:
        random.Random(7).shuffle(order)
    with (folder / "l.csv").open("w", encoding="utf-8") as file:
        file.write("product_id,name,amount,unit,factor,stage\n")
        file.writelines(
            f"p{n:06d},an ingredient with a name,{k % 97}.5,g,food.salt,raw-materials\n"
            for k, n in enumerate(order)
        )
    return folder / "p.csv", folder / "l.csv"


def _read(*files):
    """How many products and findings there are, and the most memory that was taken, in KiB."""
    done = subprocess.run(
        [sys.executable, "-c", READ, *map(str, files)], capture_output=True, text=True, check=True
    )
    return map(int, done.stdout.split())


@pytest.mark.parametrize("shuffled", [False, True])
def test_four_times_the_rows_take_no_more_than_a_third_more_memory(tmp_path, shuffled):
    few, many = (tmp_path / "few"), (tmp_path / "many")
    few.mkdir()
    many.mkdir()
    _, _, small = _read(*_tables(few, 750, shuffled=shuffled))
    good, bad, large = _read(*_tables(many, 3_000, shuffled=shuffled))
    assert (good, bad) == (3_000, 1)
    assert large < 1.3 * small


def test_a_row_of_ten_million_cells_and_a_cell_of_ten_million_letters_take_little_memory(tmp_path):
    products, lines = _tables(tmp_path, 10, shuffled=False)
    with lines.open("a", encoding="utf-8") as file:
        file.write("," * 10_000_000 + "\n" + '"' + "x" * 10_000_000 + "\n" + '"' + "a line\n" * 60_000)
    good, bad, peak = _read(products, lines)
    assert good == 10
    assert bad > 2
    assert peak < 150 * 1024
