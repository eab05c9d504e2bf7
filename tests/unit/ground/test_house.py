"""The house itself: number of files, what is private, one name for one thing.

An issue that adds rooms raises a limit, with its reason.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections import defaultdict
from pathlib import Path

import co2label

HOUSE = Path(co2label.__file__).parent
FILES = sorted(HOUSE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}

MOST_FILES = 246
"""198 before the second generation of labels, which adds references, scales, equivalents and templates, a file each; four more
where files of two jobs were cut: sums of receipts, rows of ledgers, layouts of QR symbols, commands of points;
the search of factors (words, concepts, letters, index), and the room that matches products with factors
(keys, names, decisions, contents, averages of categories, the master, its review) and its commands; the workbook that people
fill in; an adapter for each source
of factors, and what they share."""
MOST_IMPORTS = 0.102
"""Of the lines of code; a tenth, and what the forms of languages are asked for in every carrier."""
SHORTER_THAN = 700
ONE_ENGINE = {("catalogue", "footprint")}
"""Rooms that share private files: tables and objects are computed by one engine."""
PUBLIC_FILES = {"catalogue/spark.py"}
"""Beside the `__init__` of the rooms; an adapter is found by the name of its file."""


def room(path):
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def lines_of_code(path):
    text = path.read_text(encoding="utf-8")
    skipped = {
        line
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for line in range(node.lineno, node.end_lineno + 1)
    }
    blank = {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
    code = {
        line
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type not in blank
        for line in range(token.start[0], token.end[0] + 1)
    }
    return code - skipped


def lines_of_imports(path):
    found = (node for node in ast.walk(TREES[path]) if isinstance(node, ast.Import | ast.ImportFrom))
    return {line for node in found for line in range(node.lineno, node.end_lineno + 1)}


def test_the_house_has_few_files():
    assert len(FILES) <= MOST_FILES


def test_no_file_is_a_room_of_its_own():
    long = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: lines for name, lines in long.items() if lines >= SHORTER_THAN} == {}


def test_little_code_is_imports():
    code = sum(len(lines_of_code(path)) for path in FILES)
    imports = sum(len(lines_of_imports(path)) for path in FILES)
    assert imports / code <= MOST_IMPORTS


def test_a_private_file_is_imported_in_its_room_alone():
    pairs = set()
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("co2label."):
                theirs, *below = node.module.split(".")[1:]
                if below and below[0].startswith("_") and theirs != room(path):
                    pairs.add((room(path), theirs))
    assert pairs <= ONE_ENGINE


def test_a_file_in_a_room_is_private_by_its_name():
    inside = [path.relative_to(HOUSE) for path in FILES if len(path.relative_to(HOUSE).parts) > 1]
    named = {path.as_posix() for path in inside if not path.name.startswith("_")}
    assert {each for each in named if not each.startswith("factors/adapters/")} <= PUBLIC_FILES


def test_a_class_has_a_name_of_its_own():
    where = defaultdict(list)
    for path, tree in TREES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                where[node.name].append(path.relative_to(HOUSE).as_posix())
    assert {name: files for name, files in where.items() if len(files) > 1} == {}


def texts_of_literal(node):
    """The texts of a `Literal` of three or more, else None."""
    if not (
        isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal"
    ):
        return None
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    texts = frozenset(part.value for part in parts if isinstance(part, ast.Constant))
    return texts if len(texts) > 2 else None


def test_a_list_of_names_is_written_once():
    where = defaultdict(list)
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if texts := texts_of_literal(node):
                where[texts].append(f"{path.relative_to(HOUSE)}:{node.lineno}")
    assert {", ".join(sorted(texts)): places for texts, places in where.items() if len(places) > 1} == {}
