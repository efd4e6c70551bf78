"""The answer to `verify check`, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verify.datamodels import CheckResult, CheckRow, Evidence, Verdict
from verify.reports import wording
from verify.reports.bidi import one_line
from verify.reports.excerpts import quoted, shortened
from verify.reports.places import Places
from verify.reports.terminal import Piece, Screen, line, paragraph, to_string

if TYPE_CHECKING:
    from rich.text import Text

_STYLES = {Verdict.SUPPORTED: "bold green", Verdict.REFUTED: "bold red", Verdict.NOT_ENOUGH_INFO: "bold yellow"}
_MARK = ("[", "]")
"""Round the decisive words where there is no colour."""


def check(result: CheckResult, screen: Screen) -> str:
    """Write a verdict over all, then one for each origin with its sentences."""
    places = Places(result.articles)
    text = line(
        screen,
        [
            Piece(wording.VERDICT_WORDS[result.verdict].capitalize(), _STYLES[result.verdict]),
            Piece(f": {screen.name(shortened(result.reason))}\n" if result.reason else "\n"),
        ],
    )
    text.append_text(paragraph(screen, line(screen, [Piece("Claim: ")]), line(screen, [Piece(one_line(result.claim))])))
    for row in result.rows:
        text.append("\n")
        text.append_text(_origin(row, places, screen))
    return to_string(screen, text)


def _origin(row: CheckRow, places: Places, screen: Screen) -> Text:
    sources = [screen.name(shortened(places.source(id_))) for id_ in row.articles]
    text = line(
        screen,
        [
            Piece(wording.VERDICT_WORDS[row.verdict], _STYLES[row.verdict]),
            Piece(f" {wording.score(row.score)}", "dim"),
            Piece(f"  {wording.join(sources)}", "bold"),
            Piece(f"  {screen.name(shortened(row.reason))}\n" if row.reason else "\n"),
        ],
    )
    for evidence in row.evidence:
        text.append_text(_sentence(evidence, places, screen))
    return text


def _sentence(evidence: Evidence, places: Places, screen: Screen) -> Text:
    shown = quoted(places.articles[evidence.article], evidence)
    where = screen.name(places.where(evidence.article, evidence.start_char))
    pieces = [Piece(shown.before), Piece(shown.marked, "bold underline", _MARK), Piece(shown.after)]
    if not shown.marked.strip():
        pieces = [Piece(shown.text)]
    return paragraph(screen, line(screen, [Piece(f"  {where}  ", "cyan")]), line(screen, pieces))
