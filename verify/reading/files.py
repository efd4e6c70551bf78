"""Paths into articles: which files are read, in which order, and why one is not."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from verify.datamodels import Article, Unreadable
from verify.errors import InputError
from verify.reading.articles import make_id, read_text
from verify.reading.dates import DateFinder
from verify.reading.decoding import decode
from verify.reading.markup import is_markup, read_markup
from verify.settings import MAX_FILE_BYTES

TEXT_SUFFIXES = frozenset({".txt", ".md", ".markdown", ".text"})
MARKUP_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
NOT_ARTICLES = ("README", "LICENSE", "LICENCE", "CHANGELOG", "CONTRIBUTING", "NOTICE")
"""Names of files that stand in folders of articles and are none: in capitals with anything after them, or alone."""
MAX_PARENTS = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, by path, and what could not be."""

    articles: tuple[Article, ...]
    unreadable: tuple[Unreadable, ...]


def read_paths(
    paths: Sequence[Path], *, find_dates: DateFinder, language: str | None = None, published: date | None = None
) -> Reading:
    """Read files and folders; what cannot be read is named with the reason, and nothing is raised for it.

    The result does not depend on the order of the paths, and a file named twice is read once.

    Args:
        paths: files, or folders that stand for the articles in and below them.
        find_dates: reads absolute dates in header lines.
        language: code to take for texts that do not state theirs; None means to detect it.
        published: day to take for texts that state none.
    """
    unreadable: list[Unreadable] = []
    articles: list[Article] = []
    for path in _distinct(_files(sorted(paths, key=str), unreadable)):
        try:
            articles += _read_file(path, find_dates, language, published)
        except InputError as error:
            unreadable.append(Unreadable(str(path), error.message))
    unreadable.sort(key=lambda item: (item.path, item.reason))
    return Reading(tuple(_with_distinct_ids(articles)), tuple(unreadable))


def _files(paths: Iterable[Path], unreadable: list[Unreadable]) -> Iterator[Path]:
    """Yield the files that the paths stand for, and note the paths that stand for none."""
    for path in paths:
        try:
            if path.is_dir():
                yield from _in_folder(path, unreadable)
            elif path.exists():
                yield path
            else:
                reason = "is a link to nothing" if path.is_symlink() else "does not exist"
                unreadable.append(Unreadable(str(path), reason))
        except (OSError, ValueError) as error:
            unreadable.append(Unreadable(str(path), _os_reason(error)))


def _in_folder(folder: Path, unreadable: list[Unreadable]) -> Iterator[Path]:
    found = False
    refused: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if _is_article_name(path) and path.is_file():
                found = True
                yield path
    unreadable += [Unreadable(str(error.filename), _os_reason(error)) for error in refused]
    if not found and not refused:
        unreadable.append(Unreadable(str(folder), "holds no articles (.txt, .md or .html)"))


def _is_article_name(path: Path) -> bool:
    if path.name.startswith((".", *NOT_ARTICLES)) or path.stem.upper() in NOT_ARTICLES:
        return False
    if path.suffix:
        return path.suffix.lower() in TEXT_SUFFIXES | MARKUP_SUFFIXES
    return _looks_like_text(path)


def _looks_like_text(path: Path) -> bool:
    """Tell whether a file without an extension begins as text does."""
    try:
        with path.open("rb") as file:
            head = file.read(2048)
    except OSError:
        return False
    try:
        decode(head.rsplit(b"\n", 1)[0] or head)
    except InputError:
        return False
    return True


def _distinct(paths: Iterable[Path]) -> list[Path]:
    """Return each file once, by the first of its names in order."""
    chosen: dict[Path, Path] = {}
    for path in sorted(paths, key=str):
        try:
            chosen.setdefault(path.resolve(), path)
        except (OSError, RuntimeError):
            chosen.setdefault(path, path)
    return sorted(chosen.values(), key=str)


def _read_file(path: Path, find_dates: DateFinder, language: str | None, published: date | None) -> tuple[Article, ...]:
    data = _read_bytes(path)
    suffix = path.suffix.lower()
    markup = suffix in MARKUP_SUFFIXES or (suffix not in TEXT_SUFFIXES and is_markup(data))
    text = decode(data, markup=markup)
    page = None
    if markup:
        text, page = read_markup(text)
    articles = read_text(
        text, path=str(path), find_dates=find_dates, language=language, published=published, markup=page
    )
    if not articles:
        raise InputError("holds no text")
    return articles


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError(_os_reason(error)) from error
    if len(data) > MAX_FILE_BYTES:
        raise InputError(f"is larger than {MAX_FILE_BYTES // 1_000_000} MB")
    if not data.strip():
        raise InputError("is empty")
    return data


def _os_reason(error: OSError | ValueError) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read: {text[:1].lower()}{text[1:]}"


def _with_distinct_ids(articles: list[Article]) -> list[Article]:
    """Return the articles with ids that differ: equal files of one name are told apart by their folders."""
    for folders in range(1, MAX_PARENTS):
        counts: dict[str, int] = {}
        for article in articles:
            counts[article.id] = counts.get(article.id, 0) + 1
        if max(counts.values(), default=0) <= 1:
            break
        articles = [
            replace(article, id=make_id(article.path, article.text, article.start_char, folders=folders))
            if counts[article.id] > 1
            else article
            for article in articles
        ]
    return articles
