"""Two articles claim by claim, for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from verify.datamodels import Article, Diff, DiffRow, DiffStatus, Evidence, Finding, Relation, Span
from verify.reports import wording
from verify.reports.bidi import one_line, piece
from verify.reports.excerpts import excerpt, shortened
from verify.reports.places import Places
from verify.reports.terminal import Piece, Screen, line, paragraph, to_string

if TYPE_CHECKING:
    from rich.text import Text

SHOWN_OF_A_RUN = 2
"""Claims shown at either end of a long run that only one article has: enough to see what it is about."""
LONGEST_RUN = 6
"""A run of more than this is folded: what is hidden must be more than the line that says so."""
_STYLES = {
    DiffStatus.SAME: "dim",
    DiffStatus.CHANGED: "",
    DiffStatus.ONLY_LEFT: "red",
    DiffStatus.ONLY_RIGHT: "green",
}
_SIGNS = {DiffStatus.SAME: "=", DiffStatus.CHANGED: "~", DiffStatus.ONLY_LEFT: "-", DiffStatus.ONLY_RIGHT: "+"}
_RELATION_STYLES = {
    Relation.CONFLICT: "bold red",
    Relation.UPDATE: "bold yellow",
    Relation.COMPATIBLE: "cyan",
    Relation.AGREE: "dim",
}
_MARKS = {"A": ("[-", "-]"), "B": ("{+", "+}")}
_MARK_STYLES = {"A": "bold red underline", "B": "bold green underline"}


def diff(result: Diff, screen: Screen, *, everything: bool = False) -> str:
    """Write a diff.

    Args:
        result: the rows in reading order.
        screen: what the output can show.
        everything: show long runs of one article's own claims in full.
    """
    view = _View(result, screen)
    text = view.head()
    for status, group in groupby(result.rows, key=lambda row: row.status):
        for part in view.run(status, list(group), everything=everything):
            text.append_text(part)
    return to_string(screen, text)


class _View:
    """The rows of one diff as styled text."""

    def __init__(self, result: Diff, screen: Screen) -> None:
        self.result = result
        self.screen = screen
        self.comparison = result.comparison
        self.places = Places(self.comparison.articles)
        self.findings = {finding.id: finding for finding in self.comparison.findings}
        self.sides = {"A": result.left, "B": result.right}

    def head(self) -> Text:
        """The two articles and the counts."""
        text = line(self.screen, [Piece(self._summary() + "\n", "bold")])
        for side, id_ in self.sides.items():
            text.append_text(line(self.screen, [Piece(f"{side}  ", _MARK_STYLES[side].split()[1])]))
            text.append(self._article(self.places.articles[id_]) + "\n")
        return text.append("\n")

    def _summary(self) -> str:
        counts = Counter(row.status for row in self.result.rows)
        connected = [self.findings[id_].relation for id_ in _connected(self.result) if id_ in self.findings]
        statuses = {status: counts[status] for status in DiffStatus}
        return wording.diff_overview(statuses, connected.count(Relation.CONFLICT), connected.count(Relation.UPDATE))

    def _article(self, article: Article) -> str:
        published = wording.day(article.published) if article.published else ""
        warnings = [f"⚠ {warning}" for warning in article.warnings]
        parts = [self.places.label(article.id), one_line(article.source), published, *warnings]
        return self.screen.name(" · ".join(shortened(part) for part in parts if part))

    def run(self, status: DiffStatus, rows: Sequence[DiffRow], *, everything: bool) -> Iterator[Text]:
        """Neighbouring rows of one status, the middle of a long run of own claims folded."""
        own = status in {DiffStatus.ONLY_LEFT, DiffStatus.ONLY_RIGHT}
        if not own or everything or len(rows) <= LONGEST_RUN:
            for row in rows:
                yield self.row(row)
            return
        for row in rows[:SHOWN_OF_A_RUN]:
            yield self.row(row)
        hidden = len(rows) - 2 * SHOWN_OF_A_RUN
        yield line(self.screen, [Piece(f"  … {wording.plural(hidden, 'more claim')} {wording.DIFF_WORDS[status]}\n")])
        for row in rows[-SHOWN_OF_A_RUN:]:
            yield self.row(row)

    def row(self, row: DiffRow) -> Text:
        """The claims of one row and what connects them."""
        text = line(self.screen, [])
        sign = _SIGNS[row.status]
        findings = [self.findings[id_] for id_ in row.findings if id_ in self.findings]
        for side, index in (("A", row.left), ("B", row.right)):
            if index is not None:
                text.append_text(self._claim(row.status, sign, side, index, findings))
                sign = " "
        for finding in findings if row.status is DiffStatus.CHANGED else ():
            text.append_text(self._finding(finding))
        return text

    def _claim(self, status: DiffStatus, sign: str, side: str, index: int, findings: Sequence[Finding]) -> Text:
        sentence = self.comparison.claims[index].sentence
        article = self.places.articles[sentence.article]
        where = f"{side}:{self.places.line(article.id, sentence.start_char) or sentence.index + 1}"
        lead = line(self.screen, [Piece(f"{sign} {where:<6} ", _STYLES[status] or "bold")])
        span = Span(sentence.start_char, sentence.end_char)
        marked = self._marked(span, sentence.article, findings) if status is DiffStatus.CHANGED else []
        pieces = [
            Piece(text, _MARK_STYLES[side] if is_marked else _STYLES[status], _MARKS[side] if is_marked else ("", ""))
            for text, is_marked in _cut(article.text, span, marked)
        ]
        return paragraph(self.screen, lead, line(self.screen, pieces))

    def _marked(self, sentence: Span, id_: str, findings: Sequence[Finding]) -> list[Span]:
        spans = [
            Span(each.start_char, each.end_char)
            for finding in findings
            if finding.relation is not Relation.AGREE
            for each in finding.evidence
            if each.article == id_ and Span(each.start_char, each.end_char).overlaps(sentence)
        ]
        return sorted(set(spans), key=lambda span: (span.start_char, -span.end_char))

    def _finding(self, finding: Finding) -> Text:
        first = sorted(self.sides, key=lambda side: self._time(finding, side))
        values = [self._value(finding, side) for side in first]
        against = " → " if finding.relation is Relation.UPDATE else " | "
        words = f"{finding.relation.value} · {shortened(finding.slot)}: {against.join(values)} · "
        body = line(
            self.screen,
            [Piece(self.screen.name(words), _RELATION_STYLES[finding.relation]), Piece(shortened(finding.reason))],
        )
        return paragraph(self.screen, line(self.screen, [Piece(" " * 9)]), body)

    def _time(self, finding: Finding, side: str) -> date:
        """When a side said it; an update reads from the earlier to the later, everything else from A to B."""
        days = [each.as_of for each in finding.evidence if each.article == self.sides[side] and each.as_of is not None]
        return min(days, default=date.max) if finding.relation is Relation.UPDATE else date.max

    def _value(self, finding: Finding, side: str) -> str:
        values = [self._said(finding, each) for each in finding.evidence if each.article == self.sides[side]]
        return f"{side} {wording.join(list(dict.fromkeys(values)))}" if values else f"{side} {wording.NOBODY}"

    def _said(self, finding: Finding, evidence: Evidence) -> str:
        value = shortened(wording.evidence_value(finding.kind, evidence))
        return f"{value} ({shortened(evidence.attribution)})" if evidence.attribution else value


def _connected(result: Diff) -> list[str]:
    return list(dict.fromkeys(id_ for row in result.rows for id_ in row.findings))


def _cut(text: str, sentence: Span, marked: Sequence[Span]) -> list[tuple[str, bool]]:
    """Cut a sentence at its marked spans; of spans that overlap the first is shown.

    A sentence too long to show is cut round its first marked span.
    """
    shown = excerpt(text, sentence, marked[0] if marked else Span(sentence.start_char, sentence.start_char))
    if not marked:
        return [(shown.text, False)]
    whole = one_line(text[sentence.start_char : sentence.end_char])
    if len(shown.text) < len(whole):
        return [(shown.before, False), (shown.marked, True), (shown.after, False)]
    pieces: list[tuple[str, bool]] = []
    last = sentence.start_char
    for span in marked:
        start, end = max(span.start_char, sentence.start_char), min(span.end_char, sentence.end_char)
        if start >= last:
            pieces += [(text[last:start], False), (text[start:end], True)]
            last = end
    pieces.append((text[last : sentence.end_char], False))
    return [(piece(part), is_marked) for part, is_marked in pieces]
