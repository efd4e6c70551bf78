"""YAML front matter at the top of a text: read as strings only, so that nothing in it can be executed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

import yaml

FIELDS = ("source", "published", "url", "title", "language")
MAX_CHARS = 20_000
"""Front matter is a few lines; a rule at the top of a text and another far below do not enclose any."""

_OPEN = re.compile(r"\ufeff?---[ \t]*(\r\n|\n|\r)")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_PAIR = re.compile(r"^([A-Za-z]{2,20})[ \t]*:[ \t]*(\S.*)$", re.MULTILINE)


class _Strings(yaml.SafeLoader):
    """The safe loader without guesses: every scalar is a string."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (as the base class has it)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the two rules: where it ends, its known fields and what was wrong with it."""

    end_char: int = 0
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    published: date | datetime | None = None
    warnings: tuple[str, ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """Return the front matter of a text, an empty one when there is none."""
    opened = _OPEN.match(text)
    if opened is None:
        return FrontMatter()
    closed = _CLOSE.search(text.replace("\r", "\n"), opened.end(), opened.end() + MAX_CHARS)
    if closed is None:
        return FrontMatter()
    body = text[opened.end() : closed.start()]
    warnings: list[str] = []
    known = _parse(body, warnings)
    published = None
    if known.get("published"):
        published = parse_moment(known["published"])
        if published is None:
            warnings.append(f"front matter: {known['published']!r} is not a day or time in ISO form")
    return FrontMatter(closed.end(), MappingProxyType(known), published, tuple(warnings))


def parse_moment(value: str) -> date | datetime | None:
    """Return an ISO day or time, None when the value is neither."""
    value = value.strip()
    try:
        return date.fromisoformat(value)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _parse(body: str, warnings: list[str]) -> dict[str, str]:
    try:
        loaded = yaml.load(body, Loader=_Strings)  # noqa: S506 (a subclass of the safe loader)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        # A colon in an unquoted title is the usual mistake, and the other lines are still plain to read.
        place = getattr(error, "problem_mark", None)
        where = f" in line {place.line + 2}" if place is not None else ""
        warnings.append(f"front matter is not valid YAML{where}; read line by line")
        loaded = {match[1].lower(): match[2].strip().strip("\"'") for match in _PAIR.finditer(body)}
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        warnings.append("front matter is not a list of names and values; ignored")
        return {}
    return {
        name: " ".join(loaded[name].split())
        for name in FIELDS
        if isinstance(loaded.get(name), str) and loaded[name].strip()
    }
