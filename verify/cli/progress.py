"""A progress bar on standard error for work of more than a second, on a terminal only."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds before anything is shown: a bar that comes and goes at once only flickers."""


class ProgressBar:
    """What the pipeline reports its steps to; shows them once the work has taken `PATIENCE`.

    A step may be reported from any thread.
    """

    def __init__(self, *, shown: bool | None = None, patience: float = PATIENCE) -> None:
        self._allowed = sys.stderr.isatty() if shown is None else shown
        self._patience = patience
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._latest = ("reading", 0, 0)
        self._over = False

    def __enter__(self) -> ProgressBar:
        if self._allowed:
            self._timer = threading.Timer(self._patience, self._show)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            self._over = True
            if self._bar is not None:
                self._bar.stop()

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take note of a step."""
        with self._lock:
            self._latest = (step, done, total)
            if self._bar is not None and self._task is not None and not self._over:
                self._bar.update(self._task, description=step, completed=done, total=total or None)

    def _show(self) -> None:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

        with self._lock:
            if self._over:
                return
            # What the bar says is ours alone, but a step's name must not be read as markup all the same.
            columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
            self._bar = Progress(*columns, console=Console(stderr=True, force_terminal=True), transient=True)
            step, done, total = self._latest
            self._task = self._bar.add_task(step, completed=done, total=total or None)
            self._bar.start()
