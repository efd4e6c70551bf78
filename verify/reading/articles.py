"""From a decoded text to its articles: front matter, stories, blocks and metadata."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePath

from verify.datamodels import Article, Block, BlockKind, Found
from verify.reading.blocks import Layout, Marker
from verify.reading.dates import DateFinder, HeaderDate
from verify.reading.front_matter import FrontMatter, parse_moment, read_front_matter
from verify.reading.language import detect_language
from verify.reading.lines import Line, read_lines
from verify.reading.phrases import key, phrases
from verify.reading.seams import part_lines
from verify.reading.stories import is_prose, split_stories

ID_CHARS = 10
"""Forty bits: a chance of one in a million that two of a thousand articles share an id; then the folder decides."""
MAX_SOURCE_WORDS = 8
MAX_TITLE_CHARS = 300
"""A headline is a line; the longest of the benchmark has 96 characters."""


@dataclass(frozen=True, slots=True)
class Markup:
    """What an HTML page says of itself outside its text; empty for plain text."""

    source: str = ""
    title: str = ""
    url: str = ""
    language: str = ""
    published: str = ""


def read_text(
    text: str,
    *,
    path: str,
    find_dates: DateFinder,
    language: str | None = None,
    published: date | None = None,
    markup: Markup | None = None,
) -> tuple[Article, ...]:
    """Return the articles in a text: one, more where stories were glued together, none without any text.

    Args:
        text: the decoded file; an article's offsets count in it.
        path: where it came from, as the user named it; `-` for standard input.
        find_dates: reads absolute dates.
        language: code to take when the front matter has none; None means to detect it.
        published: day to take when the text states none.
        markup: what the page says of itself, for a text taken from HTML.
    """
    front = read_front_matter(text)
    lines = part_lines(text, read_lines(text, front.end_char))
    if not lines:
        return ()
    page = markup if markup is not None else Markup()
    stories = [lines[span.start_char : span.end_char] for span in split_stories(lines)]
    first = _Story(text, path, stories[0], find_dates, front, page)
    articles = [first.article(language, published)]
    for story in stories[1:]:
        later = _Story(text, path, story, find_dates, FrontMatter(), Markup())
        articles.append(later.article(language, None))
    return tuple(_bounded(articles, len(text)))


def make_id(path: str, text: str, start_char: int, *, folders: int = 0) -> str:
    """Return an article's id from its file's name and content; `folders` parents are mixed in to part equal files."""
    parts = PurePath(path).parts
    name = "/".join(parts[-1 - folders :]) if parts else path
    content = f"{name}\0{start_char}\0{text}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:ID_CHARS]


def _bounded(articles: list[Article], length: int) -> list[Article]:
    """Return the articles with spans that cover the text: each to where the next begins."""
    starts = [0, *(article.start_char for article in articles[1:]), length]
    bounded = []
    for article, start, end in zip(articles, starts[:-1], starts[1:], strict=True):
        id_ = make_id(article.path, article.text, start)
        bounded.append(replace(article, id=id_, start_char=start, end_char=end))
    return bounded


class _Story:
    """One story of a text on its way to an article."""

    def __init__(
        self, text: str, path: str, lines: Sequence[Line], find_dates: DateFinder, front: FrontMatter, page: Markup
    ) -> None:
        self.text = text
        self.path = path
        self.lines = lines
        self.find_dates = find_dates
        self.front = front
        self.page = page
        self.found: list[Found] = []
        self.warnings = list(front.warnings)

    def article(self, language: str | None, published: date | None) -> Article:
        """Return the article; the arguments fill in for what the text does not say."""
        spoken = self._language(language)
        layout = Marker(self.text, self.lines, spoken, self.find_dates).layout()
        source = self._source(layout)
        title = self._title(layout)
        day = self._published(layout)
        url = self._url(layout)
        blocks = layout.blocks
        if self.front.end_char:
            blocks = (Block(0, self.front.end_char, BlockKind.HEADER, "front_matter"), *blocks)
        return Article(
            id="",
            path=self.path,
            text=self.text,
            source=source,
            title=title,
            language=spoken,
            published=day if day is not None else published,
            url=url or None,
            start_char=self.lines[0].start_char,
            end_char=self.lines[-1].end_char,
            blocks=blocks,
            found=tuple(self.found),
            warnings=tuple(self.warnings),
        )

    def _note(self, name: str, value: str, where: str, start_char: int = 0, end_char: int = 0) -> str:
        self.found.append(Found(name, value, where, start_char, end_char))
        return value

    def _stated(self, name: str, page: str) -> str:
        """Return what front matter or page state, the front matter first; empty when neither does."""
        if value := self.front.fields.get(name, ""):
            return self._note(name, value, "front_matter")
        return self._note(name, page, "html") if page else ""

    def _language(self, language: str | None) -> str:
        if stated := self.front.fields.get("language"):
            return self._note("language", stated.strip().lower().replace("_", "-").split("-")[0], "front_matter")
        if language:
            return language
        prose = " ".join(line.text for line in self.lines if is_prose(line))
        sample = prose if prose else " ".join(line.text for line in self.lines)
        return self._note("language", detect_language(sample), "text")

    def _source(self, layout: Layout) -> str:
        if stated := self._stated("source", self.page.source):
            return stated
        for line in layout.credits:
            name, start = _credited(line)
            if name:
                return self._note("source", name, "text", start, start + len(name))
        if layout.outlet:
            end = layout.outlet_start + len(layout.outlet)
            return self._note("source", layout.outlet, "text", layout.outlet_start, end)
        return self._note("source", PurePath(self.path).stem or self.path, "file_name")

    def _title(self, layout: Layout) -> str:
        if stated := self._stated("title", self.page.title):
            return stated
        line = layout.title
        if line is None or len(line.text) > MAX_TITLE_CHARS:
            return ""
        return self._note("title", " ".join(line.text.split()), "text", line.start_char, line.end_char)

    def _url(self, layout: Layout) -> str:
        if stated := self._stated("url", self.page.url):
            return stated
        if not layout.urls:
            return ""
        line = layout.urls[0]
        return self._note("url", line.text, "text", line.start_char, line.end_char)

    def _published(self, layout: Layout) -> date | datetime | None:
        dates = [found for found in layout.dates if not found.is_update]
        dates.sort(key=lambda found: (not found.labelled, found.start_char))
        stated: date | datetime | None = self.front.published
        where = "front_matter"
        if stated is None and self.page.published:
            stated, where = parse_moment(self.page.published), "html"
        if stated is not None:
            self._note("published", stated.isoformat(), where)
        for found in dates:
            self._note("published", found.day.isoformat(), "text", found.start_char, found.end_char)
        self._warn_of_days(stated, where, dates)
        if stated is not None:
            return stated
        return dates[0].day if dates else None

    def _warn_of_days(self, stated: date | datetime | None, where: str, dates: Sequence[HeaderDate]) -> None:
        """Warn when the header states more than one day of publication."""
        days: dict[date, str] = {}
        if stated is not None:
            day = stated.date() if isinstance(stated, datetime) else stated
            days[day] = "front matter" if where == "front_matter" else "the page's metadata"
        for found in dates:
            days.setdefault(found.day, f"“{found.surface}”")
        if len(days) > 1:
            named = " and ".join(f"{day.isoformat()} ({surface})" for day, surface in days.items())
            self.warnings.append(f"two publication dates: {named}; {next(iter(days)).isoformat()} is used")


def _credited(line: Line) -> tuple[str, int]:
    """Return the outlet named in a credit line and where its name begins; empty when it names none."""
    at = line.text.find(":")
    rest = line.text[at + 1 :]
    name = rest.strip().rstrip(".").strip()
    words = key(name).strip()
    if not words or len(words.split()) > MAX_SOURCE_WORDS or words in phrases().generic_sources:
        return "", 0
    if "http" in name or words.split()[0] in phrases().generic_sources:
        return "", 0
    return name, line.start_char + at + 1 + (len(rest) - len(rest.lstrip()))
