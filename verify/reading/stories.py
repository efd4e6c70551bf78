"""Where one file holds two stories: another outlet's text glued on after a "read also"."""

from __future__ import annotations

from collections.abc import Sequence

from verify.datamodels import Span
from verify.reading.datelines import read_dateline
from verify.reading.lines import Line
from verify.reading.phrases import Rule, phrases, stems

END_REASONS = frozenset({"author", "share", "copyright", "disclaimer", "source_credit", "source_pointer"})
"""What stands below the last paragraph of a story: after it nothing more of that story comes."""
MIN_PROSE_WORDS = 8
"""A sentence of news; slogans and headlines with a full stop are shorter."""
MIN_PARAGRAPHS = 2
"""One paragraph after a headline may be its teaser; two are a story."""
RESTATED_SHARE = 0.5
"""A lead says its headline again in a full sentence; a paragraph that goes on with another story does not."""
MAX_HEADLINE_WORDS = 30


def is_prose(line: Line) -> bool:
    """Tell whether a line is a paragraph of running text."""
    return (line.is_final and len(line.words) >= MIN_PROSE_WORDS) or len(line.words) > MAX_HEADLINE_WORDS


def split_stories(lines: Sequence[Line]) -> list[Span]:
    """Return the stories among the lines as half-open ranges of line indices; usually one.

    A second story begins at a headline after a "read also" (or after the end matter of the first) when a dateline
    follows it, or when two paragraphs do, of which the first says the headline again or which stand below the end
    of the first story.
    """
    rules = [phrases().rule(line, first=index == 0) for index, line in enumerate(lines)]
    starts = [0]
    ended = seen_prose = False
    index = 0
    while index < len(lines):
        rule = rules[index]
        ended = ended or (seen_prose and rule is not None and rule.reason in END_REASONS)
        if rule is None:
            seen_prose = seen_prose or is_prose(lines[index])
        elif seen_prose and _opens(rule, lines[index], ended=ended):
            start = _second_story(lines, rules, index + 1, ended=ended)
            if start is not None:
                starts.append(start)
                index, ended, seen_prose = start, False, False
                continue
        index += 1
    return [Span(start, end) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _opens(rule: Rule, line: Line, *, ended: bool) -> bool:
    """Tell whether a story may follow a line: a bare "read also", or the end of the story before."""
    if rule.takes_following:
        return line.key in rule.phrases
    return ended and rule.reason in END_REASONS


def _second_story(lines: Sequence[Line], rules: Sequence[Rule | None], begin: int, *, ended: bool) -> int | None:
    """Return the index of the headline with which a second story begins among the lines from `begin` on."""
    headline = None
    for index in range(begin, len(lines)):
        line = lines[index]
        if rules[index] is not None and not is_prose(line):
            return None
        dateline = read_dateline(line)
        if headline is not None and dateline is not None and (dateline.outlet or is_prose(line)):
            return headline if _paragraphs(lines, rules, index) else None
        if is_prose(line):
            return headline if headline is not None and _is_story(lines, rules, headline, index, ended=ended) else None
        headline = index
    return None


def _is_story(lines: Sequence[Line], rules: Sequence[Rule | None], headline: int, first: int, *, ended: bool) -> bool:
    if _paragraphs(lines, rules, first) < MIN_PARAGRAPHS:
        return False
    if ended:
        return True
    title = stems(lines[headline].words)
    return len(title & stems(lines[first].words)) >= RESTATED_SHARE * max(len(title), 1)


def _paragraphs(lines: Sequence[Line], rules: Sequence[Rule | None], begin: int) -> int:
    """Count the paragraphs of prose from a line on; a long line that begins with a marker holds prose too."""
    return sum(is_prose(line) for line in lines[begin:])
