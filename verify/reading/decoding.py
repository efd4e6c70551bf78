"""Bytes into text: mark, declared charset, strict UTF-8, then a detector among the code pages of news archives."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from verify.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 stands before UTF-16: its little-endian mark begins with the other's."""

_SIGNATURES = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
)
"""First bytes of documents, archives and pictures that people put among articles by mistake."""

_CODE_PAGES = ["cp1256", "cp1252", "cp1254", "cp1251", "koi8_r", "iso8859_6"]
"""The legacy encodings of the languages read here. Over all of Python's code pages the detector takes French for
Croatian and Spanish for Finnish; among these six it was right on all of 10 short samples."""

_TURKISH = (b"\xd0", b"\xdd", b"\xde", b"\xf0", b"\xfd", b"\xfe")
"""The six letters in which Windows-1254 differs from Windows-1252, where they are Icelandic: the detector cannot tell
the two apart, and Turkish is a language read here."""

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
_HEAD_BYTES = 4096
"""A charset is declared within the first 1,024 bytes (HTML standard); some pages are late."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.01
"""Text holds no control characters but white space; a stray one per hundred is tolerated, data has dozens."""


def decode(data: bytes, *, markup: bool = False) -> str:
    """Return the text of a file, without a byte order mark, line ends unchanged.

    Args:
        data: the file's content, not empty.
        markup: whether a charset declared in HTML is to be believed.

    Raises:
        InputError: the content is binary or in no known encoding; the message is the reason alone.
    """
    if data.startswith(_SIGNATURES):
        raise InputError("is a binary file, not a text")
    text = _by_mark(data)
    if text is None and b"\x00" in data:
        raise InputError("is a binary file, not a text")
    if text is None and markup:
        text = _by_declaration(data)
    if text is None:
        text = _strict(data, "utf-8")
    if text is None:
        text = _by_detection(data)
    if text is None:
        raise InputError("is not valid in any known encoding")
    if len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise InputError("is a binary file, not a text")
    return text


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    return None


def _by_declaration(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD_BYTES])
    if match is None:
        return None
    name = match[1].decode("ascii")
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    # Python has codecs that are no charsets (base64, rot13) and would not give text.
    if not getattr(codec, "_is_text_encoding", True):
        return None
    # What the web calls latin-1 is Windows-1252: browsers read it so, and pages rely on it.
    return _strict(data, "cp1252" if codec.name in {"iso8859-1", "ascii"} and not data.isascii() else codec.name)


def _by_detection(data: bytes) -> str | None:
    best = from_bytes(data, cp_isolation=_CODE_PAGES).best()
    if best is None:
        return None
    if best.encoding == "cp1252" and any(byte in data for byte in _TURKISH):
        turkish = _strict(data, "cp1254")
        return str(best) if turkish is None else turkish
    return str(best)
