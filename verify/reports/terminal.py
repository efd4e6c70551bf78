"""Text for a terminal: two articles claim by claim, a checked claim, the facts marked in their text.

Everything is a string without side effects; colour and direction isolates are chosen by the caller, who knows what
the output is. Text is never parsed as markup, and nothing of an article reaches the terminal as a control.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from verify.reports.bidi import (
    LEFT_TO_RIGHT_ISOLATE,
    LEFT_TO_RIGHT_MARK,
    POP_ISOLATE,
    RIGHT_TO_LEFT_ISOLATE,
    direction,
    isolate_runs,
)

if TYPE_CHECKING:
    from rich.text import Text

NARROWEST = 40
"""Columns below which wrapped text is no longer readable; a narrower window wraps by itself."""
WIDEST = 110
"""Columns of running text: longer lines are hard to follow from one to the next."""
PIPED_WIDTH = 100
"""Columns when the output is no terminal: what a code review or a mail shows without wrapping."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What the output can show.

    Attributes:
        width: columns.
        colour: whether styles may be used.
        isolates: whether direction isolates may be used: on a terminal, which obeys or hides them.
    """

    width: int = PIPED_WIDTH
    colour: bool = False
    isolates: bool = False

    @property
    def columns(self) -> int:
        """Columns to lay out for."""
        return min(max(self.width, NARROWEST), WIDEST)

    def name(self, text: str) -> str:
        """Return a short field for a left-to-right line, isolated where the screen can."""
        return isolate_runs(text) if self.isolates else text


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line with its style; `mark` is what stands round it where there is no colour."""

    text: str
    style: str = ""
    mark: tuple[str, str] = ("", "")


def line(screen: Screen, pieces: Iterable[Piece]) -> Text:
    """Join pieces to one styled text; without colour each piece stands in its mark."""
    from rich.text import Text  # noqa: PLC0415 - 150 ms that only a terminal view needs

    text = Text()
    for piece in pieces:
        before, after = ("", "") if screen.colour else piece.mark
        text.append(before + piece.text + after, piece.style or None)
    return text


def paragraph(screen: Screen, lead: Text, body: Text) -> Text:
    """Wrap `body` beside `lead`, each line isolated in the direction of the whole.

    A terminal gives every line a direction of its own, so an isolate must not reach over a line's end.
    """
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    indent = lead.cell_len
    room = max(screen.columns - indent, NARROWEST // 2)
    ruler = Console(file=StringIO(), width=room, legacy_windows=False)
    right_to_left = direction(body.plain) == "rtl"
    result = Text()
    for number, part in enumerate(body.wrap(ruler, room) or [Text()]):
        part.rstrip()
        # A line without a letter outside its isolate would be laid out from the right by terminals that guess.
        result.append(LEFT_TO_RIGHT_MARK * screen.isolates)
        result.append_text(lead if number == 0 else Text(" " * indent))
        opened = RIGHT_TO_LEFT_ISOLATE if right_to_left else LEFT_TO_RIGHT_ISOLATE
        result.append(opened * screen.isolates)
        result.append_text(part)
        result.append(POP_ISOLATE * screen.isolates + "\n")
    return result


def to_string(screen: Screen, text: Text) -> str:
    """Return a styled text as a string, with escape sequences only where the screen shows colour."""
    from rich.console import Console  # noqa: PLC0415

    out = StringIO()
    console = Console(
        file=out,
        force_terminal=screen.colour,
        color_system="standard" if screen.colour else None,
        no_color=not screen.colour,
        width=screen.width,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(text, end="", soft_wrap=True)
    return out.getvalue()
