"""Labels in bulk against the plain way, in turns in the same run: Pillow's text on an RGB image, `qrcode` for each label.

The plain way draws the same lines at the same size, with its fonts loaded beforehand, and saves at level 6.
"""

import datetime as dt
import io
import random
import time
import tracemalloc
from functools import cache

import pytest
from PIL import Image, ImageDraw, ImageFont
from qrcode import constants
from qrcode.main import QRCode

from co2label.declaration import Declaration, DeclaredUnit, ReferenceShare, StageLine
from co2label.draw import Qr, Rect, Text
from co2label.figures import Shown
from co2label.identifiers import check_digit
from co2label.label import calorie, many
from co2label.model import Verification

SCALE = 15.0
COUNT, PLAIN, TURNS = 200, 8, 5
DAY = dt.date(2026, 11, 23)
WORDS = "鮭 梅 昆布 明太子 弁当 サンド 牛乳 豆腐 国産 北海道 大豆 ごはん 海苔 大盛り".split()  # noqa: SIM905


def declaration(index):
    rng = random.Random(index)
    parts = [rng.randint(10, 300), rng.randint(1, 99), rng.randint(1, 60), rng.randint(1, 30)]
    names = ("raw-materials", "production", "distribution", "end-of-life")
    stages = [
        StageLine(name, "included", str(part), str(round(100 * part / sum(parts))), part / sum(parts))
        for name, part in zip(names, parts, strict=True)
    ]
    body = f"456995{index:06d}"
    gtin = f"{body}{check_digit(body)}"
    return Declaration(
        product_id=f"p{index}",
        gtin=gtin,
        name={"ja": "".join(rng.sample(WORDS, 3))},
        declared_unit=DeclaredUnit({"ja": "1個（110 g）"}),
        shown=Shown(str(sum(parts)), "g-CO2e"),
        kg_co2e=sum(parts) / 1000,
        boundary="cradle-to-grave",
        scope={"ja": "包装を含む"},
        stages=(*stages[:3], StageLine("use", "no-data"), stages[3]),
        reference=ReferenceShare(
            "percent",
            sum(parts) // 68 + 1,
            sum(parts) / 6800,
            "day",
            6.8,
            Shown("6.8", "kg-CO2e"),
            "iges-2030",
        ),
        year=2025,
        gwp_set="AR6",
        gwp_horizon=100,
        standard="ISO 14067:2018",
        verification=Verification(),
        company="株式会社サンプル",
        issued=DAY,
        valid_until=DAY.replace(year=2027),
        link=f"https://id.example.jp/01/0{gtin}",
        factor_edition="2026.1",
    )


@cache
def face(font, size):
    return ImageFont.truetype(font.path, round(size * SCALE))


def plain(scene):
    """What one would write first: every rectangle, line of text and module drawn in RGB."""
    image = Image.new("RGB", (round(scene.width * SCALE), round(scene.height * SCALE)), "white")
    draw = ImageDraw.Draw(image)
    for op in scene.ops:
        x, y = op.x * SCALE, op.y * SCALE
        if isinstance(op, Rect):
            draw.rectangle((x, y, x + op.width * SCALE, y + op.height * SCALE), fill=op.fill)
        elif isinstance(op, Text):
            anchor = "ls" if op.align == "left" else "rs"
            draw.text((x, y), op.text, font=face(op.font, op.size), fill=op.fill, anchor=anchor)
        elif isinstance(op, Qr):
            symbol(draw, op, x, y)
    stream = io.BytesIO()
    image.save(stream, "PNG", compress_level=6)
    return stream.getvalue()


def symbol(draw, op, x, y):
    code = QRCode(error_correction=constants.ERROR_CORRECT_M, border=4)
    code.add_data(op.payload)
    code.make(fit=True)
    matrix = code.get_matrix()
    dot = op.size * SCALE / len(matrix)
    for row, darks in enumerate(matrix):
        for column, dark in enumerate(darks):
            if dark:
                left, top = x + column * dot, y + row * dot
                draw.rectangle((left, top, left + dot - 1, top + dot - 1), fill="black")


def seconds(work, items):
    start = time.perf_counter()
    for _ in work(items):
        pass
    return (time.perf_counter() - start) / len(items)


@pytest.fixture(scope="module")
def turns():
    """Seconds a label of each way, the least of several turns; every turn draws products not seen before."""
    ways = {
        "plain": lambda scenes: map(plain, scenes),
        "png": lambda said: many(said, format="png"),
        "svg": lambda said: many(said, format="svg"),
    }
    scenes = [calorie(declaration(10**5 + index)).scene for index in range(PLAIN)]
    list(many(map(declaration, range(10**5 + 50)[-50:]), format="png"))
    least = dict.fromkeys(ways, float("inf"))
    for turn in range(TURNS):
        for place, (name, work) in enumerate(ways.items()):
            first = (3 * turn + place) * COUNT
            items = scenes if name == "plain" else [declaration(first + index) for index in range(COUNT)]
            least[name] = min(least[name], seconds(work, items))
    print({name: f"{1e6 * value:.0f} µs" for name, value in least.items()})
    return least


def test_png_is_eight_times_quicker_than_the_plain_way(turns):
    assert turns["plain"] / turns["png"] >= 8


def test_svg_is_forty_times_quicker_than_the_plain_way(turns):
    assert turns["plain"] / turns["svg"] >= 40


def test_memory_does_not_grow_with_the_number_of_labels():
    """Once the caches are full, ten times as many labels take no more at their peak."""
    tracemalloc.start()
    try:
        run(0, 10_000)
        few, many_more = (run(first, count) for first, count in ((20_000, 200), (30_000, 2000)))
    finally:
        tracemalloc.stop()
    assert many_more < 1.1 * few


def run(first, count):
    """Draw labels of products not seen before; the peak of the memory that is then in use."""
    tracemalloc.reset_peak()
    for _ in many(map(declaration, range(first, first + count)), format="svg"):
        pass
    return tracemalloc.get_traced_memory()[1]
