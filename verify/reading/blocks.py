"""What each line of a story is: body, heading, header or boilerplate, by phrases and by place and form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from verify.datamodels import Block, BlockKind
from verify.reading.datelines import Dateline, is_agency, read_dateline
from verify.reading.dates import DateFinder, HeaderDate, dateline_date, header_date, prefix_date
from verify.reading.lines import Line, make_line
from verify.reading.phrases import SEPARATOR, Phrases, Rule, key, phrases, stems
from verify.reading.stories import MAX_HEADLINE_WORDS

MIN_BODY_WORDS = 4
"""The shortest sentence of the benchmark's bodies has five words ("Derna has about 100,000 residents.")."""
MAX_SUBHEAD_WORDS = 14
MAX_MASTHEAD_WORDS = 12
"""Slogans, credits and breadcrumbs of the benchmark have at most ten words."""
HEADER_LINES = 40
FOOTER_LINES = 20
"""A text without a body may be a list of thousands of lines; dates of publication stand at its ends."""
MAX_FOLLOWING = 6
"""Headlines under one "read also"; sites list three to five."""
SLOGAN_SHARE = 0.34
"""A title's words come again in its story; of a slogan's words at most a stray one does."""
MAX_SLOGAN_SHARE = 0.7
"""An outlet's name in its slogan may come again in the story; the whole slogan does not."""
_RULER = re.compile(r"[^\W_ـ]")
_STOP = re.compile(r"(?<!\.)[.۔。][\"'”’»)]{0,3}$")
_URL = re.compile(r"https?://\S{4,500}")
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)")
_HEADING_MARK = re.compile(r"#{1,6}[ \t]+")
_BULLET = re.compile(r"(?:[-*+•●▪◦‣–—]|>)[ \t]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """A story's blocks, the lines behind them, and the metadata that the lines gave away.

    `title` is the line of the title, None when there is none; `outlet` the dateline's.
    """

    blocks: tuple[Block, ...]
    title: Line | None
    dates: tuple[HeaderDate, ...]
    outlet: str
    outlet_start: int
    credits: tuple[Line, ...]
    urls: tuple[Line, ...]


class Marker:
    """Marks the lines of one story; used once."""

    def __init__(self, text: str, lines: Sequence[Line], language: str, find_dates: DateFinder) -> None:
        self.text = text
        self.raw = lines
        self.lines = [_without_marks(text, line) for line in lines]
        self.is_markdown_heading = [_HEADING_MARK.match(line.text) is not None for line in lines]
        self.language = language
        self.find_dates = find_dates
        self.data: Phrases = phrases()
        self.kinds: list[tuple[BlockKind, str] | None] = [None] * len(lines)
        self.rules: list[Rule | None] = [None] * len(lines)
        self.dates: list[HeaderDate] = []
        self.title: int | None = None
        self.outlet = Dateline(0, "")
        self.outlet_line = 0

    def layout(self) -> Layout:
        """Mark every line and return the result."""
        self._mark_phrases()
        first, last = self._body_range()
        self._mark_dates(first, last)
        self._mark_following()
        self._mark_masthead(first)
        self._mark_tail(last)
        blocks = [block for index in range(len(self.lines)) for block in self._blocks(index, first)]
        return Layout(
            blocks=tuple(blocks),
            title=None if self.title is None else self.lines[self.title],
            dates=tuple(self.dates),
            outlet=self.outlet.outlet,
            outlet_start=self.lines[self.outlet_line].start_char + self.outlet.outlet_start if self.lines else 0,
            credits=tuple(self._with_reason("source_credit")),
            urls=tuple(self._with_reason("url")),
        )

    def _with_reason(self, reason: str) -> list[Line]:
        return [
            line for line, kind in zip(self.lines, self.kinds, strict=True) if kind is not None and kind[1] == reason
        ]

    def _set(self, index: int, reason: str, kind: BlockKind = BlockKind.BOILERPLATE) -> None:
        self.kinds[index] = (kind, reason)

    # What a line says of itself.

    def _mark_phrases(self) -> None:
        for index, line in enumerate(self.lines):
            rule = self.data.rule(line, first=index == 0)
            self.rules[index] = rule
            if not _RULER.search(line.text):
                self._set(index, "rule")
            elif _URL.fullmatch(line.text):
                self._set(index, "url")
            elif _IMAGE.fullmatch(line.text):
                self._set(index, "image")
            elif self.is_markdown_heading[index]:
                self.kinds[index] = (BlockKind.HEADING, "")
            elif rule is not None:
                self._set(index, rule.reason)
            elif self._is_caption(line):
                self._set(index, "caption")

    def _is_caption(self, line: Line) -> bool:
        text = line.text
        if not (text.startswith("(") and text.endswith(")")) or text.count("(") > 1 or len(line.words) > 30:
            return False
        return any(line.key.startswith(word) for word in self.data.caption_words)

    # Where the body is.

    def is_body(self, index: int) -> bool:
        """Tell whether an unmarked line is running text."""
        line = self.lines[index]
        if self.kinds[index] is not None:
            return False
        if len(line.words) > MAX_HEADLINE_WORDS:
            return True
        if not line.is_final or len(line.words) < MIN_BODY_WORDS:
            return False
        # A headline may ask or exclaim, or trail off; only a later line that does so is a sentence.
        return index > 0 or _STOP.search(line.text) is not None

    def _body_range(self) -> tuple[int, int]:
        """Return the indices of the first and the last line of the body; past the end and -1 without one."""
        body = [index for index in range(len(self.lines)) if self.is_body(index)]
        return (body[0], body[-1]) if body else (len(self.lines), -1)

    # Dates above and below the body.

    def _mark_dates(self, first: int, last: int) -> None:
        for index in range(len(self.lines)):
            if first <= index <= last or (last < 0 and index > 0 and self.kinds[index] is None and len(self.lines) < 2):
                continue
            if HEADER_LINES <= index < len(self.lines) - FOOTER_LINES:
                continue
            # With the mark in front: a bullet sets a section and its date apart from a sentence.
            found = header_date(self.raw[index], self.language, self.find_dates, is_title=index == 0)
            if found is None or (index > last >= 0 and not (found.labelled or found.is_update)):
                continue
            self.dates.append(found)
            if self.kinds[index] is None or self.kinds[index] == (BlockKind.HEADING, ""):
                self._set(index, "updated" if found.is_update else "published", BlockKind.HEADER)

    # Headlines under a "read also".

    def _mark_following(self) -> None:
        taking = 0
        for index, line in enumerate(self.lines):
            rule = self.rules[index]
            if self.kinds[index] is not None:
                if rule is not None and rule.takes_following and line.key in rule.phrases:
                    taking = MAX_FOLLOWING
                continue
            if taking and not self.is_body(index):
                self._set(index, "read_also")
                taking -= 1
            else:
                taking = 0

    # The lines above the body.

    def _mark_masthead(self, first: int) -> None:
        if first >= len(self.lines):
            # No running text at all: nothing tells a title from a slogan, so nothing is lost.
            return
        zone = [index for index in range(first) if self.kinds[index] in {None, (BlockKind.HEADING, "")}]
        for index in list(zone):
            if self.kinds[index] is None and self._is_aside(index):
                zone.remove(index)
        if not zone:
            return
        body = stems(tuple(word for line in self.lines[first:] for word in line.words))
        scores = {index: len(stems(self.lines[index].words) & body) for index in zone}
        self.title = self._choose_title(zone, scores)
        for index in zone:
            self._mark_above(index, scores[index])

    def _is_aside(self, index: int) -> bool:
        """Mark a line above the body that is a dateline, breadcrumb, credit or byline; tell whether it is one."""
        line = self.lines[index]
        if index == 0:
            # Where a title stands only the separators of a breadcrumb are proof enough.
            if self._is_breadcrumb(line):
                self._set(index, "breadcrumb")
            return self.kinds[index] is not None
        dateline = read_dateline(line)
        if dateline is not None and dateline.outlet and dateline.length == len(line.text):
            self._take_outlet(dateline, index)
            self._set(index, "dateline", BlockKind.HEADER)
            return True
        reason = self._masthead_reason(line)
        if reason:
            self._set(index, reason)
        return bool(reason)

    def _choose_title(self, zone: list[int], scores: dict[int, int]) -> int:
        """Return the line whose words the body repeats; the first one where it does well enough."""
        first = zone[0]
        share = scores[first] / max(len(stems(self.lines[first].words)), 1)
        if scores[first] >= 2 and share >= SLOGAN_SHARE:
            return first
        return max(zone, key=lambda index: (scores[index], -index))

    def _mark_above(self, index: int, score: int) -> None:
        line = self.lines[index]
        assert self.title is not None  # noqa: S101 (set by the caller)
        if index != self.title and line.key == self.lines[self.title].key:
            self._set(index, "repeated_title")
            return
        count = len(stems(line.words))
        low = score <= 1 and (count <= 3 or score < SLOGAN_SHARE * count) and len(line.words) <= MAX_MASTHEAD_WORDS
        below = index > self.title and not line.text.endswith(("؟", "?"))
        if (low and index < self.title) or (below and self._is_slogan(line, low=low, share=score / max(count, 1))):
            self._set(index, "slogan")
        else:
            self.kinds[index] = (BlockKind.HEADING, "")

    def _is_slogan(self, line: Line, *, low: bool, share: float) -> bool:
        """Tell whether a line below the title is a slogan: parted as one or with its words, and not of the story."""
        parted = SEPARATOR.search(line.text) is not None
        worded = any(word in line.key for word in self.data.slogan_words)
        if parted and worded and len(line.words) <= MAX_MASTHEAD_WORDS:
            return share <= MAX_SLOGAN_SHARE
        return low and (parted or worded)

    def _masthead_reason(self, line: Line) -> str:
        """Return what a short line is by its parts: a breadcrumb, a credit or a byline; empty when none of them."""
        if len(line.words) > MAX_MASTHEAD_WORDS or line.is_final:
            return ""
        if self._is_breadcrumb(line):
            return "breadcrumb"
        if self._is_credit_line(line):
            return "credit"
        parts = self._parts(line)
        if len(parts) > 1 and any(key(part).startswith(start) for part in parts for start in self.data.byline_starts):
            return "author"
        return ""

    @staticmethod
    def _parts(line: Line) -> list[str]:
        """Return the parts of a credit line, none when one is too long for it."""
        parts = [part for part in re.split(r"[-–—|/()]", line.text) if part.strip()]
        return parts if all(len(key(part).split()) <= MAX_MASTHEAD_WORDS // 2 for part in parts) else []

    def _is_credit_line(self, line: Line) -> bool:
        if len(line.words) > MAX_MASTHEAD_WORDS or line.is_final:
            return False
        return any(self._is_credit(part) for part in self._parts(line))

    def _is_breadcrumb(self, line: Line) -> bool:
        text = f" {line.text} "
        if "«" in text:
            return False
        for separator in self.data.breadcrumb_separators:
            count = text.count(separator)
            parts = [key(part).strip() for part in text.split(separator)]
            if count and (separator != " / " or count > 1 or parts[0] in self.data.home_words):
                return all(len(part.split()) <= MAX_MASTHEAD_WORDS // 2 for part in parts)
        return False

    def _is_credit(self, part: str) -> bool:
        words = key(part).split()
        if not words:
            return False
        if is_agency(part) and not part.isupper():
            return True
        return all(word in self.data.credit_words or word[1:] in self.data.credit_words for word in words)

    # The lines below the body, and subheads within it.

    def _mark_tail(self, last: int) -> None:
        for index, line in enumerate(self.lines):
            if self.kinds[index] is not None:
                continue
            if 0 <= last < index:
                reason = self._masthead_reason(line)
                short = len(line.words) <= MAX_MASTHEAD_WORDS and not line.is_final
                if reason or (short and SEPARATOR.search(line.text) and not _BULLET.match(line.text)):
                    self._set(index, reason or "slogan")
            elif self.title is not None and index > self.title and self._is_credit_line(line):
                self._set(index, "credit")
            elif self._is_subhead(index, last):
                self.kinds[index] = (BlockKind.HEADING, "")

    def _is_subhead(self, index: int, last: int) -> bool:
        line = self.lines[index]
        if index >= last or self.is_body(index) or line.is_final or len(line.words) > MAX_SUBHEAD_WORDS:
            return False
        following = next((i for i in range(index + 1, len(self.lines)) if self.kinds[i] is None), None)
        return following is not None and self.is_body(following)

    # Lines into blocks.

    def _blocks(self, index: int, first: int) -> list[Block]:
        line = self.lines[index]
        kind = self.kinds[index]
        if kind is not None:
            return [Block(line.start_char, line.end_char, *kind)]
        blocks: list[Block] = []
        if index == first or (index == 0 and first >= len(self.lines)):
            line, blocks = self._lead(index, line)
        return [*blocks, Block(line.start_char, line.end_char, BlockKind.BODY)]

    def _lead(self, index: int, line: Line) -> tuple[Line, list[Block]]:
        """Take the header parts off the front of the first paragraph: a date, then a dateline."""
        blocks: list[Block] = []
        dated = prefix_date(line, self.language, self.find_dates)
        if dated is not None and dated.header_end < line.end_char:
            self.dates.append(dated)
            line, block = self._cut(line, dated.header_end, "updated" if dated.is_update else "published")
            blocks.append(block)
        dateline = read_dateline(line)
        if dateline is not None and dateline.length < len(line.text):
            self._take_outlet(dateline, index)
            found = dateline_date(line, dateline.length, self.language, self.find_dates)
            self.dates += [found] if found is not None else []
            line, block = self._cut(line, line.start_char + dateline.length, "dateline")
            blocks.append(block)
        return line, blocks

    def _take_outlet(self, dateline: Dateline, index: int) -> None:
        if not self.outlet.outlet:
            self.outlet, self.outlet_line = dateline, index

    def _cut(self, line: Line, end_char: int, reason: str) -> tuple[Line, Block]:
        rest = make_line(self.text, end_char, line.end_char)
        head = self.text[line.start_char : end_char].rstrip()
        block = Block(line.start_char, line.start_char + len(head), BlockKind.HEADER, reason)
        return (rest if rest is not None else line), block


def _without_marks(text: str, line: Line) -> Line:
    """Return a line without the Markdown marks or the bullet in front of it."""
    if not _RULER.search(line.text):
        return line
    for pattern in (_HEADING_MARK, _BULLET):
        match = pattern.match(line.text)
        if match is not None:
            rest = make_line(text, line.start_char + match.end(), line.end_char)
            return line if rest is None else rest
    return line
