"""`verify model`: what it says while it trains, and where the result goes."""

from __future__ import annotations

import sys
from pathlib import Path

from verify.cli import outcome
from verify.cli.progress import ProgressBar
from verify.errors import InputError
from verify.settings import Settings, models_dir

SEEDS_HINT = "run it in a checkout of the project: the seeds are part of what is learnt from"


def train(benchmark: Path, work: Path, out: Path | None, settings: Settings) -> None:
    """Train and write; progress goes to standard error, the figures to standard output.

    Raises:
        InputError: the gold data or the seeds are missing.
    """
    _require(benchmark)
    from verify.training import run  # noqa: PLC0415 - torch and scikit-learn

    with ProgressBar() as progress:
        run.train_relation(benchmark, work, settings, _note, progress)
        trained = run.gather(benchmark, work, settings, progress)
    run.write(work, trained, out or models_dir())
    outcome.write("".join(f"{line}\n" for line in run.lines(trained)))


def evaluate(benchmark: Path, work: Path, settings: Settings) -> None:
    """Print the figures.

    Raises:
        InputError: the gold data or the seeds are missing.
        ModelError: the weights are not in `work`.
    """
    _require(benchmark)
    from verify.training import run  # noqa: PLC0415

    with ProgressBar() as progress:
        trained = run.gather(benchmark, work, settings, progress)
    outcome.write("".join(f"{line}\n" for line in run.lines(trained)))


def _require(benchmark: Path) -> None:
    for part in ("events", "ans/train.csv", "ans/dev.csv"):
        if not (benchmark / part).exists():
            raise InputError(f"{benchmark / part} is missing", "give the folder with the gold data")
    if not (Path(__file__).parents[2] / "seeds").is_dir():
        raise InputError("there are no seeds beside the package", SEEDS_HINT)


def _note(course: str, step: int, steps: int, loss: float) -> None:
    sys.stderr.write(f"{course}: step {step} of {steps}, loss {loss:.3f}\n")
