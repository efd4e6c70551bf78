"""A diff of two articles and the answer to a check, in Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from verify.datamodels import CheckResult, CheckRow, Diff, DiffRow, DiffStatus, Finding, Relation
from verify.reports import wording
from verify.reports.excerpts import quoted, shortened
from verify.reports.headlines import headline
from verify.reports.markdown import unreadable, warnings
from verify.reports.markup import block, field, folded, link, quote, row, span, table
from verify.reports.places import Places

_OWN = (DiffStatus.ONLY_LEFT, DiffStatus.ONLY_RIGHT)


def diff(result: Diff, *, links: Mapping[str, str] | None = None) -> str:
    """Write a diff: what changed in full, the rest folded."""
    places = Places(result.comparison.articles, links)
    findings = {finding.id: finding for finding in result.comparison.findings}
    counts = Counter(each.status for each in result.rows)
    connected = dict.fromkeys(id_ for each in result.rows for id_ in each.findings if id_ in findings)
    relations = [findings[id_].relation for id_ in connected]
    head = wording.diff_overview(
        {status: counts[status] for status in DiffStatus},
        relations.count(Relation.CONFLICT),
        relations.count(Relation.UPDATE),
    )
    lines = ["# Two articles, claim by claim", "", f"**{head}**", "", *_pair(result, places), ""]
    lines += ["## Changed", "", *_changed(result, places, findings)]
    for status in (DiffStatus.SAME, *_OWN):
        rows = [each for each in result.rows if each.status is status]
        if rows:
            lead = f"{wording.DIFF_WORDS[status][:1].upper()}{wording.DIFF_WORDS[status][1:]}: {len(rows):,}"
            lines += folded(lead, _rows(result, rows, places))
    return "\n".join(lines).rstrip("\n") + "\n"


def _pair(result: Diff, places: Places) -> list[str]:
    rows = []
    for side, id_ in (("A", result.left), ("B", result.right)):
        article = places.articles[id_]
        published = wording.day(article.published) if article.published else wording.UNKNOWN
        file = link(field(places.label(id_)), places.link(id_))
        rows.append(row(side, field(places.source(id_)), file, published))
    pair = [places.articles[result.left], places.articles[result.right]]
    return [*table(("", "Source", "File", "Published"), rows), "", *warnings(places, pair)]


def _changed(result: Diff, places: Places, findings: Mapping[str, Finding]) -> list[str]:
    rows = [each for each in result.rows if each.status is DiffStatus.CHANGED]
    lines: list[str] = [] if rows else ["Nothing.", ""]
    for id_ in dict.fromkeys(id_ for each in rows for id_ in each.findings if id_ in findings):
        finding = findings[id_]
        shown = [each for each in finding.evidence if each.article in {result.left, result.right}]
        cells = [
            row(
                "A" if each.article == result.left else "B",
                field(shortened(wording.evidence_value(finding.kind, each))),
                quote(quoted(places.articles[each.article], each), places.articles[each.article].language),
                link(field(places.where(each.article, each.start_char)), places.link(each.article, each.start_char)),
            )
            for each in shown
        ]
        lines += [f"### {finding.relation.value.capitalize()}: {field(shortened(headline(places, finding)))}", ""]
        lines += [*table(("", "Says", "In its own words", "Where"), cells), ""]
        lines += [f"<strong>{wording.why(finding)}:</strong> {field(wording.sentence(shortened(finding.reason)))}", ""]
    bare = [each for each in rows if not any(id_ in findings for id_ in each.findings)]
    return lines + ([*_rows(result, bare, places), ""] if bare else [])


def _rows(result: Diff, rows: Sequence[DiffRow], places: Places) -> list[str]:
    def cells(index: int | None) -> list[str]:
        if index is None:
            return []
        sentence = result.comparison.claims[index].sentence
        where = link(field(places.sentence_where(sentence)), places.link(sentence.article, sentence.start_char))
        return [block(shortened(sentence.surface), places.articles[sentence.article].language), where]

    lines = [row(*cells(each.left), *cells(each.right)) for each in rows]
    sides = [side for side, index in (("A", rows[0].left), ("B", rows[0].right)) if index is not None]
    return table(tuple(head for side in sides for head in (side, "Where")), lines)


def check(result: CheckResult, *, links: Mapping[str, str] | None = None) -> str:
    """Write a verdict over all, then one for each origin with its sentences."""
    places = Places(result.articles, links)
    lines = [f"# {wording.VERDICT_WORDS[result.verdict].capitalize()}", "", block(shortened(result.claim), ""), ""]
    if result.reason:
        lines += [f"<strong>Why:</strong> {field(shortened(result.reason))}", ""]
    lines += [*table(("Origin", "Verdict", "In its own words", "Where"), _origins(result.rows, places)), ""]
    return "\n".join([*lines, *unreadable(result.unreadable)]).rstrip("\n") + "\n"


def _origins(rows: Sequence[CheckRow], places: Places) -> list[str]:
    lines: list[str] = []
    for each in rows:
        name = wording.join([field(places.source(id_)) for id_ in each.articles])
        verdict = f"{wording.VERDICT_WORDS[each.verdict]} ({wording.score(each.score)})"
        verdict += f"<br>{span(shortened(each.reason))}" if each.reason else ""
        for evidence in each.evidence:
            article = places.articles[evidence.article]
            where = link(
                field(places.where(article.id, evidence.start_char)), places.link(article.id, evidence.start_char)
            )
            lines.append(row(name, verdict, quote(quoted(article, evidence), article.language), where))
            name = verdict = ""
        if not each.evidence:
            lines.append(row(name, verdict, wording.NOBODY, wording.NOBODY))
    return lines
