"""The cross-source report in Markdown, for a newsroom: what disagrees first, everything else folded behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from verify import __version__
from verify.datamodels import Article, Comparison, Evidence, Finding, Kind, ModelInfo, NotCompared, Relation, Unreadable
from verify.reports import wording
from verify.reports.excerpts import quoted, shortened
from verify.reports.headlines import NAMES_SOURCES, as_of, headline, in_reading_order
from verify.reports.markup import anchor, block, field, folded, link, quote, row, span, table
from verify.reports.places import Places

MAX_GLANCE = 12
"""Conflicts listed on top: what fits on the first screen beside the table of articles; the rest is counted."""
MAX_NOT_COMPARED = 50
"""Rows shown of what was left apart: a sample to judge by; the JSON report has all of them."""
LONGEST_TITLE = 100
"""Characters of a title in the table of articles: two lines of its cell."""
LONGEST_UNBROKEN = 24
"""Characters of a value or a day that are kept on one line of a narrow column, `at least 20,000,000` among them."""
LONGEST_STATEMENT = 160
"""Characters of an agreed statement shown before it is opened: a long sentence, two lines."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What every section needs."""

    comparison: Comparison
    places: Places

    def language(self, id_: str) -> str:
        return self.places.articles[id_].language

    def of(self, relation: Relation) -> list[Finding]:
        return [finding for finding in self.comparison.findings if finding.relation is relation]

    def where(self, id_: str, offset: int) -> str:
        return link(field(self.places.where(id_, offset)), self.places.link(id_, offset))

    def headline(self, finding: Finding) -> str:
        return field(shortened(headline(self.places, finding)))

    def source(self, id_: str) -> str:
        return field(shortened(self.places.source(id_), LONGEST_TITLE))


