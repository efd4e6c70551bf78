"""The cache on disk: it keeps what it is given, and never costs a run."""

import hashlib
import multiprocessing
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from verify import store
from verify.store import FILE_NAME, MIGRATIONS, VectorCache


def vector(*values: float) -> NDArray[np.float16]:
    return np.array(values, np.float16)


def test_a_vector_comes_back_as_it_was(tmp_path: Path) -> None:
    with VectorCache(tmp_path) as cache:
        cache.put("e5", {"نص": vector(0.25, -1), "text": vector(1, 2)})
    with VectorCache(tmp_path) as cache:
        found = cache.get("e5", ["text", "نص", "other"])
        assert set(found) == {"text", "نص"}
        assert found["نص"].tolist() == [0.25, -1]
        assert found["نص"].dtype == np.float16
        assert cache.get("another", ["text"]) == {}
        assert cache.notices == ()


def test_more_texts_than_one_statement_takes(tmp_path: Path) -> None:
    texts = [f"text {i}" for i in range(2500)]
    with VectorCache(tmp_path) as cache:
        cache.put("e5", {text: vector(i) for i, text in enumerate(texts)})
        found = cache.get("e5", texts)
    assert [float(found[text][0]) for text in texts] == [float(np.float16(i)) for i in range(2500)]


def test_blobs_come_back(tmp_path: Path) -> None:
    with VectorCache(tmp_path) as cache:
        cache.put_blob("seen", "a", {"ب": [1, 2]})
        assert cache.get_blob("seen", "a") == {"ب": [1, 2]}
        assert cache.get_blob("seen", "b") is None
        assert cache.get_blob("other", "a") is None


def test_without_a_folder_nothing_is_kept() -> None:
    with VectorCache(None) as cache:
        cache.put("e5", {"a": vector(1)})
        assert cache.get("e5", ["a"]) == {}
        assert cache.notices == ()


@pytest.mark.parametrize(
    "content", [b"not a database, but long enough to hold a header of one" * 4, b"SQLite format 3\0" + b"\xff" * 500]
)
def test_a_damaged_file_is_put_aside_and_begun_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with VectorCache(tmp_path) as cache:
        cache.put("e5", {"a": vector(1)})
        assert set(cache.get("e5", ["a"])) == {"a"}
        (notice,) = cache.notices
    assert "damaged" in notice
    (aside,) = tmp_path.glob("*.damaged-*")
    assert aside.read_bytes() == content


def test_damage_that_shows_only_later_is_survived(tmp_path: Path) -> None:
    with VectorCache(tmp_path) as cache:
        cache.put("e5", {f"text {i}": np.ones(384, np.float16) for i in range(400)})
    path = tmp_path / FILE_NAME
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with VectorCache(tmp_path) as cache:
        cache.get("e5", [f"text {i}" for i in range(400)])
        cache.put("e5", {"new": vector(1)})
        assert set(cache.get("e5", ["new", "text 3"])) == {"new"}
        assert len(cache.notices) == 1


@pytest.mark.parametrize(
    "damage", ["zeroblob(4)", "zeroblob(8)", "x''", "substr(value, 1, 7)", "x'ff' || substr(value, 2)"]
)
def test_a_value_that_has_changed_is_not_believed(tmp_path: Path, damage: str) -> None:
    with VectorCache(tmp_path) as cache:
        cache.put("e5", {"a": vector(1, 2), "b": vector(3, 4)})
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute(f"UPDATE vector SET value = {damage} WHERE text = ?", (hashlib.sha256(b"a").digest(),))
    connection.close()
    with VectorCache(tmp_path) as cache:
        assert set(cache.get("e5", ["a", "b"])) == {"b"}


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with VectorCache(tmp_path / "file" / "cache") as cache:
        cache.put("e5", {"a": vector(1)})
        assert cache.get("e5", ["a"]) == {}
        (notice,) = cache.notices
    assert "keeps nothing" in notice


def test_a_file_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    with VectorCache(tmp_path) as cache:
        connection = cache._connection
        assert connection is not None
        connection.execute("PRAGMA query_only = ON")
        cache.put("e5", {"a": vector(1)})
        assert cache.get("e5", ["a"]) == {}
        assert len(cache.notices) == 1


def test_a_lock_that_is_never_freed_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    with VectorCache(tmp_path) as cache:
        cache.put("e5", {"a": vector(1)})
        other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        cache.put("e5", {"b": vector(2)})
        other.execute("ROLLBACK")
        other.close()
        (notice,) = cache.notices
    assert "locked" in notice


def test_a_later_format_is_left_alone(tmp_path: Path) -> None:
    VectorCache(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    before = (tmp_path / FILE_NAME).read_bytes()
    with VectorCache(tmp_path) as cache:
        cache.put("e5", {"a": vector(1)})
        (notice,) = cache.notices
    assert "later version" in notice
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_migration_that_fails_leaves_the_format_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with VectorCache(tmp_path) as cache:
        cache.put("e5", {"a": vector(1)})
    monkeypatch.setattr(store, "MIGRATIONS", (*MIGRATIONS, ("CREATE TABLE half (x)", "CREATE TABLE vector (x)")))
    with VectorCache(tmp_path) as cache:
        assert len(cache.notices) == 1
    monkeypatch.setattr(store, "MIGRATIONS", (*MIGRATIONS, ("CREATE TABLE half (x)",)))
    with VectorCache(tmp_path) as cache:
        assert cache.notices == ()
        assert set(cache.get("e5", ["a"])) == {"a"}


def fill(folder: Path, name: str) -> None:
    with VectorCache(folder) as cache:
        for i in range(40):
            cache.put("e5", {f"{name} {i}": np.full(8, i, np.float16)})
        assert cache.notices == ()


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=fill, args=(tmp_path, name)) for name in ("left", "right")]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    with VectorCache(tmp_path) as cache:
        texts = [f"{name} {i}" for name in ("left", "right") for i in range(40)]
        assert set(cache.get("e5", texts)) == set(texts)


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.text(st.characters(codec=None), max_size=40), unique=True, max_size=20))
def test_any_text_is_a_key(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    with VectorCache(tmp_path_factory.mktemp("any")) as cache:
        cache.put("e5", {text: vector(i) for i, text in enumerate(texts)})
        found = cache.get("e5", texts)
        assert [float(found[text][0]) for text in texts] == [float(i) for i in range(len(texts))]


def test_the_folder_is_chosen_then_named_then_the_systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFY_CACHE_DIR", str(tmp_path / "named"))
    assert store.cache_dir(tmp_path / "chosen") == tmp_path / "chosen"
    assert store.cache_dir() == tmp_path / "named"
    monkeypatch.delenv("VERIFY_CACHE_DIR")
    assert store.cache_dir().name == "verify"
    assert store.cache_dir().is_absolute()
