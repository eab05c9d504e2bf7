"""The encoding of a text file: found by reading all of it once, in pieces, and never guessed between two.

Whatever is valid UTF-8 is UTF-8. Else it is UTF-16, where NUL bytes or a byte order mark say so, or one of the Japanese
encodings, CP932 (Windows) and EUC-JP (older systems), where it decodes and reads like Japanese. Bytes that are plausible text in
both are refused with both readings; and so is text of Western Windows, which decodes too, as single characters between Latin
letters ("ﾄpfel").

CP932 and EUC-JP are both pairs of bytes, and some bytes are text in both. Read in the wrong one, Japanese turns into half-width
kana that nobody could pronounce, or into kanji that nobody uses. So a reading is looked at: half-width kana follow the rules of
Japanese syllables, and kanji are those of the first level of JIS X 0208 (rows 16 to 47), which are nearly all that everyday
text has.

>>> decoded("緑茶のこと".encode("euc_jp"), "a.csv"), decoded("緑茶のこと".encode("cp932"), "a.csv")
('緑茶のこと', '緑茶のこと')
>>> reads_as_cp932("ﾐｿｼﾙ ﾃｨｰﾊﾞｯｸﾞ"), reads_as_cp932("ﾎﾐﾃ､ﾎ､ｳ､ﾈ")
(True, False)
>>> reads_as_euc("緑茶のこと"), reads_as_euc("漬礰 斛拾")
(True, False)
"""

from __future__ import annotations

import codecs
import io
import re
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Literal

from co2label.errors import DocumentError, Problem, clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    Opened = Callable[[], BinaryIO]


EUC_JP = "euc_jis_2004"
"""The codec: EUC-JP, with the signs ① and ㈱ as Windows writes them too."""

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

_BESIDE = 8

_RUN = re.compile(r"[^\x00-\x7f]+")

_LATIN = re.compile(r"[A-Za-z]")

_LATIN_WORD, _LAST_WORD = re.compile(r"[A-Za-z]*"), re.compile(r"[A-Za-z]*$")

_MISREAD = re.compile(r"[\uff61-\uff9f\u4e00-\u9fff\ue000-\uf8ff]")
"""Characters that bytes of Western Windows become in Japanese encodings: half-width kana, kanji, and the private area."""

_SAVE = "save it as CSV in UTF-8"

_STATE_OR_SAVE = (
    'state it in the map, such as encoding = "cp1252" (Western Windows), or save the table as CSV in UTF-8'
)

_STATE_ONE_OR_SAVE = (
    'state it in the map, encoding = "cp932" or encoding = "euc_jp", or save the table as CSV in UTF-8'
)


def encoding_words(encoding: str) -> str:
    """An encoding as people call it.

    >>> encoding_words("cp932"), encoding_words("euc_jis_2004")
    ('CP932', 'EUC-JP')
    """
    return _WORDS.get(encoding, encoding.upper())


def encoding_of(path: Path, name: str, stated: str | None = None) -> str:
    """The encoding of a table, one of `ENCODINGS`.

    Args:
        path: the file.
        name: what the user calls it, for messages.
        stated: what the map says; then it is only checked.

    Raises:
        DocumentError: no encoding fits, two do, or the stated one does not.
    """

    def opened() -> BinaryIO:
        return path.open("rb")

    if stated is None:
        return found_encoding(opened, name, _STATE_OR_SAVE, _STATE_ONE_OR_SAVE)
    marked = _mark(opened) == "utf-8-sig" and codecs.lookup(stated).name == "utf-8"
    encoding = "utf-8-sig" if marked else _STATED.get(stated, stated)
    wrong = _wrong_byte(opened, encoding)
    if wrong is not None:
        raise Problem(name, f"byte {wrong} is not {stated}, as the map states", "correct the map").as_error()
    return encoding


def decoded(content: bytes, name: str, *, western: Literal["cp1252"] | None = None) -> str:
    """The text of a whole file, in the encoding that it is found to be in.

    Args:
        content: the bytes of the file.
        name: what the user calls it, for messages.
        western: of a source that is known to write no Japanese: the encoding where it is not UTF-8 or UTF-16.

    Raises:
        DocumentError: no encoding fits, or two do.
    """
    opened = partial(io.BytesIO, content)
    encoding = _unicode(opened) if western else found_encoding(opened, name, _SAVE, _SAVE)
    try:
        return content.decode(encoding or western or "")
    except UnicodeDecodeError:
        raise Problem(
            name, f"neither UTF-8 nor {encoding_words(western or '')} text", _SAVE
        ).as_error() from None


