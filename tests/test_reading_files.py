"""Reading files: which, in what order, in which encoding, and what is said of those that cannot be read."""

import codecs
import itertools
import random
from pathlib import Path

import pytest
from test_reading_fakes import find_dates

from verify.datamodels import Article, BlockKind
from verify.errors import InputError
from verify.reading import Reading, read_paths
from verify.reading.decoding import decode
from verify.reading.markup import read_markup
from verify.settings import MAX_FILE_BYTES

AR = "أعلنت وزارة الصحة، الثلاثاء، وفاة 19 شخصا في درنة.\n"
FR = "L'armée a confirmé l’arrêt des opérations près de Gao, où « 19 soldats » ont été tués à l'été.\n"
TR = "Süleymaniye Sağlık Müdürü, Irak tarafında 80 yaralı bulunduğunu söyledi. Şehirde iş yok.\n"
RU = "Министр заявил, что погибли девятнадцать человек.\n"
PAGES = Path(__file__).parent / "data" / "reading"


def read(*paths: Path) -> Reading:
    return read_paths(paths, find_dates=find_dates)


def body(article: Article) -> list[str]:
    return [article.text[b.start_char : b.end_char] for b in article.blocks if b.kind is BlockKind.BODY]


def reason(path: Path) -> str:
    reading = read(path)
    assert not reading.articles
    (unreadable,) = reading.unreadable
    assert "\n" not in unreadable.reason
    return unreadable.reason


# Encodings


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (AR, "utf-8"),
        (AR, "utf-8-sig"),
        (AR, "utf-16"),
        (AR, "utf-32"),
        (AR, "cp1256"),
        (AR * 40, "cp1256"),
        (AR.replace("،", ""), "iso8859_6"),
        (FR.replace("’", "'"), "cp1252"),
        (FR, "cp1252"),
        (TR, "cp1254"),
        (RU, "cp1251"),
        (RU, "koi8_r"),
    ],
)
def test_encodings(text: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert read(path).articles[0].text == text


def test_line_ends_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(codecs.BOM_UTF8 + AR.replace("\n", "\r\n").encode() * 2)
    article = read(path).articles[0]
    assert article.text == AR.replace("\n", "\r\n") * 2
    assert body(article) == [AR.strip()] * 2


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(3000),
        b"%PDF-1.7\n" + b"text " * 100,
        b"PK\x03\x04" + bytes(100),
        b"abc\x00def" * 10,
        bytes(range(1, 9)) * 50,
    ],
    ids=["png", "pdf", "zip", "nul", "control"],
)
def test_binary_files(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert reason(path) == "is a binary file, not a text"


def test_what_is_valid_in_no_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(AR.encode() + b"\xff\xfe\xfa\x81\x8d" + random.Random(3).randbytes(400).replace(b"\x00", b"\x81"))
    assert "encoding" in reason(path) or "binary" in reason(path)
    with pytest.raises(InputError):
        decode(b"\xff\xfe\x00")


# Which files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.md", "deep/c.html", "deep/plain", ".hidden.txt", ".git/d.txt", "README.md", "LICENSE"):
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            AR if not name.endswith("html") else f"<html><body><article><p>{AR}</p></article></body></html>"
        )
    for name, data in (("gold.json", b"{}"), ("pic.png", b"\x89PNG"), ("data.csv", b"a,b"), ("blob", b"\x00\x01\x02")):
        (tmp_path / "news" / name).write_bytes(data)
    return tmp_path / "news"


def test_a_folder_means_its_articles(folder: Path) -> None:
    reading = read(folder)
    assert [Path(article.path).relative_to(folder).as_posix() for article in reading.articles] == [
        "a.md",
        "b.txt",
        "deep/c.html",
        "deep/plain",
    ]
    assert reading.unreadable == ()


def test_the_order_of_the_paths_does_not_matter_and_none_is_read_twice(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder / "b.txt")
    paths = [folder, folder / "b.txt", folder / "deep", folder / "missing.txt"]
    results = [read(*order) for order in itertools.permutations(paths)]
    assert all(result == results[0] for result in results)
    assert len(results[0].articles) == 4
    assert len({article.id for article in results[0].articles}) == 4


def test_a_file_named_by_the_user_is_tried_whatever_its_name(folder: Path) -> None:
    (folder / "notes.log").write_text(AR)
    assert [len(read(folder / name).articles) for name in ("notes.log", "README.md", ".hidden.txt")] == [1, 1, 1]


