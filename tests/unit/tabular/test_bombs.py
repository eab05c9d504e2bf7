"""Files made to exhaust memory or time: each is refused, or read row by row, in little of both."""

import subprocess
import sys

import pytest

HEADER = b"product_id,name,amount,unit,factor,stage\n"
LINE = b"a,x,1,g,food.salt,production\n"
PRODUCTS = b"id,name,declared_unit,boundary\na,A,1 kg,cradle-to-gate\n"
BOMBS = {
    "a header of a million columns": b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n",
    "a header of three million letters": b"x" * 3_000_000,
    "a header with a quotation mark that is never closed": b'"' + b"a,b\n" * 1_000_000,
    "a row of ten million cells": HEADER + LINE + b"," * 10_000_000 + b"\n" + LINE,
    "lines that each open a quotation mark": HEADER + b'"a\n' * 50_000,
    "nothing but quotation marks": HEADER + b'"' * 5_000_001,
    "quotation marks and line breaks": HEADER + b'"\n' * 100_001,
    "a quotation mark that opens before half a million letters": HEADER + b'a,"' + b"xxxxxxxxx,\n" * 50_000,
    "NUL bytes": b"\0" * 5_000_000,
    "NUL bytes below a header": HEADER + b"\0" * 2_000_000,
    "bytes of no encoding": b"\xff" * 5_000_000,
    "half a character of UTF-16": b"\xff\xfe" + b"i\0d\0" * 1_000_000 + b"\0",
    "lines that end with CR alone": HEADER.replace(b"\n", b"\r") + b"\r" * 150_000 + LINE,
    "a packed folder that is none": b"PK\x03\x04" * 1_000_000,
    "a Parquet file that is none": b"PAR1" * 1_000_000,
    "an Arrow file that is none": b"ARROW1\0\0" + b"\xff\xff\xff\x7f" * 1_000_000,
    "a compound file that is none": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 500_000,
    "fifty thousand activities of one product": HEADER + LINE * 50_000,
    "cells of a hundred thousand letters": HEADER
    + (b"a," + b"x" * 100_000 + b",1,g,food.salt,production\n") * 50,
    "combining marks": HEADER + b"a,a" + b"\xcc\x81" * 60_000 + b",1,g,food.salt,production\n",
    "a number of a hundred thousand digits": HEADER + b"a,x," + b"9" * 100_000 + b",g,food.salt,production\n",
    "a unit of a hundred thousand products": HEADER + b"a,x,1," + b"m*" * 50_000 + b",food.salt,production\n",
}
READ = """
import re, sys, time
from pathlib import Path
from co2label import Co2LabelError
from co2label.catalogue import products_of
products, *bombs = sys.argv[1:]
for bomb in bombs:
    begun = time.process_time()
    try:
        for _ in products_of(products, bomb):
            pass
    except Co2LabelError:
        pass
    print(round(time.process_time() - begun, 2))
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""
"""The peak is that of the process alone: `ru_maxrss` begins with that of the process that started it."""
MOST_SECONDS, MOST_MEGABYTES = 3.0, 300


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """The seconds that each bomb took, and the megabytes of all of them."""
    folder = tmp_path_factory.mktemp("bombs")
    (folder / "products.csv").write_bytes(PRODUCTS)
    files = [folder / f"{number}" for number in range(len(BOMBS))]
    for file, content in zip(files, BOMBS.values(), strict=True):
        file.write_bytes(content)
    command = [sys.executable, "-c", READ, folder / "products.csv", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    *seconds, megabytes = map(float, done.stdout.split())
    return dict(zip(BOMBS, seconds, strict=True)), megabytes


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_takes_little_time(measured, bomb):
    assert measured[0][bomb] < MOST_SECONDS


def test_all_of_them_take_little_memory(measured):
    assert measured[1] < MOST_MEGABYTES
