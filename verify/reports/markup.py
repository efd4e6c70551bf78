"""The one place where article text becomes Markdown and HTML.

Whatever is escaped here is safe in a Markdown paragraph, a table cell, a heading and inside an HTML block alike:
characters that mean something become character references, which no Markdown parser reads as markup. Code hosts
also look for addresses, mentions, issue numbers and formulas in the rendered text; an element round the decisive
character keeps them from seeing one. Elements are those that code hosts let through (`bdi` is not one of them;
`span` and `div` with `dir`, which HTML isolates just as well, are).
"""

from __future__ import annotations

import re

from verify.reports.bidi import direction, one_line, piece, runs
from verify.reports.excerpts import Excerpt

_REFERENCES = {ord(char): f"&#{ord(char)};" for char in "*_[]\\`|~{}^"} | {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
}
_HUNTED = re.compile(r"[@#$]|:(?=//)|(?<=www)\.|(?<=WWW)\.|(?<=mailto):|(?<=xmpp):")
_INSIDE_WORD = re.compile(r"(?<=[0-9A-Za-z])&#95;(?=[0-9A-Za-z])")
"""An underscore within a word begins and ends nothing in Markdown: names of files stay readable in the source."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_NOT_ANCHOR = re.compile(r"[^A-Za-z0-9_-]+")


def escape(text: str) -> str:
    """Return text on one line as Markdown and HTML that shows exactly it; direction is the caller's business."""
    return _escaped(one_line(text))


def _escaped(plain: str) -> str:
    pieces: list[str] = []
    last = 0
    for match in _HUNTED.finditer(plain):
        pieces += [plain[last : match.start()].translate(_REFERENCES), f"<span>{match[0]}</span>"]
        last = match.end()
    pieces.append(plain[last:].translate(_REFERENCES))
    return _INSIDE_WORD.sub("_", "".join(pieces))


def field(text: str) -> str:
    """Return a name, value or sentence of ours for a left-to-right line, its right-to-left phrases isolated."""
    return "".join(
        f'<span dir="rtl">{_spaced(run.text)}</span>' if run.right_to_left else _spaced(run.text)
        for run in runs(one_line(text))
    )


def span(text: str, language: str = "") -> str:
    """Return text of an article in an element of its own direction and language, for the middle of a line."""
    return f"<span{_attributes(text, language)}>{escape(text)}</span>"


def quote(excerpt: Excerpt, language: str) -> str:
    """Return a quoted sentence with its decisive words in bold, as a block of its own direction."""
    marked = f"<strong>{escape(excerpt.marked)}</strong>" if excerpt.marked.strip() else ""
    inner = f"{_spaced(excerpt.before)}{marked}{_spaced(excerpt.after)}"
    return f"<div{_attributes(excerpt.text, language)}>{inner}</div>"


def block(text: str, language: str) -> str:
    """Return text of an article as a block of its own direction."""
    return f"<div{_attributes(text, language)}>{escape(text)}</div>"


def link(words: str, target: str) -> str:
    """Return a link, or the words alone without a target; both are already safe for Markdown."""
    return f"[{words}]({target})" if target else words


def anchor(id_: str) -> str:
    """Return an id as the name of a place in the page."""
    return f"finding-{_NOT_ANCHOR.sub('-', id_)}"


def row(*cells: str) -> str:
    """Return a line of a table from cells that are already safe."""
    return f"| {' | '.join(cells)} |"


def table(head: tuple[str, ...], lines: list[str]) -> list[str]:
    """Return a table as lines of Markdown."""
    return [row(*head), row(*("---" for _ in head)), *lines]


def folded(summary: str, body: list[str], *, is_open: bool = False) -> list[str]:
    """Return a part that opens on a click, as lines of Markdown; `summary` is already safe."""
    return [f"<details{' open' * is_open}><summary>{summary}</summary>", "", *body, "", "</details>", ""]


def _spaced(text: str) -> str:
    """Escape a piece of a line and keep one space at either end."""
    return _escaped(piece(text))


def _attributes(text: str, language: str) -> str:
    known = _LANGUAGE.fullmatch(language) is not None and language != "und"
    return f' dir="{direction(text)}"' + (f' lang="{language}"' if known else "")
