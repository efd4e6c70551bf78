"""What was read out of a text, for a terminal: the facts marked in place, and a table of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verify.datamodels import Article, Claim, Fact, Unreadable
from verify.reports import wording
from verify.reports.bidi import isolate, one_line, piece
from verify.reports.excerpts import shortened
from verify.reports.places import Places
from verify.reports.terminal import Piece, Screen, line, paragraph, to_string

if TYPE_CHECKING:
    from rich.text import Text

_STYLES = {
    "quantity": "bold magenta",
    "date": "bold cyan",
    "entity": "bold green",
    "attribution": "bold blue",
    "polarity": "bold red",
}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Numbers that refer to the table: raised ones cannot be taken for the text's own."""
_OPEN, _CLOSE = "⟦", "⟧"
LONGEST_CELL = 60
"""Characters of a surface shown in the table: the text above shows it whole."""


@dataclass(frozen=True, slots=True)
class _Marked:
    """A stretch of text with the facts that lie in it, by number; facts that overlap share one."""

    start_char: int
    end_char: int
    numbers: tuple[int, ...]
    kind: str


def facts(read: Iterable[tuple[Article, tuple[Claim, ...]]], unreadable: Iterable[Unreadable], screen: Screen) -> str:
    """Write each article's claims with their facts marked and numbered, then what each number was read as."""
    entries = list(read)
    places = Places(article for article, _ in entries)
    text = line(screen, [])
    for article, claims in entries:
        text.append_text(_article(article, claims, places, screen))
    for each in unreadable:
        text.append(f"{screen.name(one_line(each.path))}: {shortened(each.reason)}\n")
    return to_string(screen, text)


def _article(article: Article, claims: Sequence[Claim], places: Places, screen: Screen) -> Text:
    published = wording.day(article.published) if article.published else "day of publication not known"
    about = [places.label(article.id), one_line(article.source), wording.language(article.language), published]
    count = wording.plural(sum(len(claim.facts) for claim in claims), "fact")
    parts = [screen.name(shortened(part)) for part in (*about, count) if part]
    text = line(screen, [Piece(" · ".join(parts) + "\n", "bold")])
    for warning in article.warnings:
        text.append(f"⚠ {screen.name(shortened(warning))}\n")
    text.append("\n")
    rows: list[tuple[int, Fact]] = []
    for claim in claims:
        numbered = list(enumerate(claim.facts, start=len(rows) + 1))
        rows += numbered
        where = places.line(article.id, claim.sentence.start_char) or claim.sentence.index + 1
        text.append_text(
            paragraph(screen, line(screen, [Piece(f"{where:>4}  ", "dim")]), _marked(article, claim, numbered, screen))
        )
    if rows:
        text.append("\n")
        text.append_text(_table(rows, screen))
    return text.append("\n")


def _marked(article: Article, claim: Claim, numbered: Sequence[tuple[int, Fact]], screen: Screen) -> Text:
    pieces: list[Piece] = []
    last = claim.sentence.start_char
    for each in _merged(numbered):
        pieces.append(Piece(piece(article.text[last : each.start_char])))
        numbers = "·".join(str(number) for number in each.numbers).translate(_SUPERSCRIPTS)
        pieces.append(Piece(piece(article.text[each.start_char : each.end_char]), _STYLES[each.kind], (_OPEN, _CLOSE)))
        pieces.append(Piece(numbers, "dim"))
        last = each.end_char
    pieces.append(Piece(piece(article.text[last : claim.sentence.end_char])))
    return line(screen, pieces)


def _merged(numbered: Sequence[tuple[int, Fact]]) -> list[_Marked]:
    """Join facts that overlap (a speaker's name is also an entity) to one marked stretch."""
    groups: list[_Marked] = []
    for number, fact in numbered:
        kind = wording.fact_type(fact)
        if groups and fact.start_char < groups[-1].end_char:
            before = groups[-1]
            end = max(before.end_char, fact.end_char)
            groups[-1] = _Marked(before.start_char, end, (*before.numbers, number), before.kind)
        else:
            groups.append(_Marked(fact.start_char, fact.end_char, (number,), kind))
    return groups


def _table(rows: Sequence[tuple[int, Fact]], screen: Screen) -> Text:
    """A line a fact: number, type, the words as written, what was read; columns as wide as they need to be."""
    from rich.cells import cell_len  # noqa: PLC0415

    cells = [
        (str(number), wording.fact_type(fact), shortened(fact.surface, LONGEST_CELL), one_line(wording.reading(fact)))
        for number, fact in rows
    ]
    widths = [max(cell_len(row[column]) for row in cells) for column in range(3)]
    text = line(screen, [])
    for number, kind, surface, reading in cells:
        shown = isolate(surface) if screen.isolates else surface
        lead = [
            Piece(f"{number:>{widths[0]}}  ", "dim"),
            Piece(f"{kind:<{widths[1]}}  ", _STYLES[kind]),
            Piece(shown + " " * (widths[2] - cell_len(surface) + 2)),
        ]
        text.append_text(line(screen, [*lead, Piece(screen.name(reading) + "\n")]))
    return text
