"""HTML: the main text by trafilatura, with a fallback, and what the page says of itself."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from verify.errors import InputError
from verify.reading.articles import Markup
from verify.reading.front_matter import parse_moment

_OPENING = re.compile(
    rb"\s*(?:<!doctype\s+html|<html[\s>]|<\?xml[^>]{0,200}\?>\s*<(?:!doctype\s+)?html)", re.IGNORECASE
)
_SNIFF_BYTES = 1024
MIN_COVERED_SHARE = 0.5
"""Share of the page's own paragraphs that the extraction must hold: on a two-sentence flash trafilatura returned
the navigation and none of them."""
MIN_PARAGRAPH_WORDS = 6
"""Paragraphs by which the extraction is judged; shorter ones are captions and links."""
MAX_DEPTH = 200
"""Nested elements of a real page are fewer than fifty."""

_DATE_PROPERTIES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date.published",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "date",
)
"""Names of meta elements that hold the day of publication, the surest first."""
_NOT_TEXT = frozenset({"nav", "footer", "aside", "header", "script", "style", "form", "noscript", "figure", "button"})


def is_markup(data: bytes) -> bool:
    """Tell whether a file's first bytes are those of an HTML page."""
    return _OPENING.match(data[:_SNIFF_BYTES].removeprefix(b"\xef\xbb\xbf")) is not None


def read_markup(page: str) -> tuple[str, Markup]:
    """Return the main text of an HTML page and its metadata.

    The title stands on the first line of the text when the page gives one and the text does not begin with it.

    Raises:
        InputError: the page holds no text.
    """
    tree = _parse(page)
    paragraphs = [] if tree is None else _paragraphs(tree)
    text, title, site, url, language = _extract(page)
    if _covered(paragraphs, text) < MIN_COVERED_SHARE:
        text = "\n\n".join(paragraphs)
    if not text.strip() and tree is not None:
        text = _everything(tree)
    if not text.strip():
        raise InputError("is a web page without any text")
    if title and title not in text[: 4 * len(title)]:
        text = f"{title}\n\n{text}"
    published = "" if tree is None else _published(tree)
    return text, Markup(site, title, url, language, published)


def _extract(page: str) -> tuple[str, str, str, str, str]:
    """Return text, title, site, address and language as trafilatura reads them."""
    import trafilatura  # noqa: PLC0415 (loads lxml and its data; only pages need it)

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        # The date is read here and not by trafilatura: its finder took 8 s on a page and answered wrongly.
        document: Any = trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # whatever a hostile page does to the library, the fallback reads on
        document = None
    if document is None:
        return "", "", "", "", ""
    values = (document.text, document.title, document.sitename or document.hostname, document.url, document.language)
    text, title, site, url, language = (str(value or "").strip() for value in values)
    return text, " ".join(title.split()), site, url, language


def _parse(page: str) -> Any:
    from lxml import etree, html  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        # Bytes, since lxml refuses a string that declares its encoding.
        return html.fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return None


def _paragraphs(tree: Any) -> list[str]:
    """Return the texts of the page's paragraphs and headings outside navigation and forms."""
    texts = []
    for element in tree.iter("p", "h1", "h2", "h3", "blockquote", "li"):
        if any(ancestor.tag in _NOT_TEXT for ancestor in element.iterancestors()):
            continue
        if element.tag in {"li", "blockquote"} and element.find(".//p") is not None:
            continue
        text = " ".join("".join(element.itertext()).split())
        if text and (element.tag != "li" or len(text.split()) >= MIN_PARAGRAPH_WORDS):
            texts.append(text)
    return texts


def _everything(tree: Any) -> str:
    """Return all text of a page that marks no paragraphs, a line for each piece."""
    pieces: list[str] = []
    for element in tree.iter():
        hidden = element.tag in _NOT_TEXT or any(ancestor.tag in _NOT_TEXT for ancestor in element.iterancestors())
        pieces.append("" if hidden or not isinstance(element.tag, str) else element.text or "")
        parent = element.getparent()
        pieces.append("" if parent is None or parent.tag in _NOT_TEXT else element.tail or "")
    lines = (" ".join(piece.split()) for piece in pieces)
    return "\n".join(line for line in lines if line)


def _covered(paragraphs: list[str], text: str) -> float:
    """Return the share of the paragraphs, by length, that a text holds."""
    flat = " ".join(text.split())
    long = [paragraph for paragraph in paragraphs if len(paragraph.split()) >= MIN_PARAGRAPH_WORDS]
    total = sum(len(paragraph) for paragraph in long)
    return sum(len(paragraph) for paragraph in long if paragraph in flat) / total if total else 1.0


def _published(tree: Any) -> str:
    """Return the day or time of publication that the page states in its metadata, empty when it states none."""
    for value in (*_linked_data(tree), *_meta(tree), *_times(tree)):
        moment = value.strip().replace("Z", "+00:00")
        if parse_moment(moment) is not None:
            return moment
    return ""


def _linked_data(tree: Any) -> Iterator[str]:
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or ""):
            continue
        try:
            yield from _named(json.loads(element.text_content()), "datePublished", 0)
        except (ValueError, RecursionError):
            continue


def _named(value: Any, name: str, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, dict):
        if isinstance(value.get(name), str):
            yield value[name]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _named(item, name, depth + 1)


def _meta(tree: Any) -> Iterator[str]:
    stated: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        stated.setdefault(name.lower(), element.get("content") or "")
    yield from (stated[name] for name in _DATE_PROPERTIES if name in stated)


def _times(tree: Any) -> Iterator[str]:
    for element in tree.iter("time"):
        if element.get("pubdate") is not None or element.get("itemprop") == "datePublished":
            yield element.get("datetime") or ""
    for element in tree.iter("time"):
        yield element.get("datetime") or ""
        return
