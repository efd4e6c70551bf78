"""From what the pipeline returns to the text of one format; what the user's terminal can show."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from verify.errors import InputError, OptionError
from verify.settings import Settings

if TYPE_CHECKING:
    from verify.datamodels import Article, CheckResult, Claim, Comparison, Diff, Unreadable
    from verify.reports.terminal import Screen

STDIN = "-"
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class ReportFormat(StrEnum):
    """Formats of a report; each is also the suffix of its file."""

    MD = "md"
    JSON = "json"


class ViewFormat(StrEnum):
    """Formats of an answer on standard output."""

    TEXT = "text"
    MD = "md"
    JSON = "json"


class FactsFormat(StrEnum):
    """Formats of read facts."""

    TEXT = "text"
    JSON = "json"


class Colour(StrEnum):
    """When to colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def settings(model: str, cache_dir: Path | None, language: str | None, *, use_cache: bool) -> Settings:
    """Return the run's settings.

    Raises:
        OptionError: an option's value makes no sense.
    """
    if not model.strip():
        raise OptionError("--model is empty", "name an encoder, or leave the option out")
    return Settings(model=model, cache_dir=cache_dir, use_cache=use_cache, language=language_code(language))


def language_code(given: str | None) -> str | None:
    """Return the language in lower case.

    Raises:
        OptionError: it does not look like a language code.
    """
    if given is None:
        return None
    code = given.strip().lower()
    if _LANGUAGE.fullmatch(code) is None:
        raise OptionError(f"--language {given!r} is no language code", "give two or three letters, as in ar, en or fr")
    return code


def day(given: str | None) -> date | None:
    """Return the day of `--published`.

    Raises:
        OptionError: it is no day.
    """
    if given is None:
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError as error:
        raise OptionError(f"--published {given!r} is no day", "write it as in 2025-12-20") from error


def standard_input() -> str:
    """Return the text of standard input, line ends unchanged.

    Raises:
        InputError: it is not UTF-8.
    """
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        return sys.stdin.read() if sys.stdin is not None else ""
    content: bytes = stream.read()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        hint = "save it to a file: the encoding of files is detected"
        raise InputError(f"standard input is not UTF-8 (byte {error.start})", hint) from error


def screen(colour: Colour) -> Screen:
    """Return what standard output can show; NO_COLOR and a dumb terminal turn colour off."""
    from verify.reports.terminal import PIPED_WIDTH, Screen  # noqa: PLC0415

    on_terminal = sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    wanted = on_terminal and not os.environ.get("NO_COLOR")
    return Screen(
        width=shutil.get_terminal_size((PIPED_WIDTH, 24)).columns,
        colour=wanted if colour is Colour.AUTO else colour is Colour.ALWAYS,
        isolates=on_terminal,
    )


def links(articles: Iterable[Article], folder: Path) -> dict[str, str]:
    """Return for each article's path the way to it from the folder of the report."""
    paths = {article.path for article in articles} - {STDIN}
    return {path: Path(os.path.relpath(path, folder)).as_posix() for path in paths}


def report_text(form: ReportFormat, comparison: Comparison, now: datetime | None, folder: Path) -> str:
    """Return a report that will stand in `folder`."""
    if form is ReportFormat.JSON:
        from verify.reports import as_json  # noqa: PLC0415

        return as_json.report(comparison, now=now)
    from verify.reports import markdown  # noqa: PLC0415

    return markdown.report(comparison, now=now, links=links(comparison.articles, folder))


def diff_text(form: ViewFormat, result: Diff, shown: Screen, *, everything: bool) -> str:
    """Return a diff in one format."""
    if form is ViewFormat.JSON:
        from verify.reports import as_json  # noqa: PLC0415

        return as_json.diff(result)
    if form is ViewFormat.MD:
        from verify.reports import markdown_pair  # noqa: PLC0415

        return markdown_pair.diff(result, links=links(result.comparison.articles, Path.cwd()))
    from verify.reports import terminal_diff  # noqa: PLC0415

    return terminal_diff.diff(result, shown, everything=everything)


def check_text(form: ViewFormat, result: CheckResult, shown: Screen) -> str:
    """Return the answer to a check in one format."""
    if form is ViewFormat.JSON:
        from verify.reports import as_json  # noqa: PLC0415

        return as_json.check(result)
    if form is ViewFormat.MD:
        from verify.reports import markdown_pair  # noqa: PLC0415

        return markdown_pair.check(result, links=links(result.articles, Path.cwd()))
    from verify.reports import terminal_check  # noqa: PLC0415

    return terminal_check.check(result, shown)


def facts_text(
    form: FactsFormat,
    read: tuple[tuple[Article, tuple[Claim, ...]], ...],
    unreadable: tuple[Unreadable, ...],
    shown: Screen,
) -> str:
    """Return read facts in one format."""
    if form is FactsFormat.JSON:
        from verify.reports import as_json  # noqa: PLC0415

        return as_json.facts(read, unreadable)
    from verify.reports import terminal_facts  # noqa: PLC0415

    return terminal_facts.facts(read, (), shown)