def report(comparison: Comparison, *, now: datetime | None = None, links: Mapping[str, str] | None = None) -> str:
    """Write the report of one run.

    Args:
        comparison: what the pipeline found, findings in the order in which they are to be shown.
        now: the time of the run, for the one line that differs between two runs; None leaves the line out.
        links: where a link to each article's path goes, relative to the report's folder.
    """
    page = _Page(comparison, Places(comparison.articles, links))
    lines = [
        f"# {wording.REPORT_TITLE}",
        "",
        f"**{wording.overview(comparison)}**",
        "",
        *_glance(page),
        *_compared(page),
        *_conflicts(page),
        *_updates(page),
        *_agreements(page),
        *_compatible(page),
        *_singles(page),
        *_method(page, now),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _glance(page: _Page) -> list[str]:
    conflicts = page.of(Relation.CONFLICT)
    lines = [
        f"{index}. {link(page.headline(finding), '#' + anchor(finding.id))}"
        for index, finding in enumerate(conflicts[:MAX_GLANCE], start=1)
    ]
    if len(conflicts) > MAX_GLANCE:
        lines += ["", f"… and {wording.plural(len(conflicts) - MAX_GLANCE, 'more conflict')} below."]
    return [*lines, ""] if lines else []


def _compared(page: _Page) -> list[str]:
    head = ("Source", "File", "Published", "Language", "Sentences", "Origin")
    lines = [
        "## What was compared",
        "",
        *table(head, [_article_row(page, article) for article in page.comparison.articles]),
        "",
    ]
    return lines + warnings(page.places, page.comparison.articles) + unreadable(page.comparison.unreadable)


def _article_row(page: _Page, article: Article) -> str:
    title = shortened(article.title, LONGEST_TITLE)
    return row(
        f"<strong>{page.source(article.id)}</strong>" + (f"<br>{span(title, article.language)}" if title else ""),
        link(field(page.places.label(article.id)), page.places.link(article.id)),
        _unbroken(wording.day(article.published_day) if article.published_day else wording.UNKNOWN),
        field(wording.language(article.language)),
        str(sum(claim.sentence.article == article.id for claim in page.comparison.claims)),
        _origin(page, article),
    )


def _origin(page: _Page, article: Article) -> str:
    origins = page.comparison.origins
    others = [
        page.source(other.id)
        for other in page.comparison.articles
        if other.id != article.id and origins.get(other.id) == origins.get(article.id) is not None
    ]
    return f"one text with {wording.join(others)}" if others else "its&nbsp;own"


def warnings(places: Places, articles: Iterable[Article]) -> list[str]:
    """Return what is odd about the articles, as a list with its lead."""
    items = [
        f"- ⚠ <span>{field(places.label(article.id))}</span>: {field(shortened(warning))}"
        for article in articles
        for warning in article.warnings
    ]
    return ["To bear in mind:", "", *items, ""] if items else []


def unreadable(inputs: Iterable[Unreadable]) -> list[str]:
    """Return the inputs that could not be read, with the reasons, as a list with its lead."""
    items = [f"- <span>{field(each.path)}</span>: {field(shortened(each.reason))}" for each in inputs]
    return ["Could not be read:", "", *items, ""] if items else []


def _conflicts(page: _Page) -> list[str]:
    conflicts = page.of(Relation.CONFLICT)
    lines = [f"## {wording.RELATION_HEADINGS[Relation.CONFLICT]}", ""]
    if not conflicts:
        return [*lines, "None found.", ""]
    for index, finding in enumerate(conflicts, start=1):
        lines += [
            f'### <a id="{anchor(finding.id)}"></a>{index}. {page.headline(finding)}',
            "",
            *_who_says_what(page, finding, finding.evidence),
            "",
            *_reason(page, finding),
        ]
    return lines


def _who_says_what(page: _Page, finding: Finding, evidence: Iterable[Evidence]) -> list[str]:
    shown = list(evidence)
    has_values = any(each.value for each in shown)
    head = ("Source", *["Says"] * has_values, "Attributed to", "In its own words")
    return table(head, [_evidence_row(page, finding.kind, each, has_values=has_values) for each in shown])


def _evidence_row(page: _Page, kind: Kind, evidence: Evidence, *, has_values: bool) -> str:
    article = page.places.articles[evidence.article]
    day = as_of(page.places, evidence)
    return row(
        page.source(article.id) + (f"<br><sub>{_unbroken(wording.day(day))}</sub>" if day else ""),
        *[_unbroken(shortened(wording.evidence_value(kind, evidence)))] * has_values,
        *_quotation(page, article, evidence),
    )


def _quotation(page: _Page, article: Article, evidence: Evidence) -> tuple[str, str]:
    """Return the cells that every table of evidence ends with: attributed to, in its own words with the place.

    The place stands below the words: long names of files in a column of their own would squeeze the quotation.
    """
    words = quote(quoted(article, evidence), article.language)
    return (
        span(shortened(evidence.attribution), article.language) if evidence.attribution else wording.NOBODY,
        f"{words}<sub>{page.where(article.id, evidence.start_char)}</sub>",
    )


def _unbroken(text: str) -> str:
    """Return a short value with spaces that do not break; one with elements in it is left to break."""
    safe = field(text)
    return safe if len(text) > LONGEST_UNBROKEN or "<" in safe else safe.replace(" ", "&nbsp;")


def _reason(page: _Page, finding: Finding) -> list[str]:
    shared = _shared_texts(page, finding)
    origins = f", {wording.origins(finding.origins)}" if finding.origins else ""
    return [
        f"<strong>{wording.why(finding)}:</strong> {field(wording.sentence(shortened(finding.reason)))}{shared}"
        f"<br><sub>{wording.KIND_WORDS[finding.kind]}, confidence {wording.score(finding.score)}{origins}</sub>",
        "",
    ]


def _shared_texts(page: _Page, finding: Finding) -> str:
    """Say which of the articles cited carry one text, so that nobody counts them twice."""
    groups: dict[str, list[str]] = {}
    for id_ in dict.fromkeys(each.article for each in finding.evidence):
        groups.setdefault(page.comparison.origins.get(id_, id_), []).append(page.source(id_))
    return "".join(f" {wording.join(names)} carry one text." for names in groups.values() if len(names) > 1)


def _updates(page: _Page) -> list[str]:
    updates = page.of(Relation.UPDATE)
    lines = [f"## {wording.RELATION_HEADINGS[Relation.UPDATE]}", ""] if updates else []
    for finding in updates:
        lines += [
            f'### <a id="{anchor(finding.id)}"></a>{page.headline(finding)}',
            "",
            *table(
                ("As of", "Says", "Source", "Attributed to", "In its own words"),
                [_step(page, finding.kind, each) for each in in_reading_order(page.places, finding)],
            ),
            "",
            *_reason(page, finding),
        ]
    return lines


def _step(page: _Page, kind: Kind, evidence: Evidence) -> str:
    article = page.places.articles[evidence.article]
    day = as_of(page.places, evidence)
    return row(
        _unbroken(wording.day(day) if day else wording.UNKNOWN),
        _unbroken(shortened(wording.evidence_value(kind, evidence))),
        page.source(article.id),
        *_quotation(page, article, evidence),
    )


def _agreements(page: _Page) -> list[str]:
    findings = page.of(Relation.AGREE)
    lines = [f"## {wording.RELATION_HEADINGS[Relation.AGREE]}", ""]
    if not findings:
        return [*lines, "None found.", ""]
    for count in sorted({finding.origins for finding in findings}, reverse=True):
        carried = [finding for finding in findings if finding.origins == count]
        lines += [f"### Carried by {wording.origins(count)}", ""] if count else ["### Carried by", ""]
        for finding in carried:
            lines += _folded_finding(page, finding)
    return lines


def _folded_finding(page: _Page, finding: Finding) -> list[str]:
    sources = list(dict.fromkeys(page.source(each.article) for each in finding.evidence))
    carried = "" if finding.kind in NAMES_SOURCES else f" — {wording.join(sources)}"
    summary = f'<a id="{anchor(finding.id)}"></a>{_said(page, finding)}{carried}'
    body = [*_who_says_what(page, finding, finding.evidence), "", *_reason(page, finding)]
    return folded(summary, body[:-1])


def _said(page: _Page, finding: Finding) -> str:
    """Return what is agreed: the headline, or the words of the first source where it is a whole statement."""
    if finding.kind is not Kind.STATEMENT or not finding.evidence:
        return page.headline(finding)
    first = finding.evidence[0]
    return span(shortened(first.surface, LONGEST_STATEMENT), page.language(first.article))


def _compatible(page: _Page) -> list[str]:
    findings = page.of(Relation.COMPATIBLE)
    lines = [f"## {wording.RELATION_HEADINGS[Relation.COMPATIBLE]}", ""] if findings else []
    for finding in findings:
        lines += _folded_finding(page, finding)
    return lines


def _singles(page: _Page) -> list[str]:
    by_article: dict[str, list[str]] = {article.id: [] for article in page.comparison.articles}
    for index in page.comparison.singles:
        sentence = page.comparison.claims[index].sentence
        words = block(shortened(sentence.surface), page.language(sentence.article))
        by_article[sentence.article].append(row(words, page.where(sentence.article, sentence.start_char)))
    lines: list[str] = []
    for id_, rows in by_article.items():
        if rows:
            lead = f"Only {page.source(id_)}: {wording.plural(len(rows), 'claim')}"
            lines += folded(lead, table(("Claim", "Where"), rows))
    return ["## What only one source says", "", *lines] if lines else []


def _method(page: _Page, now: datetime | None) -> list[str]:
    model = page.comparison.model
    rows = [
        row("Version", f"verify {__version__}"),
        row("Model", field(model.fingerprint if model.fingerprint.startswith(model.name) else _both(model))),
        *(row(field(name), field(value)) for name, value in sorted(page.comparison.settings.items())),
    ]
    lines = ["## How this was made", "", wording.METHOD, "", *table(("Setting", "Value"), rows), ""]
    if now is not None:
        lines += [f"Made on {wording.day(now)}.", ""]
    return lines + _not_compared(page, page.comparison.not_compared)


def _both(model: ModelInfo) -> str:
    return f"{model.name} ({model.fingerprint})" if model.fingerprint else model.name


def _not_compared(page: _Page, apart: tuple[NotCompared, ...]) -> list[str]:
    if not apart:
        return []
    rows = [
        row(field(shortened(each.reason)), "<br>".join(_mention(page, evidence) for evidence in each.evidence))
        for each in apart[:MAX_NOT_COMPARED]
    ]
    more = len(apart) - len(rows)
    rest = ["", f"… and {more:,} more, all of them in the JSON report."] if more else []
    lead = f"Looked alike and were not compared: {wording.plural(len(apart), 'case')}"
    return folded(lead, [*table(("Why", "What"), rows), *rest])


def _mention(page: _Page, evidence: Evidence) -> str:
    surface = span(shortened(evidence.surface, LONGEST_TITLE), page.language(evidence.article))
    return f"{surface} {page.where(evidence.article, evidence.start_char)}"
