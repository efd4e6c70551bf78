"""The words of the domain as frozen dataclasses and enums; standard library only.

Every span is a pair of character offsets `start_char`, `end_char` into `Article.text`, end exclusive, and every
`surface` is verbatim: `article.text[start_char:end_char] == surface`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNKNOWN_LANGUAGE = "und"
"""ISO 639-3 code of a text whose language is not known."""


class Relation(StrEnum):
    """How the accounts of one slot stand to each other."""

    AGREE = "agree"
    CONFLICT = "conflict"
    UPDATE = "update"
    COMPATIBLE = "compatible"


class Kind(StrEnum):
    """What a finding compares."""

    QUANTITY = "quantity"
    DATE = "date"
    NAME = "name"
    ROLE = "role"
    PLACE = "place"
    POLARITY = "polarity"
    STATEMENT = "statement"


class Verdict(StrEnum):
    """What the given texts say about a claim put to `verify check`."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    NOT_ENOUGH_INFO = "not_enough_info"


class Hedge(StrEnum):
    """How a number is qualified; the interval it stands for is in `Quantity.low` and `Quantity.high`."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    RANGE = "range"
    VAGUE = "vague"


class Granularity(StrEnum):
    """The precision with which a text states a date."""

    DAY = "day"
    RANGE = "range"
    WEEK = "week"
    PART_OF_MONTH = "part_of_month"
    MONTH = "month"
    PART_OF_YEAR = "part_of_year"
    YEAR = "year"
    DECADE = "decade"


class EntityKind(StrEnum):
    """What a name names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"


class PolarityKind(StrEnum):
    """How a cue turns or weakens what it governs."""

    NEGATION = "negation"
    DENIAL = "denial"
    MODALITY = "modality"


