"""Publication dates as a text's own header or footer states them; a date of the body is never one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from verify.datamodels import DateMention, Granularity
from verify.languages import known
from verify.reading.lines import Line
from verify.reading.phrases import SEPARATOR, Phrases, key, phrases

DateFinder = Callable[[str, str], Sequence[DateMention]]
"""Takes a text and its language; returns the dates in it with offsets into that text."""

MAX_HEADER_WORDS = 16
"""Words of a line that states when an article was published; beside the date it holds a section, a place or a time."""
MAX_NAMED_WORDS = 4
"""Words beside the date that are not known header words: a section or outlet, set apart by a mark."""
PREFIX_CHARS = 60
"""A date run into the first sentence stands at once or after its label."""
_AFTER = re.compile(r"[ \t]{0,3}(?:\d{1,2}:\d{2}(?::\d{2})?(?:[ \t]?(?:GMT|UTC|AM|PM))?)?[ \t|–—:-]{0,4}")
_WORD = re.compile(r"\w+")
_MARK = re.compile(r"[|•●■◆▪>»›/]|\s[-–—]\s")


@dataclass(frozen=True, slots=True)
class HeaderDate:
    """A publication date found in a line: `end_char` of the header part, and whether a label vouches for it.

    `is_update` is true for the day of a later change, which contradicts no publication date.
    """

    day: date
    start_char: int
    end_char: int
    surface: str
    labelled: bool
    is_update: bool
    header_end: int


def header_date(line: Line, language: str, find_dates: DateFinder, *, is_title: bool = False) -> HeaderDate | None:
    """Return the publication date that a header line states, None when it states none.

    Args:
        line: a line outside the body.
        language: the article's language, tried first.
        find_dates: reads dates.
        is_title: the line is where a title stands; then only a label or nothing beside the date will do.
    """
    if len(line.words) > MAX_HEADER_WORDS or not any(char.isdigit() for char in line.text) or _is_sentence(line):
        return None
    mention = _day(line.text, language, find_dates)
    if mention is None:
        return None
    data = phrases()
    labelled, update = _labels(line.text, mention, data)
    if not labelled and not update and not _is_bare(line.text, mention, data, is_title=is_title):
        return None
    return _found(line, mention, labelled=labelled, update=update, header_end=line.end_char)


def prefix_date(line: Line, language: str, find_dates: DateFinder) -> HeaderDate | None:
    """Return the publication date in front of the first word of a paragraph, None when there is none.

    Either a label with a colon, or a label that needs none, or the bare figures of a full date.
    """
    head = line.text[:PREFIX_CHARS]
    if not any(char.isdigit() for char in head):
        return None
    mention = _day(head, language, find_dates)
    if mention is None:
        return None
    before, after = line.text[: mention.start_char], line.text[mention.end_char :]
    if after[:1] in {",", "،", ";", "؛", "."} or not after.strip():
        return None
    data = phrases()
    bare = key(before) in data.bare_date_labels or (not _WORD.search(before) and _is_figures(mention.surface))
    labelled, update = _labels(line.text, mention, data)
    if not bare and not ((labelled or update) and ":" in before):
        return None
    rest = _AFTER.match(after)
    end = line.start_char + mention.end_char + (rest.end() if rest else 0)
    return _found(line, mention, labelled=labelled or bare, update=update and not labelled, header_end=end)


def dateline_date(line: Line, length: int, language: str, find_dates: DateFinder) -> HeaderDate | None:
    """Return the day in a dateline of `length` characters, None when it has none or no year."""
    mention = _day(line.text[:length], language, find_dates)
    if mention is None:
        return None
    return _found(line, mention, labelled=False, update=False, header_end=line.start_char + length)


def _found(line: Line, mention: DateMention, *, labelled: bool, update: bool, header_end: int) -> HeaderDate:
    assert mention.start is not None  # noqa: S101 (held by _day)
    start, end = line.start_char + mention.start_char, line.start_char + mention.end_char
    return HeaderDate(mention.start, start, end, mention.surface, labelled, update, header_end)


def _day(text: str, language: str, find_dates: DateFinder) -> DateMention | None:
    """Return the first full day in a text, read in its language or, failing that, in any other."""
    others = [code for code in known() if code != language]
    for code in (language, *others):
        for mention in _days(find_dates(text, code)):
            return mention
    return None


def _days(mentions: Iterable[DateMention]) -> Iterable[DateMention]:
    for mention in mentions:
        if mention.granularity is Granularity.DAY and not mention.relative and mention.start is not None:
            yield mention


def _labels(text: str, mention: DateMention, data: Phrases) -> tuple[bool, bool]:
    """Tell whether a publication label, and whether an update label, ends the text before a date."""
    # The date may have taken the label's last word with it ("publié le 12 septembre"), so also up to its figures.
    figures = next(i for i in range(mention.start_char, len(text) + 1) if i == len(text) or text[i].isdigit())
    words = (key(text[: mention.start_char]), key(text[:figures]))
    update = any(_ends_with(before, label, data) for before in words for label in data.update_labels)
    published = not update and any(_ends_with(before, label, data) for before in words for label in data.date_labels)
    return published, update


def _ends_with(words: str, label: str, data: Phrases) -> bool:
    """Tell whether words end with a label and nothing but header words (a weekday) after it."""
    at = words.rfind(label)
    return at >= 0 and all(word in data.header_words for word in words[at + len(label) :].split())


def _is_sentence(line: Line) -> bool:
    return line.is_final and len(line.words) > MAX_HEADER_WORDS // 2


def _is_bare(text: str, mention: DateMention, data: Phrases, *, is_title: bool) -> bool:
    """Tell whether a line is a date and little else: known header words, or a short name set apart by a mark."""
    before, after = text[: mention.start_char], text[mention.end_char :]
    rest = [word for word in key(f"{before} {after}").split() if not any(char.isdigit() for char in word)]
    unknown = [word for word in rest if word not in data.header_words]
    if not unknown:
        return True
    if is_title or len(unknown) > MAX_NAMED_WORDS * (1 + len(_MARK.findall(text))):
        return False
    apart = _MARK.search(before) or _MARK.search(after) or SEPARATOR.search(before[-3:]) or SEPARATOR.search(after[:3])
    return apart is not None


def _is_figures(surface: str) -> bool:
    return sum(char.isdigit() for char in surface) >= 6 and not any(char.isalpha() for char in surface)