def found_encoding(opened: Opened, name: str, how: str, how_of_two: str) -> str:
    """The encoding of a file, one of `ENCODINGS`.

    Args:
        opened: opens the file; it is read several times.
        name: what the user calls it, for messages.
        how: what to do where no encoding can be told.
        how_of_two: what to do where two can.

    Raises:
        DocumentError: no encoding fits, or two do.
    """
    encoding = _unicode(opened)
    if encoding == "utf-8" and _may_be_kana(opened):
        raise _two(name, {each: _beyond_ascii(opened, each) for each in ("utf-8", "cp932")}, how_of_two)
    if encoding is not None:
        return encoding
    marked = bool(_mark(opened))
    fitting = [] if marked else [each for each in ("cp932", EUC_JP) if _wrong_byte(opened, each) is None]
    if not fitting:
        raise Problem(name, "neither UTF-8 nor CP932, EUC-JP or UTF-16 text", how).as_error()
    read = {each: _beyond_ascii(opened, each) for each in fitting}
    for each, text in read.items():
        lone = _lone(text)
        if lone:
            what = f"not UTF-8, and as {encoding_words(each)} it reads {clip(lone)}, which is hardly meant"
            raise Problem(name, f"{what}: the encoding cannot be told", how).as_error()
    reads = {"cp932": reads_as_cp932, EUC_JP: reads_as_euc}
    plausible = [each for each in fitting if reads[each](read[each])]
    if fitting == ["cp932"] or plausible == ["cp932"]:
        return "cp932"
    if plausible == [EUC_JP] and has_kana(read[EUC_JP]):
        return EUC_JP
    raise _two(name, read, how_of_two)


def _may_be_kana(opened: Opened) -> bool:
    """Tell whether valid UTF-8 is half-width kana in CP932 as well: pairs of bytes alone, and no Latin letter in them."""
    beyond = [max(piece) for piece in _pieces(opened, "utf-8") if not piece.isascii()]
    if not beyond or max(beyond) >= "\u0800":
        return False
    text = _beyond_ascii(opened, "utf-8")
    if _LATIN.search(text) or any(len(run) == 1 for run in _RUN.findall(text)):
        return False
    return _wrong_byte(opened, "cp932") is None and reads_as_cp932(_beyond_ascii(opened, "cp932"))


def _two(name: str, read: Mapping[str, str], todo: str) -> DocumentError:
    readings = [f"{clip(text[:30].strip())} in {encoding_words(each)}" for each, text in read.items()]
    what = f"the encoding cannot be told: it reads {' and '.join(readings)}"
    return Problem(name, what, todo).as_error()


def _unicode(opened: Opened) -> str | None:
    """The encoding of Unicode in which a file is, or None."""
    marked = _mark(opened)
    candidates = [marked] if marked else [*_wide(opened), "utf-8"]
    return next((each for each in candidates if _wrong_byte(opened, each) is None), None)


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
    """The first words that hold something beyond ASCII, with a little of what is beside it, one a line."""
    found: list[str] = []
    room = _LOOKED_AT
    for text in _pieces(opened, encoding):
        end = 0
        for run in _RUN.finditer(text):
            before = text[max(end, run.start() - _BESIDE) : run.start()]
            end = run.end() + len(_LATIN_WORD.match(text, run.end(), run.end() + _BESIDE)[0])  # type: ignore[index]
            found.append(_LAST_WORD.search(before)[0] + text[run.start() : end])  # type: ignore[index]
            room -= len(found[-1])
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


_KANA = re.compile(r"[\uff61-\uff9f]+")

_SYLLABLES = re.compile(r"[ｱ-ﾝｦ･]|(?<=[ｳｶ-ﾄﾊ-ﾎ])ﾞ|(?<=[ﾊ-ﾎ])ﾟ|(?<=[ｷｼﾁﾆﾋﾐﾘﾃﾞﾟ])[ｬｭｮ]|(?<=[ｱ-ﾝﾞﾟ])[ｧｨｩｪｫｯｰ]")
"""Half-width kana that stand where they can."""

_WIDE = re.compile(r"[^\x00-\x7f\uff61-\uff9f]")

_FULL_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fc]")

_EVERYDAY = frozenset({0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xAD, *range(0xB0, 0xD0)})
"""The first bytes of signs, letters, kana, ① and the kanji of the first level."""

_PRIVATE = re.compile(r"[\ue000-\uf8ff]")

_FEW = 10
"""One character in so many may be odd."""

_KANA_AT_LEAST = 20
"""One kana in so many characters: Chinese and Korean text, in the same pairs of bytes, has none."""


def reads_as_cp932(text: str) -> bool:
    """Tell whether a text that is EUC-JP too, read as CP932, is half-width kana that are syllables.

    The kanji that both encodings can have in common are rare ones, so they speak against it; so does the private area.
    """
    if _PRIVATE.search(text):
        return False
    runs = _KANA.findall(text)
    kana = sum(map(len, runs))
    odd = kana - sum(len(_SYLLABLES.findall(run)) for run in runs) + len(_WIDE.findall(text))
    points = sum(run.count("･") for run in runs)
    return odd * _FEW <= kana and points * 4 <= kana


def reads_as_euc(text: str) -> bool:
    """Tell whether the characters of a text, read as EUC-JP, are those of everyday Japanese."""
    wide = _WIDE.findall(text)
    odd = sum(char.encode(EUC_JP, "replace")[0] not in _EVERYDAY for char in wide)
    return odd * _FEW <= len(wide)


def has_kana(text: str) -> bool:
    """Tell whether a text has hiragana or katakana in full width, as Japanese has."""
    return len(_FULL_KANA.findall(text)) * _KANA_AT_LEAST >= max(1, len(_WIDE.findall(text)))
