"""Which encoding a text file is in: found by reading all of it once, in pieces, and never guessed between two.

Whatever is valid UTF-8 is UTF-8. Else it is UTF-16, where NUL bytes or a byte order mark say so, or one of the Japanese
encodings, CP932 (Windows) and EUC-JP (older systems), where it decodes and reads like Japanese. Bytes that are plausible text in
both are refused with both readings; and so is text of Western Windows, which decodes too, as single characters between Latin
letters ("ﾄpfel").

>>> decoded("緑茶のこと".encode("euc_jp"), "a.csv"), decoded("緑茶のこと".encode("cp932"), "a.csv")
('緑茶のこと', '緑茶のこと')
"""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, BinaryIO, Literal

from co2label.delimited.japanese import EUC_JP, has_kana, reads_as_cp932, reads_as_euc
from co2label.errors import DocumentError, Problem, clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    Opened = Callable[[], BinaryIO]

__all__ = ["ENCODINGS", "decoded", "encoding_of", "encoding_words"]

ENCODINGS = ("utf-8", "utf-8-sig", "cp932", EUC_JP, "utf-16", "utf-16-le", "utf-16-be", "cp1252")
"""Those that a table may be written in. All but the last are found; cp1252 (Western Windows) has to be stated."""
_WORDS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte order mark",
    "utf-16": "UTF-16 with a byte order mark",
    EUC_JP: "EUC-JP",
}
_STATED = {"euc_jp": EUC_JP}
_PIECE = 1 << 20
_LOOKED_AT = 1 << 16
"""Characters by which a reading is judged."""
_CELL = re.compile(r"[^,;\t\r\n\"]*[^\x00-\x7f][^,;\t\r\n\"]*")
_RUN = re.compile(r"[^\x00-\x7f]+")
_LATIN = re.compile(r"[A-Za-z]")
_MISREAD = re.compile(r"[\uff61-\uff9f\u4e00-\u9fff\ue000-\uf8ff]")
"""What bytes of Western Windows become in Japanese encodings: half-width kana, kanji, and the private area."""
_BY_MAP = (
    'state it in the map, such as encoding = "cp1252" (Western Windows), or save the table as CSV in UTF-8'
)
_TWO = 'state it in the map, encoding = "cp932" or encoding = "euc_jp", or save the table as CSV in UTF-8'
_SAVE = "save it as CSV in UTF-8"


def encoding_words(encoding: str) -> str:
    """An encoding as people call it.

    >>> encoding_words("cp932"), encoding_words("euc_jis_2004")
    ('CP932', 'EUC-JP')
    """
    return _WORDS.get(encoding, encoding.upper())


def encoding_of(path: Path, name: str, stated: str | None = None) -> str:
    """The encoding of a text file, one of `ENCODINGS`.

    Args:
        path: the file.
        name: what the user calls it, for messages.
        stated: what the map says; then it is only checked.

    Raises:
        DocumentError: no encoding fits, two do, or the stated one does not.
    """
    opened: Opened = lambda: path.open("rb")  # noqa: E731 - what opens it again
    if stated is not None:
        marked = _mark(opened) == "utf-8-sig" and codecs.lookup(stated).name == "utf-8"
        encoding = "utf-8-sig" if marked else _STATED.get(stated, stated)
        wrong = _wrong_byte(opened, encoding)
        if wrong is not None:
            raise _refused(name, f"byte {wrong} is not {stated}, as the map states", "correct the map")
        return encoding
    return _found(opened, name, _BY_MAP, _TWO)


def decoded(content: bytes, name: str, *, western: Literal["cp1252"] | None = None) -> str:
    """The text of a whole file, in the encoding that it is found to be in.

    Args:
        content: the bytes of the file.
        name: what the user calls it, for messages.
        western: of a source that is known to write no Japanese: the encoding where it is not UTF-8 or UTF-16.

    Raises:
        DocumentError: no encoding fits, or two do.
    """
    opened: Opened = lambda: io.BytesIO(content)  # noqa: E731 - what opens it again
    encoding = _unicode(opened) if western else _found(opened, name, _SAVE, _SAVE)
    try:
        return content.decode(encoding or western or "")
    except UnicodeDecodeError:
        raise _refused(name, f"neither UTF-8 nor {encoding_words(western or '')} text", _SAVE) from None


