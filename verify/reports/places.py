"""Where a piece of evidence stands: the file's short name, the line, a link."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from urllib.parse import quote

from verify.datamodels import Article, Sentence
from verify.reports.bidi import one_line

_LINE_ENDS = re.compile(r"\r\n|\n|\r")
_EXTRACTED = frozenset({".html", ".htm", ".xhtml"})
"""Formats whose `Article.text` is not the file, so that its lines are not the file's lines."""
_RENDERED = frozenset({".md", ".markdown"})
"""Formats that code hosts show rendered; `?plain=1` shows the lines instead."""


class Places:
    """The articles of one run, by id, with the lines of their texts.

    Args:
        articles: what is cited.
        links: for an article's path, where a link to it goes, as a path with `/`, relative to where the report is
            written; a path that is missing here is not linked.
    """

    def __init__(self, articles: Iterable[Article], links: Mapping[str, str] | None = None) -> None:
        self.articles = {article.id: article for article in articles}
        self._links = dict(links or {})
        self._labels = short_names({article.path for article in self.articles.values()})
        self._starts: dict[str, list[int]] = {}

    def label(self, id_: str) -> str:
        """Return the shortest tail of the article's path that names it alone."""
        return self._labels[self.articles[id_].path]

    def source(self, id_: str) -> str:
        """Return who published the article, or its file where that is not known."""
        return one_line(self.articles[id_].source) or self.label(id_)

    def line(self, id_: str, offset: int) -> int | None:
        """Return the line of the file, from 1; None where the text was extracted from another format."""
        article = self.articles[id_]
        if PurePath(article.path).suffix.lower() in _EXTRACTED:
            return None
        if id_ not in self._starts:
            self._starts[id_] = [match.end() for match in _LINE_ENDS.finditer(article.text)]
        return bisect_right(self._starts[id_], offset) + 1

    def paragraph(self, id_: str, offset: int) -> int:
        """Return the number of the block at `offset`, from 1."""
        starts = [block.start_char for block in self.articles[id_].blocks]
        return max(bisect_right(starts, offset), 1)

    def where(self, id_: str, offset: int) -> str:
        """Return `file:line`, or `file ¶number` where lines mean nothing."""
        line = self.line(id_, offset)
        label = self.label(id_)
        return f"{label}:{line}" if line is not None else f"{label} ¶{self.paragraph(id_, offset)}"

    def sentence_where(self, sentence: Sentence) -> str:
        """Return the place of a sentence."""
        return self.where(sentence.article, sentence.start_char)

    def link(self, id_: str, offset: int | None = None) -> str:
        """Return the target of a link to the article, at a line where `offset` is given; empty when not linked.

        Percent-encoded whole, so that no name of a file can leave the link or name a scheme.
        """
        path = self.articles[id_].path
        target = self._links.get(path)
        if target is None:
            return ""
        encoded = quote(target, safe="/.", encoding="utf-8", errors="surrogateescape")
        # A name with a colon before any slash would read as a scheme, and `//host` as another machine.
        encoded = f"./{encoded.lstrip('/')}" if encoded.startswith("//") else encoded
        line = None if offset is None else self.line(id_, offset)
        if line is None:
            return encoded
        plain = "?plain=1" if PurePath(path).suffix.lower() in _RENDERED else ""
        return f"{encoded}{plain}#L{line}"


def short_names(paths: Iterable[str]) -> dict[str, str]:
    """Return for each path its shortest tail that no other path ends in, cleaned for display."""
    every = sorted(set(paths))
    names: dict[str, str] = {}
    tails: dict[str, int] = {}
    parts = {path: PurePath(path).parts for path in every}
    for path in every:
        for tail in _tails(parts[path]):
            tails[tail] = tails.get(tail, 0) + 1
    for path in every:
        unique = (tail for tail in _tails(parts[path]) if tails[tail] == 1)
        names[path] = one_line(next(unique, path)) or "-"
    return names


def _tails(parts: tuple[str, ...]) -> list[str]:
    return ["/".join(parts[-count:]) for count in range(1, len(parts) + 1)]
