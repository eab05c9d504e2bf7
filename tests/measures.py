"""What a reader of a picture measures with a ruler, from its Scene: x-heights, distances, contrasts, codes, bars.

Lengths are mm. It rests on the ink of the fonts and on the ops of the Scene alone, and so holds for every template.
"""

from itertools import combinations
from math import hypot

from co2label.draw import QUIET, Qr, Rect, Text, contrast, ink, measure, modules_across

__all__ = ["bars", "box", "code_faults", "least_contrast", "least_gap", "smallest_x_height", "x_heights"]


def lines(scene):
    """Lines that are read; an arrow is none."""
    return [op for op in scene.ops if isinstance(op, Text) and any(char.isalnum() for char in op.text)]


def box(op):
    """Left, top, right and bottom of what is black of a line, or of what another op covers."""
    if isinstance(op, Text):
        bounds, width = ink(op.text, op.font), measure(op.text, op.size, op.font)
        start = op.x - {"left": 0.0, "middle": width / 2, "right": width}[op.align]
        sides = (bounds.left, bounds.top, bounds.right, bounds.bottom)
        return tuple(at + side * op.size for at, side in zip((start, op.y, start, op.y), sides, strict=True))
    width, height = (op.size, op.size) if isinstance(op, Qr) else (op.width, op.height)
    return op.x, op.y, op.x + width, op.y + height


def x_heights(scene):
    """The height of an x of each line, by its words."""
    return {op.text: -ink("x", op.font).top * op.size for op in lines(scene)}


def smallest_x_height(scene):
    return min(x_heights(scene).values(), default=99.0)


def gap(one, other):
    """Between two boxes; 0 where they touch."""
    across = max(one[0] - other[2], other[0] - one[2], 0.0)
    down = max(one[1] - other[3], other[1] - one[3], 0.0)
    return hypot(across, down)


def least_gap(scene):
    """The least distance between the ink of two lines, and which these are."""
    boxes = [(op.text, box(op)) for op in lines(scene)]
    return min(
        ((gap(a, b), one, other) for (one, a), (other, b) in combinations(boxes, 2)), default=(99.0, "", "")
    )


def least_contrast(scene):
    """The least contrast of a line with what it stands on, 1 to 21."""
    return min((contrast(op.fill, op.on) for op in lines(scene)), default=21.0)


def code_faults(scene, dpi):
    """What is wrong with the codes: something in a quiet zone of four modules, or modules that are less than two dots."""
    faults = []
    for code in (op for op in scene.ops if isinstance(op, Qr)):
        module = code.size / modules_across(code.payload)
        dark = QUIET * module
        left, top, right, bottom = box(code)
        if left < -0.01 or top < -0.01 or right > scene.width + 0.01 or bottom > scene.height + 0.01:
            faults.append("the quiet zone leaves the page")
        inner = (left + dark, top + dark, right - dark, bottom - dark)
        near = [op for op in scene.ops if op is not code and gap(inner, box(op)) < dark - 0.03]
        faults += [f"{getattr(op, 'text', type(op).__name__)} in the quiet zone" for op in near]
        if module * dpi / 25.4 < 2 - 0.01:
            faults.append(f"{module * dpi / 25.4:.2f} dots a module")
    return faults


def bars(scene, fill):
    """The rectangles of a colour, hatched ones of it too, from top to bottom and from left to right."""
    found = [op for op in scene.ops if isinstance(op, Rect)]
    of = [op for op in found if op.fill == fill or (op.hatch and op.hatch.fill == fill)]
    return sorted(of, key=lambda op: (op.y, op.x))
