"""The order of the stages: the only module that knows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from verify.datamodels import Article, CheckResult, Claim, Comparison, Diff, Unreadable
from verify.settings import Settings


class Progress(Protocol):
    """Whoever wants to know how far a long step has come."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take note that `done` of `total` units of `step` are finished."""
        ...


def report(paths: Sequence[Path], settings: Settings, progress: Progress | None = None) -> Comparison:
    """Compare all articles found under `paths`.

    Raises:
        InputError: nothing readable under `paths`.
        ModelError: the encoder cannot be loaded.
    """
    raise NotImplementedError


def diff(left: Path, right: Path, settings: Settings, progress: Progress | None = None) -> Diff:
    """Compare two articles claim by claim.

    Raises:
        InputError: either file cannot be read.
        ModelError: the encoder cannot be loaded.
    """
    raise NotImplementedError


def check(claim: str, paths: Sequence[Path], settings: Settings, progress: Progress | None = None) -> CheckResult:
    """Say which origins under `paths` support the claim, which refute it and which are silent.

    Raises:
        InputError: an empty claim, or nothing readable under `paths`.
        ModelError: the encoder cannot be loaded.
    """
    raise NotImplementedError


def facts(
    paths: Sequence[Path], settings: Settings, *, stdin: str | None = None, published: date | None = None
) -> tuple[tuple[tuple[Article, tuple[Claim, ...]], ...], tuple[Unreadable, ...]]:
    """Read the facts of each article; no encoder is needed.

    Args:
        paths: files and folders; empty when `stdin` is given.
        settings: the run's settings; `settings.language` holds for inputs that do not say theirs.
        stdin: the text of standard input, read as one plain-text article with the path `-`.
        published: the day of publication of inputs that do not say theirs.

    Raises:
        InputError: nothing readable.
    """
    raise NotImplementedError