def _found(opened: Opened, name: str, how: str, how_of_two: str) -> str:
    encoding = _unicode(opened)
    if encoding == "utf-8" and _may_be_kana(opened):
        raise _two(name, {each: _beyond_ascii(opened, each) for each in ("utf-8", "cp932")}, how_of_two)
    if encoding is not None:
        return encoding
    marked = bool(_mark(opened))
    fitting = [] if marked else [each for each in ("cp932", EUC_JP) if _wrong_byte(opened, each) is None]
    if not fitting:
        raise _refused(name, "neither UTF-8 nor CP932, EUC-JP or UTF-16 text", how)
    read = {each: _beyond_ascii(opened, each) for each in fitting}
    for each, text in read.items():
        lone = _lone(text)
        if lone:
            what = f"not UTF-8, and as {encoding_words(each)} it reads {clip(lone)}, which is hardly meant"
            raise _refused(name, f"{what}: the encoding cannot be told", how)
    plausible = [each for each in fitting if _plausible(each, read[each])]
    if fitting == ["cp932"] or plausible == ["cp932"]:
        return "cp932"
    if plausible == [EUC_JP] and has_kana(read[EUC_JP]):
        return EUC_JP
    raise _two(name, read, how_of_two)


def _may_be_kana(opened: Opened) -> bool:
    """Whether valid UTF-8 is half-width kana in CP932 as well: pairs of bytes alone, and no Latin letter with them."""
    pieces = _pieces(opened, "utf-8")
    if any(not piece.isascii() and max(piece) >= "\u0800" for piece in pieces):
        return False
    text = _beyond_ascii(opened, "utf-8")
    if not text or _LATIN.search(text) or _wrong_byte(opened, "cp932") is not None:
        return False
    return reads_as_cp932(_beyond_ascii(opened, "cp932"))


def _two(name: str, read: Mapping[str, str], todo: str) -> DocumentError:
    readings = [f"{clip(text[:30].strip())} in {encoding_words(each)}" for each, text in read.items()]
    what = f"the encoding cannot be told: it reads {' and '.join(readings)}"
    return _refused(name, what, todo)


def _unicode(opened: Opened) -> str | None:
    """The encoding of Unicode in which a file is, or None."""
    marked = _mark(opened)
    candidates = [marked] if marked else [*_wide(opened), "utf-8"]
    return next((each for each in candidates if _wrong_byte(opened, each) is None), None)


def _plausible(encoding: str, text: str) -> bool:
    return reads_as_cp932(text) if encoding == "cp932" else reads_as_euc(text)


def _mark(opened: Opened) -> str:
    with opened() as file:
        begin = file.read(4)
    if begin.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return "utf-16" if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""


def _wide(opened: Opened) -> list[str]:
    """UTF-16 without a mark: the high bytes of ASCII letters are NUL, and on one side only."""
    with opened() as file:
        begin = file.read(4096)
    even, odd = begin[0::2].count(0), begin[1::2].count(0)
    most = max(even, odd)
    if most * 10 < len(begin) or min(even, odd) * 4 > most:
        return []
    return ["utf-16-le" if odd > even else "utf-16-be"]


def _pieces(opened: Opened, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with opened() as file:
        while piece := file.read(_PIECE):
            yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)


def _wrong_byte(opened: Opened, encoding: str) -> str | None:
    """The first byte that does not fit the encoding, or None."""
    try:
        for _ in _pieces(opened, encoding):
            pass
    except UnicodeDecodeError as error:
        return f"0x{error.object[error.start]:02x}"
    return None


def _beyond_ascii(opened: Opened, encoding: str) -> str:
    """The first cells that hold something beyond ASCII, one a line."""
    found: list[str] = []
    room = _LOOKED_AT
    for text in _pieces(opened, encoding):
        for cell in _CELL.findall(text):
            found.append(cell.strip())
            room -= len(cell)
            if room < 0:
                return "\n".join(found)
    return "\n".join(found)


def _lone(text: str) -> str:
    """A word in which a single Japanese character stands among Latin letters, where that is the rule in the text."""
    lone, runs, example = 0, 0, ""
    for run in _RUN.finditer(text):
        beside = text[max(0, run.start() - 1) : run.start()] + text[run.end() : run.end() + 1]
        runs += 1
        if len(run[0]) == 1 and _MISREAD.match(run[0]) and _LATIN.search(beside):
            lone += 1
            example = example or text[max(0, run.start() - 8) : run.end() + 8].strip()
    return example if lone * 2 >= runs else ""


def _refused(name: str, what: str, todo: str) -> DocumentError:
    return DocumentError([Problem(name, what, todo)])