def test_a_word_of_a_file_name_does_not_hide_an_article(tmp_path: Path) -> None:
    for name in ("license-dispute.txt", "notice_to_leave.md", "readme.md", "CHANGELOG-2.md", "LICENSE.txt"):
        (tmp_path / name).write_text(AR)
    names = [Path(article.path).name for article in read(tmp_path).articles]
    assert names == ["license-dispute.txt", "notice_to_leave.md"]


def test_ids_hang_on_name_and_content_only(tmp_path: Path) -> None:
    for name in ("one/a.txt", "two/a.txt", "three/b.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(AR)
    one, two, three = (read(tmp_path / name).articles[0] for name in ("one/a.txt", "two/a.txt", "three/b.txt"))
    assert one.id == two.id != three.id
    assert len(one.id) == 10
    together = read(tmp_path)
    assert len({article.id for article in together.articles}) == 3
    assert three.id in {article.id for article in together.articles}
    assert together == read(tmp_path / "two", tmp_path / "three", tmp_path / "one")


# What cannot be read


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(AR)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_bytes(b" \n\n")
    (tmp_path / "front.txt").write_text("---\nsource: a\n---\n")
    (tmp_path / "bare").mkdir()
    reading = read(tmp_path, tmp_path / "missing.txt", tmp_path / "bare")
    assert [Path(article.path).name for article in reading.articles] == ["good.txt"]
    assert {Path(item.path).name: item.reason for item in reading.unreadable} == {
        "empty.txt": "is empty",
        "blank.txt": "is empty",
        "front.txt": "holds no text",
        "missing.txt": "does not exist",
        "bare": "holds no articles (.txt, .md or .html)",
    }


def test_a_file_over_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    assert reason(path) == "is larger than 20 MB"


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(AR)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert reason(path) == "cannot be read: permission denied"


@pytest.mark.parametrize("name", ["a\x00b.txt", "x" * 5000])
def test_a_name_that_cannot_be(name: str) -> None:
    assert len(read(Path(name)).unreadable) == 1


def test_a_link_to_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.symlink_to(tmp_path / "gone.txt")
    assert reason(path) == "is a link to nothing"


# Pages


def page(name: str) -> Article:
    (article,) = read(PAGES / name).articles
    return article


def test_a_page_gives_its_text_and_what_it_says_of_itself() -> None:
    article = page("article.html")
    assert article.title == "حصيلة سيول درنة ترتفع إلى تسعة عشر قتيلا"
    assert (article.source, str(article.published)) == ("صدى البحر", "2023-09-12 10:30:00+00:00")
    assert article.url == "https://sada.example.org/derna"
    assert article.language == "ar"
    assert {found.name: found.where for found in article.found if found.name != "language"} == {
        "source": "html",
        "title": "html",
        "url": "html",
        "published": "html",
    }
    assert len(body(article)) == 3
    assert body(article)[0].startswith("أعلنت وزارة الصحة")
    assert "الرئيسية" not in article.text
    assert "حقوق" not in " ".join(body(article))


def test_a_flash_of_two_sentences_is_not_taken_for_navigation() -> None:
    article = page("flash.html")
    assert body(article) == [
        "قتل ثلاثة أشخاص في انهيار مبنى بمدينة درنة فجر اليوم.",
        "وتواصل فرق الإنقاذ البحث عن مفقودين تحت الأنقاض.",
    ]


def test_a_page_in_an_old_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    text = (PAGES / "article.html").read_text("utf-8").replace('charset="utf-8"', 'charset="windows-1256"')
    path.write_bytes(text.encode("cp1256"))
    assert body(read(path).articles[0])[0].startswith("أعلنت وزارة الصحة")


def test_a_page_whose_name_does_not_say_so(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_bytes((PAGES / "article.html").read_bytes())
    assert read(path).articles[0].source == "صدى البحر"


@pytest.mark.parametrize(
    "text", ["<html><body></body></html>", "<!doctype html><script>alert(1)</script>", "<", "<html" * 200]
)
def test_pages_without_text(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(text)
    reading = read(path)
    assert len(reading.articles) + len(reading.unreadable) == 1
    assert "alert" not in "".join(article.text for article in reading.articles)


def test_a_page_without_paragraphs_still_gives_its_text() -> None:
    text, _ = read_markup("<nav><a>القائمة</a></nav><div>قتل ثلاثة.<br>وجرح اثنان.</div><script>x()</script>")
    assert text.splitlines() == ["قتل ثلاثة.", "وجرح اثنان."]


def test_deep_and_broken_markup_ends_without_a_crash() -> None:
    for text in (
        "<div>" * 20_000 + AR,
        '<script type="application/ld+json">' + "[" * 50_000 + "</script><p>" + AR,
        "<p>\x00" + AR,
    ):
        try:
            found, _ = read_markup(text)
        except InputError:
            continue
        assert isinstance(found, str)
