"""The order of the stages: the only module that knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from verify.datamodels import (
    Article,
    BlockKind,
    CheckResult,
    Claim,
    Comparison,
    Diff,
    Encoder,
    Match,
    ModelInfo,
    ReadText,
    Related,
    Span,
    Unreadable,
)
from verify.errors import InputError
from verify.extraction.claims import extract
from verify.extraction.dates import find_dates
from verify.extraction.polarity import find_polarities
from verify.extraction.quantities import find_quantities
from verify.names import same_name
from verify.reading import Reading, read_paths, read_text
from verify.reading.language import detect_language
from verify.segmenting import segment
from verify.settings import CONFLICT_FROM, SAME_CLAIM, SAME_SLOT, Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from verify.comparison.compare import Matched
    from verify.comparison.evidence import Run
    from verify.matching.decide import Relate
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


def relater(settings: Settings, progress: Progress | None = None) -> Relate:
    """Return what gives the relation model's logits of pairs of sentences, from the cache where it has them."""
    from verify.relating import BASE, Relater, fingerprint, relate, weights_path  # noqa: PLC0415 - see `vectors`
    from verify.store import VectorCache, cache_dir  # noqa: PLC0415

    folder = cache_dir(settings.cache_dir)
    weights = settings.relation or weights_path()

    def load() -> Relater:
        from verify.encoder import load_relation  # noqa: PLC0415 - seconds of imports that a cached run never pays

        return load_relation(BASE, weights, folder, progress)

    def logits(pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        with VectorCache(folder if settings.use_cache else None) as cache:
            return relate(pairs, cache=cache, load=load, fingerprint=fingerprint(weights), progress=progress)

    return logits


def report(paths: Sequence[Path], settings: Settings, progress: Progress | None = None) -> Comparison:
    """Compare all articles found under `paths`.

    Raises:
        InputError: nothing readable under `paths`.
        ModelError: the encoder cannot be loaded.
    """
    reading = read_paths(paths, find_dates=find_dates, language=settings.language)
    _require_articles(reading)
    return compare_articles(reading.articles, reading.unreadable, settings, progress).comparison


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with the decided pairs behind it."""

    comparison: Comparison
    run: Run
    matches: tuple[Match, ...]


def compare_articles(
    articles: Sequence[Article],
    unreadable: Sequence[Unreadable],
    settings: Settings,
    progress: Progress | None = None,
    *,
    by_story: bool = True,
) -> Compared:
    """Compare articles that were read.

    Args:
        articles: the articles.
        unreadable: inputs that could not be read, for the record.
        settings: the run's settings.
        progress: told how far the encoding is.
        by_story: whether only articles of one story are compared; False compares all with all.

    Raises:
        ModelError: the encoder or a trained decision cannot be loaded.
    """
    from verify.comparison.compare import compare  # noqa: PLC0415 - see `vectors`
    from verify.comparison.overview import clusters, not_compared, singles  # noqa: PLC0415
    from verify.registry import fingerprint  # noqa: PLC0415

    run = _run(articles, by_story=by_story)
    found = material_of(articles, run.claims, settings, progress)
    matched = _matched(run, found, settings, progress)
    matches = tuple(matched.matches.values())
    findings = compare(run, matched)
    comparison = Comparison(
        articles=tuple(articles),
        unreadable=tuple(unreadable),
        claims=run.claims,
        findings=findings,
        clusters=clusters(run, matched.clusters, findings),
        singles=singles(run, matches, findings),
        not_compared=tuple(item for own in matched.slots for item in not_compared(run, own.kind, own.matches)),
        origins=run.origins,
        model=ModelInfo(settings.model, fingerprint(settings.model)),
        settings=_shown(settings),
    )
    return Compared(comparison, run, matches)


def _run(articles: Sequence[Article], *, by_story: bool) -> Run:
    """Return the articles with their claims, origins and stories."""
    from verify.comparison.evidence import Run  # noqa: PLC0415 - see `vectors`

    claims = tuple(claim for article in articles for claim in extract(article, segment(article)))
    story = stories_of(articles, claims) if by_story else [0] * len(articles)
    ids = [article.id for article in articles]
    return Run(dict(zip(ids, articles, strict=True)), claims, origins_of(articles), dict(zip(ids, story, strict=True)))


def _matched(run: Run, found: Material, settings: Settings, progress: Progress | None) -> Matched:
    """Return everything that the matching and clustering stages find."""
    from verify.clustering import cluster_claims, cluster_facts  # noqa: PLC0415 - see `vectors`
    from verify.comparison.compare import Matched, Slots  # noqa: PLC0415
    from verify.matching.altered import altered  # noqa: PLC0415
    from verify.matching.candidates import propose  # noqa: PLC0415
    from verify.matching.days import other_days  # noqa: PLC0415
    from verify.matching.decide import decide  # noqa: PLC0415
    from verify.matching.denials import denials  # noqa: PLC0415
    from verify.matching.happenings import happenings  # noqa: PLC0415
    from verify.matching.oppositions import oppositions  # noqa: PLC0415
    from verify.matching.people import people  # noqa: PLC0415
    from verify.matching.rivals import decide_slots  # noqa: PLC0415
    from verify.matching.series import apart  # noqa: PLC0415
    from verify.matching.slots import NAMES_OF  # noqa: PLC0415
    from verify.store import VectorCache, cache_dir  # noqa: PLC0415

    story = [run.stories[id_] for id_ in run.articles]
    matches = decide(found, propose(found, story), relater(settings, progress))
    two_events = apart(found, matches)
    matches = [match for match in matches if (match.left, match.right) not in two_events]
    slots = []
    with VectorCache(cache_dir(settings.cache_dir) if settings.use_cache else None) as memory:
        groups = cluster_claims(matches, SAME_CLAIM, memory)
        for kind in NAMES_OF:
            decided = decide_slots(found, matches, kind)
            slots.append(Slots(kind, decided, cluster_facts(decided, SAME_SLOT, memory)))
    published = {id_: article.published_day for id_, article in run.articles.items()}
    return Matched(
        matches={(match.left, match.right): match for match in matches},
        clusters=groups,
        slots=slots,
        persons=people(run.claims, same_name),
        contrasts=[
            *denials(found, matches),
            *altered(found, matches),
            *other_days(found, matches, published),
            *oppositions(found, matches, published),
        ],
        happenings=happenings(found.texts, story),
    )


def _shown(settings: Settings) -> dict[str, str]:
    """Return what decided the findings and can be set, for the record in a report."""
    return {
        "language of inputs that do not say theirs": settings.language or "detected",
        "least probability of the same claim": f"{SAME_CLAIM:.2f}",
        "least probability of the same slot": f"{SAME_SLOT:.2f}",
        "least probability for a conflict": f"{CONFLICT_FROM:.2f}",
    }


def diff(left: Path, right: Path, settings: Settings, progress: Progress | None = None) -> Diff:
    """Compare two articles claim by claim.

    A file that holds two stories is compared with both of them; they are named in the comparison.

    Raises:
        InputError: either file cannot be read, or both are one.
        ModelError: the encoder cannot be loaded.
    """
    from verify.comparison.pairing import rows  # noqa: PLC0415 - see `vectors`

    sides = [read_paths([path], find_dates=find_dates, language=settings.language) for path in (left, right)]
    for side in sides:
        _require_articles(side)
    ids = {article.id for article in sides[0].articles}
    articles = [*sides[0].articles, *(article for article in sides[1].articles if article.id not in ids)]
    if len(articles) == len(sides[0].articles):
        raise InputError(f"{left} and {right} are one file", "give two articles")
    unreadable = (*sides[0].unreadable, *sides[1].unreadable)
    compared = compare_articles(articles, unreadable, settings, progress, by_story=False)
    return Diff(
        comparison=compared.comparison,
        left=sides[0].articles[0].id,
        right=sides[1].articles[0].id,
        rows=rows(compared.run, compared.matches, compared.comparison.findings, ids),
    )


CLAIM_PATH = "the claim"
"""What stands for a path where the claim to check is an article of its own."""


def check(claim: str, paths: Sequence[Path], settings: Settings, progress: Progress | None = None) -> CheckResult:
    """Say which origins under `paths` support the claim, which refute it and which are silent.

    Raises:
        InputError: an empty claim, or nothing readable under `paths`.
        ModelError: the encoder cannot be loaded.
    """
    from verify.comparison.verdicts import check_rows, overall  # noqa: PLC0415 - see `vectors`

    asked = read_text(claim.strip(), path=CLAIM_PATH, find_dates=find_dates, language=settings.language)
    if not asked or not any(char.isalpha() for char in claim):
        raise InputError("the claim has no words", 'give a sentence: verify check "CLAIM" PATH…')
    reading = read_paths(paths, find_dates=find_dates, language=settings.language)
    _require_articles(reading)
    articles = [*reading.articles, *asked]
    compared = compare_articles(articles, reading.unreadable, settings, progress, by_story=False)
    rows = check_rows(compared.run, compared.matches, compared.comparison.findings, asked[0].id)
    verdict, reason = overall(rows)
    return CheckResult(claim.strip(), verdict, reason, rows, reading.articles, reading.unreadable)


def relate(pairs: Sequence[tuple[str, str]], settings: Settings, progress: Progress | None = None) -> list[Related]:
    """Say what the two texts of each pair are to each other, each pair by itself.

    Raises:
        ModelError: the relation model or its calibration cannot be loaded.
    """
    import numpy as np  # noqa: PLC0415 - see `vectors`

    from verify.matching.relate import decision, probabilities, reasons, table  # noqa: PLC0415

    read = [(reading(left, settings), reading(right, settings)) for left, right in pairs]
    rows = table(read, relater(settings, progress)(pairs))
    names = np.array([decision(left, right) for left, right in pairs])
    values = np.zeros((len(pairs), 3))
    for name in sorted(set(names)):
        values[names == name] = probabilities(str(name), rows[names == name])
    return [
        Related(float(agree), float(conflict), float(rest), tuple(reasons(left, right)))
        for (agree, conflict, rest), (left, right) in zip(values, read, strict=True)
    ]


def reading(text: str, settings: Settings) -> ReadText:
    """Return what the relation of two texts looks at in one of them."""
    language = settings.language or detect_language(text)
    dates = find_dates(text, language, None)
    taken = [Span(mention.start_char, mention.end_char) for mention in dates]
    return ReadText(
        text=text,
        language=language,
        quantities=tuple(find_quantities(text, language, taken)),
        dates=tuple(dates),
        polarities=tuple(find_polarities(text, language)),
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


def stories_of(articles: Sequence[Article], claims: Sequence[Claim]) -> list[int]:
    """Return the number of each article's story."""
    from verify.matching.stories import Told, stories  # noqa: PLC0415 - see `vectors`

    names: dict[str, set[str]] = {article.id: set() for article in articles}
    for claim in claims:
        names[claim.sentence.article] |= {entity.key for entity in claim.entities}
    return stories([Told(a.path, a.published_day, frozenset(names[a.id])) for a in articles])


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
