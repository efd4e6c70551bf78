"""Small invented articles with front matter, written to a folder as a newsroom would keep them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

BACKGROUND = {
    "en": (
        "Rescue teams worked through the night with lamps and two borrowed cranes. The power station on the eastern "
        "road was switched off as a precaution.",
        "Schools stay closed until further notice, according to the municipality. Residents queued for drinking water "
        "near the old market, and the bakery gave away bread.",
    ),
    "ar": (
        "وعملت فرق الإنقاذ طوال الليل على ضوء المصابيح وبمساعدة رافعتين مستعارتين. وفُصلت محطة الكهرباء على الطريق "
        "الشرقي احتياطا.",
        "وتبقى المدارس مغلقة حتى إشعار آخر بحسب البلدية. ووقف السكان في طوابير للحصول على مياه الشرب قرب السوق "
        "القديم، ووزع المخبز الخبز مجانا.",
    ),
    "fr": (
        "Les secouristes ont travaillé toute la nuit à la lumière des lampes. La centrale de la route de l'est a été "
        "arrêtée par précaution.",
        "Les écoles restent fermées jusqu'à nouvel ordre, selon la mairie. Des habitants faisaient la queue pour de "
        "l'eau potable près du vieux marché.",
    ),
}
"""Two backgrounds a language that share nothing: what surrounds the sentence that a test is about."""


@dataclass(frozen=True)
class Written:
    """An article to be: who prints it, when (an ISO day or time, empty when unsaid), in which language, and what."""

    source: str
    published: str
    language: str
    body: str

    @property
    def text(self) -> str:
        """The file's content: front matter, then the body."""
        day = f"published: {self.published}\n" if self.published else ""
        return f"---\nsource: {self.source}\n{day}language: {self.language}\n---\n{self.body}\n"


def two(language: str, one: str, other: str, published: str = "2025-05-07", later: str = "") -> tuple[Written, Written]:
    """Return two outlets' articles that say `one` and `other`, each with a background of its own.

    Args:
        language: of both.
        one: what the first outlet says.
        other: what the second says.
        published: when the first was published.
        later: when the second was; empty for the same moment.
    """
    first, second = BACKGROUND[language]
    return (
        Written("Harbour Gazette", published, language, f"{one}\n{first}"),
        Written("Coast Daily", later or published, language, f"{other}\n{second}"),
    )


def write(folder: Path, articles: Iterable[Written]) -> list[Path]:
    """Write the articles as text files into a folder, which is made, and return their paths in order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, article in enumerate(articles):
        path = folder / f"{number:02}.txt"
        path.write_text(article.text, "utf-8")
        paths.append(path)
    return paths
