"""Vectors and small results kept on disk between runs, in one SQLite file.

A cache is never worth a run: a damaged file is put aside and begun anew, one that cannot be written is done
without, and `notices` says so in a line for whoever prints.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import platformdirs
from numpy.typing import NDArray

CACHE_VARIABLE = "VERIFY_CACHE_DIR"
FILE_NAME = "vectors.sqlite3"

BUSY_SECONDS = 5.0
"""How long to wait for another process that writes: a chunk of vectors is written in milliseconds."""

CHECKSUM_BYTES = 4

KEYS_A_QUERY = 500
"""Below the 999 parameters that older SQLite builds allow in a statement."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE vector (fingerprint TEXT NOT NULL, text BLOB NOT NULL, value BLOB NOT NULL,"
        " PRIMARY KEY (fingerprint, text)) WITHOUT ROWID",
        "CREATE TABLE blob (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
        " PRIMARY KEY (kind, key)) WITHOUT ROWID",
    ),
)
"""Statements that lead from each format version to the next; `PRAGMA user_version` counts those applied."""


def cache_dir(chosen: Path | None = None) -> Path:
    """Return the cache folder: the chosen one, else `VERIFY_CACHE_DIR`, else the user's cache folder of the system."""
    if chosen is not None:
        return chosen.expanduser()
    named = os.environ.get(CACHE_VARIABLE, "")
    return Path(named).expanduser() if named else Path(platformdirs.user_cache_dir("verify", appauthor=False))


class _FormatError(Exception):
    """The file was written by a later version."""


class VectorCache:
    """Vectors by the encoder's fingerprint and the hash of the text; float16 on disk.

    Safe for several processes at once (write-ahead log). Use it as a context manager, or call `close`.
    """

    def __init__(self, folder: Path | None) -> None:
        """Open the cache in `folder`, which is made when it is not there; None keeps nothing."""
        self._notices: list[str] = []
        self._path = None if folder is None else folder / FILE_NAME
        self._connection: sqlite3.Connection | None = None
        if self._path is not None:
            self._connection = self._open(self._path)

    @property
    def notices(self) -> tuple[str, ...]:
        """What went wrong with the cache so far, a line each; the run goes on without it."""
        return tuple(self._notices)

    def get(self, fingerprint: str, texts: Sequence[str]) -> dict[str, NDArray[np.float16]]:
        """Return the vectors that are kept of these texts, by text."""
        keys = {_key(text): text for text in texts}
        found: dict[str, NDArray[np.float16]] = {}

        def read(connection: sqlite3.Connection) -> None:
            hashes = list(keys)
            for start in range(0, len(hashes), KEYS_A_QUERY):
                chunk = hashes[start : start + KEYS_A_QUERY]
                marks = ",".join("?" * len(chunk))
                query = f"SELECT text, value FROM vector WHERE fingerprint = ? AND text IN ({marks})"  # noqa: S608 (only question marks)
                for key, value in connection.execute(query, (fingerprint, *chunk)):
                    if (vector := _unpack(value)) is not None:
                        found[keys[key]] = vector

        self._attempt(read)
        return found

    def put(self, fingerprint: str, vectors: Mapping[str, NDArray[np.float16]]) -> None:
        """Keep these vectors, by text, in one transaction."""
        rows = [(fingerprint, _key(text), _pack(vector)) for text, vector in vectors.items()]
        self._write("INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", rows)

    def get_blob(self, kind: str, key: str) -> Any:
        """Return what `put_blob` kept under this kind and key, None when there is nothing."""
        values: list[str] = []

        def read(connection: sqlite3.Connection) -> None:
            query = "SELECT value FROM blob WHERE kind = ? AND key = ?"
            values.extend(row[0] for row in connection.execute(query, (kind, key)))

        self._attempt(read)
        try:
            return json.loads(values[0]) if values else None
        except ValueError:
            return None

    def put_blob(self, kind: str, key: str, value: Any) -> None:
        """Keep a value that JSON can write."""
        rows = [(kind, key, json.dumps(value, ensure_ascii=False, sort_keys=True))]
        self._write("INSERT OR REPLACE INTO blob VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Close the file; further calls find and keep nothing."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany(statement, rows)

        self._attempt(write)

    def _attempt(self, action: Callable[[sqlite3.Connection], None]) -> None:
        """Do something with the file; on failure put it aside when it is damaged, else go on without a cache."""
        if self._connection is None or self._path is None:
            return
        try:
            action(self._connection)
        except sqlite3.Error as error:
            self.close()
            if _is_damage(error):
                self._connection = self._begin_anew(self._path, error)
            else:
                self._note_loss(self._path, error)

    def _open(self, path: Path) -> sqlite3.Connection | None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return _connect(path)
        except sqlite3.Error as error:
            if _is_damage(error):
                return self._begin_anew(path, error)
            self._note_loss(path, error)
        except (OSError, _FormatError) as error:
            self._note_loss(path, error)
        return None

    def _begin_anew(self, path: Path, error: Exception) -> sqlite3.Connection | None:
        aside = path.with_name(f"{path.name}.damaged-{time.time_ns()}")
        try:
            path.replace(aside)
            for suffix in ("-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            connection = _connect(path)
        except (OSError, sqlite3.Error, _FormatError) as second:
            self._note_loss(path, second)
            return None
        self._notices.append(f"the cache {path} was damaged ({error}); it was moved to {aside.name} and begun anew")
        return connection

    def _note_loss(self, path: Path, error: Exception) -> None:
        self._notices.append(f"the cache {path} cannot be used ({error}); this run keeps nothing")


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may lose the last chunk, never the file
        _migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to the newest format, each step in one transaction with the record of it."""
    while (version := _version(connection)) < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection) == version:  # another process may have been first
                for statement in MIGRATIONS[version]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    if version > len(MIGRATIONS):
        raise _FormatError(f"format {version} of a later version of Verify")


def _version(connection: sqlite3.Connection) -> int:
    with closing(connection.execute("PRAGMA user_version")) as cursor:
        return int(cursor.fetchone()[0])


def _key(text: str) -> bytes:
    """Return the hash of a text; a lone surrogate, which no file can hold, is kept apart from what it would become."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _pack(vector: NDArray[np.float16]) -> bytes:
    """Return a checksum and the numbers: SQLite would not notice a bit that has turned over in a value."""
    numbers = np.asarray(vector, "<f2").tobytes()
    return zlib.crc32(numbers).to_bytes(CHECKSUM_BYTES, "little") + numbers


def _unpack(value: bytes) -> NDArray[np.float16] | None:
    """Return the numbers, or None when they are not those that were packed."""
    checksum, numbers = value[:CHECKSUM_BYTES], value[CHECKSUM_BYTES:]
    if not numbers or len(numbers) % 2 or int.from_bytes(checksum, "little") != zlib.crc32(numbers):
        return None
    return np.frombuffer(numbers, "<f2")


def _is_damage(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
