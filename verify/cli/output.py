"""Reports written where the user asked for them: all of them whole, or none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from verify.errors import OptionError, OutputError


def stem(given: str, suffixes: Iterable[str]) -> Path:
    """Return the path that the formats' suffixes are added to.

    `-o fire.md` means the stem `fire`: nobody wants `fire.md.md`.

    Raises:
        OptionError: what was given is empty or names a folder.
    """
    path = Path(given)
    if not given or given.endswith(("/", os.sep)) or path.name in {"", ".", ".."}:
        raise OptionError(f"-o {given or repr(given)} names no file", "give a stem, as in -o reports/fire")
    return path.with_suffix("") if path.suffix.lower() in set(suffixes) else path


def write_all(contents: Mapping[Path, str], inputs: Iterable[Path]) -> None:
    """Write each text to its file, atomically: a reader finds the old report or the new one, never half of one.

    Args:
        contents: text by path; missing folders are created.
        inputs: files that were read, which a report must not replace.

    Raises:
        OutputError: a file or folder cannot be written, or is an input.
    """
    _refuse_inputs(contents, inputs)
    written: dict[Path, Path] = {}
    try:
        for path, text in contents.items():
            written[path] = _write_beside(path, text)
        for path, temporary in written.items():
            temporary.replace(path)
    except OSError as error:
        place = error.filename or next(iter(contents))
        reason = error.strerror or str(error)
        raise OutputError(f"cannot write {place}: {reason}", "choose another place with -o") from error
    finally:
        for temporary in written.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _refuse_inputs(contents: Mapping[Path, str], inputs: Iterable[Path]) -> None:
    read = {path.resolve() for path in inputs}
    for path in contents:
        if path.is_dir():
            raise OutputError(f"{path} is a folder", "choose another name with -o")
        if path.resolve() in read:
            raise OutputError(f"{path} is one of the articles", "choose another name with -o")


def _write_beside(path: Path, text: str) -> Path:
    """Write to a new file in the folder of `path` and return it; the mode is the user's usual one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:64]}.{uuid4().hex}.tmp")
    try:
        temporary.write_text(text, "utf-8", newline="\n")
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    return temporary
