"""What the matching stage works on: the claims of a run with their vectors, words and neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verify.datamodels import Claim, Span
from verify.matching.clauses import clauses
from verify.matching.words import stems, weights

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a run that want vectors: each claim's sentence and, where it has several, its clauses.

    `languages` and `groups` (the number of the claim's article) have one entry a claim.
    """

    claims: tuple[Claim, ...]
    languages: tuple[str, ...]
    groups: tuple[int, ...]
    clauses: tuple[tuple[Span, ...], ...]

    def every(self) -> list[str]:
        """Return all texts to embed: the sentences in order, then the clauses in order."""
        sentences = [claim.sentence.surface for claim in self.claims]
        pieces = [
            claim.sentence.surface[span.start_char : span.end_char]
            for claim, spans in zip(self.claims, self.clauses, strict=True)
            if len(spans) > 1
            for span in spans
        ]
        return sentences + pieces


def texts(claims: Sequence[Claim], languages: Sequence[str], groups: Sequence[int]) -> Texts:
    """Cut the claims into clauses and return everything that wants a vector."""
    return Texts(
        claims=tuple(claims),
        languages=tuple(languages),
        groups=tuple(groups),
        clauses=tuple(
            clauses(claim.sentence.surface, language) for claim, language in zip(claims, languages, strict=True)
        ),
    )


@dataclass(frozen=True, slots=True)
class Material:
    """The claims of a run with everything that pair features are made of.

    `vectors` is (claims, dimension), L2-normalised; `clause_vectors` one such matrix a claim; `sequences` the stems
    of each claim in order and `bags` as a bag; `weight` the inverse document frequency of a stem and `name_weight` of
    a name; `best` and `second` are (claims, articles): the highest and second highest cosine of a claim to the claims
    of an article; `level` is the mean cosine between claims of different articles: what "close" means in this run.
    """

    texts: Texts
    vectors: Floats
    clause_vectors: tuple[Floats, ...]
    sequences: tuple[tuple[str, ...], ...]
    bags: tuple[Counter[str], ...]
    weight: dict[str, float]
    name_weight: dict[str, float]
    best: Floats
    second: Floats
    level: float


def material(texts: Texts, vectors: Floats) -> Material:
    """Put the vectors of `texts.every()` (same order) beside their texts.

    Memory grows with claims times articles, never with the square of the claims.
    """
    count = len(texts.claims)
    sentence_vectors = vectors[:count]
    clause_vectors: list[Floats] = []
    at = count
    for index, spans in enumerate(texts.clauses):
        if len(spans) > 1:
            clause_vectors.append(vectors[at : at + len(spans)])
            at += len(spans)
        else:
            clause_vectors.append(sentence_vectors[index : index + 1])
    sequences = tuple(
        tuple(stems(claim.sentence.surface, language))
        for claim, language in zip(texts.claims, texts.languages, strict=True)
    )
    bags = tuple(Counter(sequence) for sequence in sequences)
    best, second, level = _neighbourhood(sentence_vectors, np.asarray(texts.groups, dtype=np.intp))
    return Material(
        texts=texts,
        vectors=sentence_vectors,
        clause_vectors=tuple(clause_vectors),
        sequences=sequences,
        bags=bags,
        weight=weights(bags),
        name_weight=weights([Counter(entity.key for entity in claim.entities) for claim in texts.claims]),
        best=best,
        second=second,
        level=level,
    )


def _neighbourhood(vectors: Floats, groups: NDArray[np.intp]) -> tuple[Floats, Floats, float]:
    articles = int(groups.max()) + 1 if len(groups) else 0
    best = np.zeros((len(vectors), articles), dtype=np.float32)
    second = np.zeros_like(best)
    total, pairs = 0.0, 0
    for article in range(articles):
        members = np.flatnonzero(groups == article)
        if not len(members):
            continue
        cosines = vectors @ vectors[members].T
        ordered = np.sort(cosines, axis=1)
        best[:, article] = ordered[:, -1]
        second[:, article] = ordered[:, -2] if len(members) > 1 else ordered[:, -1]
        others = groups != article
        total += float(cosines[others].sum(dtype=np.float64))
        pairs += int(others.sum()) * len(members)
    return best, second, total / pairs if pairs else 0.0