class BlockKind(StrEnum):
    """What a stretch of an article's text is; only `BODY` and `HEADING` are compared."""

    BODY = "body"
    HEADING = "heading"
    HEADER = "header"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: character offsets, end exclusive."""

    start_char: int
    end_char: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one character."""
        return self.start_char < other.end_char and other.start_char < self.end_char


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, header line or piece of boilerplate of an article.

    `reason` says what marked it, for example `read_also` or `slogan`; empty for the body.
    """

    start_char: int
    end_char: int
    kind: BlockKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of metadata with the place where it was found.

    `where` is `front_matter`, `text`, `html` or `file_name`; the span is empty (0, 0) when the place is not in
    `Article.text`.
    """

    name: str
    value: str
    where: str
    start_char: int = 0
    end_char: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """An input text and what is known about it.

    `text` is the decoded file for plain text, unchanged, and the extracted text for HTML. The article covers
    `text[start_char:end_char]`: two stories pasted into one file are two articles over one text. `id` depends on
    the file's name and content only, never on the order of the inputs. `blocks` are in order and do not overlap.
    """

    id: str
    path: str
    text: str
    source: str
    title: str
    language: str
    published: date | datetime | None
    url: str | None
    start_char: int
    end_char: int
    blocks: tuple[Block, ...]
    found: tuple[Found, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def published_day(self) -> date | None:
        """The day of publication without the time."""
        return self.published.date() if isinstance(self.published, datetime) else self.published


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that could not be read, with the reason in one line."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article; `index` counts from 0 within the article."""

    article: str
    index: int
    start_char: int
    end_char: int
    surface: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts, as an interval.

    `low` and `high` are in units of one (2.3 million is 2300000.0); an open end is None. `counted` is the head
    noun as written, `unit` the canonical unit (`km`, `percent`, `usd`, `day`; empty for things counted),
    `category` the class of what is counted (`killed`, `wounded`, …; empty when unknown), `scope` the words that
    say of whom or of what (empty when the text does not say).
    """

    start_char: int
    end_char: int
    surface: str
    low: float | None
    high: float | None
    hedge: Hedge
    counted: str = ""
    unit: str = ""
    category: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as an inclusive interval of days.

    `start` and `end` are None for a relative date in an article whose day of publication is unknown. `recurring`
    never occurs: what is not one interval is not read. `hour` is the time of day as written in 24-hour `HH:MM`,
    or the part of the day (`dawn`, `morning`, `noon`, `afternoon`, `evening`, `night`), or empty.
    """

    start_char: int
    end_char: int
    surface: str
    start: date | None
    end: date | None
    granularity: Granularity
    relative: bool = False
    hour: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or place.

    `name` is the name as written without titles; `key` is the same for every spelling, script and inflection
    that Verify can tell to be one (a country code, a gazetteer id, a folded name); `role` is the title or office
    as written, empty when the text gives none; `role_key` is the role's canonical form, empty when unknown.
    """

    start_char: int
    end_char: int
    surface: str
    kind: EntityKind
    name: str
    key: str
    role: str = ""
    role_key: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what: the span is the speaker's and `scope` the stretch of text that is theirs.

    `verb` is the kind of saying: `says`, `denies`, `claims`, `confirms`, `announces`, `according_to`. `anonymous`
    is true for "a source", "an official", "witnesses".
    """

    start_char: int
    end_char: int
    surface: str
    verb: str
    scope: Span
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Polarity:
    """A cue that negates, denies or weakens, with the stretch of text that it governs."""

    start_char: int
    end_char: int
    surface: str
    kind: PolarityKind
    scope: Span


Fact = Quantity | DateMention | Entity | Attribution | Polarity


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that asserts something, with the facts read in it (offsets into `Article.text`)."""

    sentence: Sentence
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[DateMention, ...] = ()
    entities: tuple[Entity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    polarities: tuple[Polarity, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts in the order of the text."""
        every: list[Fact] = [
            *self.quantities,
            *self.dates,
            *self.entities,
            *self.attributions,
            *self.polarities,
        ]
        return tuple(sorted(every, key=lambda fact: (fact.start_char, fact.end_char, type(fact).__name__)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed pair of claims: indices into the list of all claims, `left < right`, of two articles."""

    left: int
    right: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """The relation model's logits for two sentences: they agree on a claim, conflict on one, one moves on the other."""

    agree: float
    conflict: float
    update: float


@dataclass(frozen=True, slots=True)
class Match:
    """A decided pair of claims (indices, `left < right`): how likely they make the same claim, 0 to 1, calibrated.

    `left_span` and `right_span` are the stretches that correspond best: the sentence, or its best clauses when
    the sentence is long. `judgement` is None where the pair is too unlikely to be worth the relation model's time.
    """

    left: int
    right: int
    similarity: float
    probability: float
    left_span: Span
    right_span: Span
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text by itself and what was read out of it; offsets are into `text`."""

    text: str
    language: str
    quantities: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]
    polarities: tuple[Polarity, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """What two texts are to each other: calibrated probabilities that sum to 1, and what their facts say of it."""

    agree: float
    conflict: float
    other: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactRef:
    """A fact by the index of its claim and its own index within the claim's tuple of that type of fact."""

    claim: int
    index: int


@dataclass(frozen=True, slots=True)
class FactMatch:
    """A decided pair of facts of one type: how likely they fill the same slot, 0 to 1, calibrated."""

    kind: Kind
    left: FactRef
    right: FactRef
    probability: float


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two stretches of two matched claims that stand against each other, with how sure that is, 0 to 1.

    `relation` is a conflict, or an update where the later claim moves on what the earlier one says.

    The spans are offsets into the articles; `left_value` and `right_value` say in a word what each asserts.
    """

    kind: Kind
    left: int
    right: int
    left_span: Span
    right_span: Span
    left_value: str
    right_value: str
    probability: float
    reason: str
    relation: Relation = Relation.CONFLICT


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one article says in a finding: a verbatim span, its sentence, and the value read from it.

    `value` is plain: a number (`20000`), an interval of numbers (`20-99`), ISO days (`2025-12-20`,
    `2025-12-01..2025-12-31`), or words. `unit` is a number's canonical unit, empty for things counted.
    """

    article: str
    start_char: int
    end_char: int
    surface: str
    sentence: Span
    value: str
    hedge: str = ""
    attribution: str = ""
    as_of: date | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One comparison worth a reader's time.

    `score` is the calibrated confidence in the relation, 0 to 1. `evidence` is in the order in which it is to be
    shown (by value, then by time for an update). `reason` says in one line why the relation was chosen. `slot`
    names in a few words what is compared.
    """

    id: str
    kind: Kind
    relation: Relation
    score: float
    summary: str
    slot: str
    reason: str
    evidence: tuple[Evidence, ...]
    origins: int = 0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Claims that say the same thing. `status` is `agreed`, `conflicting`, `updated` or `single`."""

    id: str
    status: str
    claims: tuple[int, ...]
    origins: int


@dataclass(frozen=True, slots=True)
class NotCompared:
    """Something that looked comparable and was left apart, with the reason."""

    reason: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which encoder made the vectors: for the record in a report."""

    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that one run found: what a report, a diff or a review session shows.

    `origins` maps an article's id to the id of its origin group; articles with one text share one. `claims` holds
    the claims of all articles, by article and position. `singles` are indices of claims that only one origin
    makes.
    """

    articles: tuple[Article, ...]
    unreadable: tuple[Unreadable, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    clusters: tuple[Cluster, ...]
    singles: tuple[int, ...]
    not_compared: tuple[NotCompared, ...]
    origins: dict[str, str]
    model: ModelInfo
    settings: dict[str, str] = field(default_factory=dict)

    def article(self, id_: str) -> Article:
        """Return the article with this id."""
        return next(article for article in self.articles if article.id == id_)


class DiffStatus(StrEnum):
    """How a claim of one article stands in the other."""

    SAME = "same"
    CHANGED = "changed"
    ONLY_LEFT = "only_left"
    ONLY_RIGHT = "only_right"


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One row of a diff: the claims (indices into `Comparison.claims`) and the findings that connect them."""

    status: DiffStatus
    left: int | None
    right: int | None
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diff:
    """Two articles claim by claim, in reading order of the left one."""

    comparison: Comparison
    left: str
    right: str
    rows: tuple[DiffRow, ...]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """What one origin says about a claim: the verdict and the evidence sentences, best first."""

    origin: str
    articles: tuple[str, ...]
    verdict: Verdict
    score: float
    reason: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The answer of `verify check`: a verdict per origin and one over all."""

    claim: str
    verdict: Verdict
    reason: str
    rows: tuple[CheckRow, ...]
    articles: tuple[Article, ...]
    unreadable: tuple[Unreadable, ...]


class Encoder(Protocol):
    """Whatever turns texts into vectors: the one method that a stage needs of a model."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one L2-normalised row per text: shape (len(texts), dimension), float32."""
        ...
