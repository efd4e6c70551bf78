"""The libraries' progress bars and advice kept from the terminal."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from transformers.utils import logging as transformers_logging


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the libraries' progress bars and advice from the terminal, and leave their settings as they were."""
    ours = logging.getLogger("sentence_transformers")
    level, verbosity = ours.level, transformers_logging.get_verbosity()
    bars = transformers_logging.is_progress_bar_enabled()
    ours.setLevel(logging.ERROR)
    transformers_logging.set_verbosity(logging.ERROR)
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        ours.setLevel(level)
        transformers_logging.set_verbosity(verbosity)
        if bars:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]
