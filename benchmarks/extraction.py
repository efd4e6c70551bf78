"""How fast the facts of sentences are read: sentences a second by extractor and language, and growth with length.

    python benchmarks/extraction.py EVENTS_DIR [--rounds N] [--lengths N…]

`EVENTS_DIR` holds one folder an event with its `articles`. Times are those of the process on its one core, not of the
clock, so that what else the machine does counts little. "First" is the first reading, when no word is known yet but
the tables of the languages are loaded; the others are the quickest of further readings, when the words of the sentences
are known and the sentences are not. Each extractor is timed alone; together they share the words of a sentence.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from verify.datamodels import Article, Sentence
from verify.extraction.attribution import find_attributions
from verify.extraction.claims import extract
from verify.extraction.dates import find_dates
from verify.extraction.entities import find_entities
from verify.extraction.polarity import find_polarities
from verify.extraction.quantities import find_quantities
from verify.reading import read_paths, read_text
from verify.segmenting import segment

ROUNDS = 5
LENGTHS = (1_000, 10_000, 100_000)
LINEAR = 2.0
"""Growth of the time over that of the text: reading that is linear stays under it on a busy machine, while what is
quadratic has ten where the text grows tenfold."""
WARM_UP = {
    "ar": "قال وزير الخارجية أحمد علي إن 12 شخصا قتلوا الثلاثاء في بيروت ولم يصب أحد.",
    "en": "Foreign minister John Smith said on Tuesday that 12 people were not hurt in Paris.",
    "fr": "Selon le ministre Jean Petit, 12 personnes ne sont pas mortes mardi à Paris.",
    "es": "El ministro Juan Ruiz dijo el martes que 12 personas no murieron en Madrid.",
    "tr": "Bakan Ali Demir salı günü Ankara'da 12 kişinin ölmediğini söyledi.",
    "fa": "علی رضایی وزیر گفت که ۱۲ نفر روز سه‌شنبه در تهران کشته نشدند.",
    "ru": "Министр Иван Петров сказал во вторник, что 12 человек не погибли в Москве.",
}
"""One sentence a language: reading it loads the tables."""
HOSTILE = {
    "the same letter": "a",
    "figures": "1",
    "figures and commas": "1,",
    "figures and hyphens": "1-2-",
    "opening quotes": "«",
    "brackets": "(1",
    "capitals": "King Al-Bin ",
    "names and roles": "minister of the ",
    "verbs of saying": "said that he ",
    "number words": "two hundred and ",
    "months": "May 5 to ",
    "hyphens": "a-",
    "marks": "\u064b",
    "Arabic prefixes": "وبال",
    "Arabic names": "قال عبد الله بن ",
}

Read = Callable[[Article, Sentence], object]


def _dates(article: Article, sentence: Sentence) -> object:
    return find_dates(sentence.surface, article.language, article.published_day)


def _quantities(article: Article, sentence: Sentence) -> object:
    return find_quantities(sentence.surface, article.language, ())


def _entities(article: Article, sentence: Sentence) -> object:
    return find_entities(sentence.surface, article.language)


def _attributions(article: Article, sentence: Sentence) -> object:
    return find_attributions(sentence.surface, article.language)


def _polarities(article: Article, sentence: Sentence) -> object:
    return find_polarities(sentence.surface, article.language)


def _all(article: Article, sentence: Sentence) -> object:
    return extract(article, (sentence,))


READERS: Mapping[str, Read] = {
    "all": _all,
    "dates": _dates,
    "quantities": _quantities,
    "entities": _entities,
    "attribution (with its entities)": _attributions,
    "polarity": _polarities,
}

Row = tuple[Article, Sentence]


def rows_of(folder: Path) -> list[Row]:
    """Return the sentences of all events of a folder with their articles."""
    articles = read_paths(sorted(folder.glob("*/articles")), find_dates=find_dates).articles
    # A heading within the body is no claim: as sentences of the body all are read.
    return [(article, replace(sentence, is_heading=False)) for article in articles for sentence in segment(article)]


def by_language(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return the rows of each language, the language with most of them first."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[0].language].append(row)
    return dict(sorted(groups.items(), key=lambda group: -len(group[1])))


def seconds(read: Read, rows: Sequence[Row]) -> float:
    """Return the processor time that one reading of all rows takes."""
    start = time.process_time()
    for article, sentence in rows:
        read(article, sentence)
    return time.process_time() - start


def _made(text: str, language: str) -> Row:
    """Return a text as one sentence of an article of its own."""
    article = read_text("x", path="benchmark", find_dates=find_dates, language=language)[0]
    return article, Sentence(article.id, 0, 0, len(text), text)


def _load_tables() -> None:
    for language, text in WARM_UP.items():
        _all(*_made(text, language))


def speeds(rows: Sequence[Row], rounds: int) -> None:
    """Print sentences a second, by extractor and language."""
    _load_tables()
    groups = by_language(rows)
    print(f"{len(rows)} sentences, {sum(len(s.surface) for _, s in rows) / len(rows):.0f} characters on average\n")
    print(f"{'sentences a second':34}" + "".join(f"{name:>9}" for name in ("every", *groups)))
    print(f"{'':34}" + "".join(f"{len(group):>9}" for group in (rows, *groups.values())))
    _print_line("all, first", _times(_all, groups), groups)
    for name, read in READERS.items():
        runs = [_times(read, groups) for _ in range(rounds)]
        _print_line(name, {code: min(run[code] for run in runs) for code in groups}, groups)


def _times(read: Read, groups: Mapping[str, Sequence[Row]]) -> dict[str, float]:
    """Return the time by language of one reading of all: no sentence is still remembered when it comes again."""
    return {code: seconds(read, group) for code, group in groups.items()}


def _print_line(name: str, taken: Mapping[str, float], groups: Mapping[str, Sequence[Row]]) -> None:
    rates = [
        sum(map(len, groups.values())) / sum(taken.values()),
        *(len(groups[code]) / taken[code] for code in groups),
    ]
    print(f"{name:34}" + "".join(f"{rate:>9,.0f}" for rate in rates))


def texts(rows: Sequence[Row]) -> Iterator[tuple[str, str, str]]:
    """Yield name, language and a unit to be repeated: news without its full stops, and what is made to be slow."""
    for language, group in by_language(rows).items():
        yield f"news, {language}", language, " ".join(sentence.surface for _, sentence in group).replace(".", "")
    for name, unit in HOSTILE.items():
        yield name, "ar" if "\u0600" < unit[0] < "\u06ff" else "en", unit


def growth(rows: Sequence[Row], lengths: Sequence[int]) -> None:
    """Print milliseconds by length of a single sentence; what grows faster than the text is marked."""
    _load_tables()
    print(f"\n{'milliseconds by characters':34}" + "".join(f"{length:>10,}" for length in lengths))
    for name, language, unit in texts(rows):
        whole = (unit * (max(lengths) // len(unit) + 1))[: max(lengths)]
        taken = [_least(_made(whole[:length], language)) for length in lengths]
        steps = zip(taken, taken[1:], lengths, lengths[1:], strict=False)
        worst = max((after / before / (longer / length) for before, after, length, longer in steps), default=0.0)
        print(f"{name:34}" + "".join(f"{1000 * value:>10.1f}" for value in taken) + "  grows faster" * (worst > LINEAR))


def _least(row: Row) -> float:
    """Return the time of one reading, the lesser of two, without what the shorter texts left in the memory."""
    first = seconds(_all, [row])
    _load_tables()
    return min(first, seconds(_all, [(row[0], _again(row[1]))]))


def _again(sentence: Sentence) -> Sentence:
    """Return a sentence that no memory of sentences knows."""
    text = sentence.surface + " "
    return Sentence(sentence.article, 0, 0, len(text), text)


def main() -> None:
    """Print the two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--lengths", type=int, nargs="*", default=LENGTHS)
    arguments = parser.parse_args()
    rows = rows_of(arguments.events)
    speeds(rows, arguments.rounds)
    if arguments.lengths:
        growth(rows, arguments.lengths)


if __name__ == "__main__":
    main()
