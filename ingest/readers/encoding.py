"""Bytes to text, or a refusal: the first thing that the plain and web readers do.

GB18030 decodes almost any bytes to *some* characters, so a strict decode proves little. What proves
it is the result: in real Chinese nearly every character is among the 3755 (or 5401) common ones
that GB2312 and Big5 put first. A decode whose characters are mostly rare ones is a wrong guess.
"""

import codecs
import unicodedata
from collections.abc import Callable

from ingest.errors import UnreadableDocument
from ingest.readers.contents import signature

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKS = frozenset(
    map(chr, (*range(0x2010, 0x2040), *range(0x3000, 0x3020), *range(0xFF01, 0xFF5F)))
)
_ALLOWED_CONTROLS = frozenset("\t\n\r\f\v\x1a")
_MIN_COMMON_SHARE = 0.75
# Characters that make up about a third of any Chinese text; Korean bytes read as GB18030 lack them.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要时来用们生到作地于出就分对成会可主发年动同工也能下过子产"
    "這個們來時國會對發經學產過動實還與於為後當業體關開現長將從"
    "面而方后多定行学法所民得经十三之进等部度家力如化高自二理起小现实加量都制当业本性政事全各重新"
)
_MIN_FREQUENT_SHARE = 0.06
_SURE_FREQUENT_SHARE = 0.2
_MAX_STRANGE_SHARE = 0.01


def decode(raw: bytes, source_name: str, declared: str | None = None) -> str:
    """Decode `raw` strictly; `declared` is an encoding that the file itself names, tried early.

    Raises `UnreadableDocument` for binary content and when no encoding gives plausible text.
    """
    found = signature(raw)
    if found:
        raise UnreadableDocument(
            f"《{source_name}》不是文本文件，内容是{found[0]}。请把扩展名改成 {found[1]} 再试。",
            f"{source_name} is not a text file. Rename it to {found[1]} and try again.",
        )
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _strict(raw, encoding, source_name)
    guess = _decode_utf16(raw)
    if guess is not None:
        return guess
    if b"\x00" in raw:
        raise _binary(source_name)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_legacy(raw, source_name, declared, error.start)
    if _strange_share(text) > _MAX_STRANGE_SHARE:
        raise _binary(source_name)
    return text


def _strict(raw: bytes, encoding: str, source_name: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise _damaged(source_name, encoding, error.start) from error
    if _strange_share(text) > _MAX_STRANGE_SHARE:
        raise _binary(source_name)
    return text


def _decode_utf16(raw: bytes) -> str | None:
    """UTF-16 without a mark, when it is plain: ASCII has a zero byte, and the Chinese is Chinese."""
    if len(raw) % 2 or b"\x00" not in raw:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        han = [char for char in text if _is_han(char)]
        known = sum(char.isascii() or _is_han(char) or char in _MARKS for char in text)
        is_chinese = sum(char in _FREQUENT for char in han) >= _MIN_FREQUENT_SHARE * len(han)
        if known > 0.9 * len(text) and is_chinese and _strange_share(text) <= _MAX_STRANGE_SHARE:
            return text
    return None


def _decode_legacy(raw: bytes, source_name: str, declared: str | None, utf8_error_at: int) -> str:
    candidates = ["gb18030", "big5"]
    name = (declared or "").lower().replace("_", "-")
    if name.startswith("big5"):
        candidates.reverse()
    for encoding in candidates:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        common = _is_common if encoding == "gb18030" else _is_common_traditional
        if _plausible(text, common):
            return text
    # Decoding the sound part again tells a damaged UTF-8 file from a file in another encoding.
    sound = raw[:utf8_error_at].decode("utf-8")
    if sum(not char.isascii() for char in sound) >= 20 and _plausible(sound, _is_common):
        raise _damaged(source_name, "UTF-8", utf8_error_at)
    if _strange_share(raw.decode("latin-1")) > 0.1:
        raise _binary(source_name)
    raise UnreadableDocument(
        f"《{source_name}》的文字编码无法确定（不是 UTF-8、GB18030、UTF-16 或 Big5）。"
        "请用记事本等软件打开，另存为 UTF-8 编码后再试。",
        f"The encoding of {source_name} cannot be told. Save it as UTF-8 and try again.",
    )


def _plausible(text: str, common: Callable[[str], bool]) -> bool:
    han = [char for char in text if _is_han(char)]
    if not han or _strange_share(text) > _MAX_STRANGE_SHARE:
        return False
    frequent = sum(char in _FREQUENT for char in han) / len(han)
    if frequent >= _SURE_FREQUENT_SHARE:
        return True
    if len(han) >= 100 and frequent < _MIN_FREQUENT_SHARE:
        return False
    return sum(map(common, han)) / len(han) >= _MIN_COMMON_SHARE


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def _is_common(char: str) -> bool:
    encoded = char.encode("gb2312", errors="ignore")
    return len(encoded) == 2 and 0xB0 <= encoded[0] <= 0xD7


def _is_common_traditional(char: str) -> bool:
    encoded = char.encode("big5", errors="ignore")
    return len(encoded) == 2 and 0xA4 <= encoded[0] <= 0xC6


def _strange_share(text: str) -> float:
    """Share of characters that no text holds: controls, unassigned, private use, replacement."""
    if not text:
        return 0.0
    strange = sum(
        char == "\ufffd"
        or (
            unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") and char not in _ALLOWED_CONTROLS
        )
        for char in text
    )
    return strange / len(text)


def _binary(source_name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"《{source_name}》的内容不是文字，扩展名可能写错了。请确认文件后再试。",
        f"{source_name} does not hold text. Its suffix may be wrong.",
    )


def _damaged(source_name: str, encoding: str, position: int) -> UnreadableDocument:
    name = encoding.removesuffix("-sig").upper()
    return UnreadableDocument(
        f"《{source_name}》像是 {name} 编码，但从第 {position + 1} 个字节起已损坏，可能没有复制完整。"
        "请重新取得文件后再试。",
        f"{source_name} looks like {name} but is damaged from byte {position + 1} on. Get it again.",
    )
