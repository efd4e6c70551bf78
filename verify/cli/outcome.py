"""How a command ends: its exit code, and one line on standard error where it could not do what was asked."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import IntEnum
from functools import wraps
from typing import ParamSpec

import typer

from verify.datamodels import Finding, Relation, Unreadable
from verify.errors import OutputError, VerifyError

P = ParamSpec("P")


class Code(IntEnum):
    """Exit codes: those of `diff` and `grep`, and the shell's for the two signals that are no fault."""

    NOTHING_IN_CONFLICT = 0
    CONFLICT = 1
    TROUBLE = 2
    INTERRUPTED = 130
    READER_GONE = 141


def command(run: Callable[P, Code]) -> Callable[P, None]:
    """Make a typer command of a function that returns its exit code.

    A `VerifyError` becomes one line. Any other exception is a bug and shows as one, with its traceback; its code is
    that of trouble, since Python's own for it, 1, would say that a conflict was found.
    """

    @wraps(run)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        use_utf8()
        try:
            code = run(*args, **kwargs)
        except VerifyError as error:
            complain(str(error))
            code = Code.TROUBLE
        except KeyboardInterrupt:
            complain("interrupted")
            code = Code.INTERRUPTED
        except BrokenPipeError:
            silence()
            code = Code.READER_GONE
        except Exception as error:
            traceback.print_exc()
            complain(f"a bug in Verify ({type(error).__name__}); please report it with the lines above")
            code = Code.TROUBLE
        raise typer.Exit(int(code))

    return wrapped


def of(findings: Iterable[Finding]) -> Code:
    """Return the exit code that a run with these findings ends with."""
    conflict = any(finding.relation is Relation.CONFLICT for finding in findings)
    return Code.CONFLICT if conflict else Code.NOTHING_IN_CONFLICT


def complain(message: str) -> None:
    """Write one line to standard error."""
    from verify.reports.bidi import one_line  # noqa: PLC0415

    with suppress(OSError, ValueError, AttributeError):  # nobody is there to hear it
        sys.stderr.write(f"verify: {one_line(message)}\n")
        sys.stderr.flush()


def name_unreadable(inputs: Iterable[Unreadable]) -> None:
    """Name each input that could not be read, one line each."""
    for each in inputs:
        complain(f"{each.path}: {each.reason}")


def write(text: str) -> None:
    """Write a result to standard output, all of it.

    Raises:
        OutputError: the output is closed or its disk is full.
    """
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        raise OutputError("standard output is closed", "send it somewhere")
    try:
        rest = memoryview(text.encode("utf-8", "backslashreplace"))
        while rest:
            # An unbuffered stream (PYTHONUNBUFFERED) may take a part and say so; the text layer would lose the rest.
            rest = rest[stream.write(rest) :]
        stream.flush()
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        silence()
        raise OutputError(f"cannot write to standard output: {error}", "check where it leads") from error


def use_utf8() -> None:
    """Make standard output UTF-8 in every locale: a report is, whatever the terminal was told to be."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def silence() -> None:
    """Point standard output nowhere, so that the flush at exit does not fail once more."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # a test's stream has no descriptor
        return
