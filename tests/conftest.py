"""What several tests share: one cache for the session's real encoder, and an encoder that needs no model."""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from numpy.typing import NDArray

settings.register_profile("ci", derandomize=True)
"""The same examples in every run of a check that must not fail by chance; elsewhere each run tries others."""
if os.environ.get("CI"):
    settings.load_profile("ci")

FAKE_DIMENSION = 256


class FakeEncoder:
    """A bag of words: each word adds one to a place that its hash gives, so that equal words make near vectors."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        rows = np.zeros((len(texts), FAKE_DIMENSION), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.casefold()) or [""]:
                row[int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big") % FAKE_DIMENSION] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@pytest.fixture
def fake_encoder() -> FakeEncoder:
    """Exact and instant; `encoded` lists what it was asked."""
    return FakeEncoder()


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The cache folder of the session's real encoder; VERIFY_TEST_CACHE keeps it from one session to the next."""
    kept = os.environ.get("VERIFY_TEST_CACHE", "")
    if kept:
        yield Path(kept)
        return
    folder = tmp_path_factory.mktemp("cache")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)  # half a gigabyte, and pytest keeps three sessions' folders
