"""The order of the stages: the only module that knows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from verify.datamodels import (
    Article,
    BlockKind,
    Claim,
    Comparison,
    Encoder,
    ModelInfo,
    Unreadable,
)
from verify.errors import InputError
from verify.extraction.claims import extract
from verify.extraction.dates import find_dates
from verify.reading import Reading, read_paths, read_text
from verify.segmenting import segment
from verify.settings import SAME_CLAIM, SAME_SLOT, Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from verify.matching.material import Material


class Progress(Protocol):
    """Whoever wants to know how far a long step has come."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take note that `done` of `total` units of `step` are finished."""
        ...


def vectors(texts: Sequence[str], settings: Settings, progress: Progress | None = None) -> NDArray[np.float32]:
    """Return one vector a text, from the cache where it has it.

    Raises:
        ModelError: the encoder cannot be loaded.
    """
    from verify.embedding import embed  # noqa: PLC0415 - `verify facts` and `--help` need no numpy
    from verify.registry import fingerprint  # noqa: PLC0415
    from verify.store import VectorCache, cache_dir  # noqa: PLC0415

    folder = cache_dir(settings.cache_dir)

    def load() -> Encoder:
        from verify.encoder import load_encoder  # noqa: PLC0415 - seconds of imports that a cached run never pays

        return load_encoder(settings.model, folder, progress)

    with VectorCache(folder if settings.use_cache else None) as cache:
        return embed(texts, cache=cache, load=load, fingerprint=fingerprint(settings.model), progress=progress)


def report(paths: Sequence[Path], settings: Settings, progress: Progress | None = None) -> Comparison:
    """Compare all articles found under `paths`.

    Raises:
        InputError: nothing readable under `paths`.
        ModelError: the encoder cannot be loaded.
    """
    reading = read_paths(paths, find_dates=find_dates, language=settings.language)
    _require_articles(reading)
    return compare_articles(reading.articles, reading.unreadable, settings, progress)


def compare_articles(
    articles: Sequence[Article], unreadable: Sequence[Unreadable], settings: Settings, progress: Progress | None = None
) -> Comparison:
    """Compare articles that were read."""
    from verify.clustering import cluster_claims, cluster_facts  # noqa: PLC0415
    from verify.comparison.compare import Slots, compare  # noqa: PLC0415
    from verify.comparison.evidence import Run  # noqa: PLC0415
    from verify.matching.candidates import propose  # noqa: PLC0415
    from verify.matching.decide import decide  # noqa: PLC0415
    from verify.matching.rivals import decide_slots  # noqa: PLC0415
    from verify.matching.slots import NAMES_OF  # noqa: PLC0415
    from verify.registry import fingerprint  # noqa: PLC0415

    claims = tuple(claim for article in articles for claim in extract(article, segment(article)))
    run = Run({article.id: article for article in articles}, claims, origins_of(articles))
    found = material_of(articles, claims, settings, progress)
    matches = decide(found, propose(found))
    clusters = cluster_claims(matches, SAME_CLAIM)
    by_pair = {(match.left, match.right): match for match in matches}
    slots = []
    for kind in NAMES_OF:
        facts_matched = decide_slots(found, matches, kind)
        slots.append(Slots(kind, facts_matched, cluster_facts(facts_matched, SAME_SLOT)))
    findings = compare(run, clusters, by_pair, slots)
    return Comparison(
        articles=tuple(articles),
        unreadable=tuple(unreadable),
        claims=claims,
        findings=findings,
        clusters=(),
        singles=(),
        not_compared=(),
        origins=run.origins,
        model=ModelInfo(settings.model, fingerprint(settings.model)),
    )


def material_of(
    articles: Sequence[Article], claims: Sequence[Claim], settings: Settings, progress: Progress | None = None
) -> Material:
    """Return the matching stage's material: claims with vectors and neighbours."""
    from verify.matching.material import material, texts  # noqa: PLC0415

    numbers = {article.id: number for number, article in enumerate(articles)}
    languages = {article.id: article.language for article in articles}
    owners = [claim.sentence.article for claim in claims]
    run = texts(claims, [languages[owner] for owner in owners], [numbers[owner] for owner in owners])
    return material(run, vectors(run.every(), settings, progress))


def origins_of(articles: Sequence[Article]) -> dict[str, str]:
    """Return each article's origin group by its id: the id of the first article that carries the text."""
    from verify.matching.origins import origins  # noqa: PLC0415

    bodies = [
        " ".join(
            article.text[block.start_char : block.end_char]
            for block in article.blocks
            if block.kind in {BlockKind.BODY, BlockKind.HEADING}
        )
        for article in articles
    ]
    return {article.id: articles[first].id for article, first in zip(articles, origins(bodies), strict=True)}


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
    if stdin is not None:
        reading = Reading(
            read_text(stdin, path="-", find_dates=find_dates, language=settings.language, published=published), ()
        )
    else:
        reading = read_paths(paths, find_dates=find_dates, language=settings.language, published=published)
    _require_articles(reading)
    return tuple((article, extract(article, segment(article))) for article in reading.articles), reading.unreadable


def _require_articles(reading: Reading) -> None:
    if not reading.articles:
        reasons = "; ".join(f"{item.path}: {item.reason}" for item in reading.unreadable) or "no article was given"
        raise InputError(reasons, "give text, Markdown or HTML files, or folders that hold some")
