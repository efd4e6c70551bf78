"""The registry of encoders, and fingerprints that tell one encoder's vectors from another's."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from verify import registry
from verify.errors import ModelError
from verify.settings import DEFAULT_MODEL, models_dir


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    model = tmp_path / "my-model"
    (model / "1_Pooling").mkdir(parents=True)
    (model / "config.json").write_text('{"hidden_size": 8}')
    (model / "1_Pooling" / "config.json").write_text("{}")
    (model / "model.safetensors").write_bytes(bytes(5_000_000))
    (model / "README.md").write_text("about")
    return model


def test_the_default_encoder_is_registered_and_embedded() -> None:
    entry = registry.find(DEFAULT_MODEL)
    assert entry is not None
    assert entry.is_embedded
    assert entry.prompt == "query: "
    assert (entry.dimension, entry.max_tokens) == (384, 512)
    assert len(entry.sha256) == 64
    assert DEFAULT_MODEL in registry.embedded_ids()


def test_the_card_gives_the_scores_that_the_registry_gives() -> None:
    entry = registry.find(DEFAULT_MODEL)
    assert entry is not None
    card = (models_dir() / f"{DEFAULT_MODEL}.md").read_text("utf-8")
    assert entry.measured
    for score in entry.measured.values():
        assert f" {score} " in card
    for stated in (entry.sha256, entry.licence, entry.prompt.strip(), str(entry.dimension)):
        assert stated in card


@pytest.mark.parametrize("entry", registry.registered().values(), ids=lambda entry: entry.id)
def test_every_entry_says_what_it_is(entry: registry.RegisteredEncoder) -> None:
    assert entry.origin
    assert entry.licence
    assert entry.dimension > 0
    assert bool(entry.package) == bool(entry.file) == bool(entry.sha256)


def test_a_prompt_is_known_for_registered_encoders_alone() -> None:
    assert registry.prompt("intfloat/multilingual-e5-base") == "query: "
    assert registry.prompt("somebody/some-model") is None


def test_a_registered_fingerprint_follows_the_weights_and_the_materialiser(monkeypatch: pytest.MonkeyPatch) -> None:
    before = registry.fingerprint(DEFAULT_MODEL)
    assert before.startswith(f"{DEFAULT_MODEL}-")
    assert registry.fingerprint(DEFAULT_MODEL) == before
    monkeypatch.setattr(registry, "MATERIALISER_VERSION", registry.MATERIALISER_VERSION + 1)
    assert registry.fingerprint(DEFAULT_MODEL) != before


def test_a_fingerprint_is_a_file_name() -> None:
    assert registry.fingerprint("some.body/a-model_v2").startswith("some.body_a-model_v2-")
    assert registry.fingerprint("a/b") != registry.fingerprint("a_b")


def test_a_folder_is_known_by_its_contents_wherever_it_lies(folder: Path, tmp_path: Path) -> None:
    before = registry.fingerprint(str(folder))
    assert before.startswith("my-model-")
    (folder / "README.md").write_text("more about it")
    assert registry.fingerprint(str(folder)) == before
    elsewhere = tmp_path / "other" / "my-model"
    elsewhere.parent.mkdir()
    folder.rename(elsewhere)
    assert registry.fingerprint(str(elsewhere)) == before


@pytest.mark.parametrize("name", ["config.json", "1_Pooling/config.json", "model.safetensors"])
def test_a_changed_file_is_another_encoder(folder: Path, name: str) -> None:
    before = registry.fingerprint(str(folder))
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert registry.fingerprint(str(folder)) != before


def test_training_that_changes_one_matrix_is_seen(folder: Path) -> None:
    before = registry.fingerprint(str(folder))
    weights = bytearray((folder / "model.safetensors").read_bytes())
    start = 3_000_000
    weights[start : start + registry.SAMPLE_STRIDE] = b"\x01" * registry.SAMPLE_STRIDE
    (folder / "model.safetensors").write_bytes(weights)
    assert registry.fingerprint(str(folder)) != before


def test_a_renamed_file_is_another_encoder(folder: Path) -> None:
    before = registry.fingerprint(str(folder))
    (folder / "1_Pooling").rename(folder / "2_Pooling")
    assert registry.fingerprint(str(folder)) != before


def test_half_a_gigabyte_is_fingerprinted_at_once(tmp_path: Path) -> None:
    with (tmp_path / "model.safetensors").open("wb") as file:
        file.truncate(500_000_000)  # a hole: no bytes on the disk
    start = time.perf_counter()
    registry.fingerprint(str(tmp_path))
    assert time.perf_counter() - start < 60  # this takes 0.02; a test that hangs is the fault looked for


@pytest.mark.parametrize("model", ["./missing", "/no/such/folder", "", "a/b/c", "../x", "two words", "~/missing-model"])
def test_what_is_no_model_is_refused_in_one_line(model: str) -> None:
    with pytest.raises(ModelError) as caught:
        registry.fingerprint(model)
    assert "\n" not in str(caught.value)
    assert DEFAULT_MODEL in str(caught.value)


def test_a_file_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"")
    with pytest.raises(ModelError, match="is a file"):
        registry.fingerprint(str(tmp_path / "model.safetensors"))


def test_a_damaged_registry_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "models_dir", lambda: tmp_path)
    for content in (None, "[encoders", "[encoders.a]\nunknown = 1", "a = 1", "encoders = 1", b"\xff\xfe"):
        if isinstance(content, str):
            (tmp_path / "registry.toml").write_text(content)
        elif content is not None:
            (tmp_path / "registry.toml").write_bytes(content)
        registry.registered.cache_clear()
        with pytest.raises(ModelError, match="registry"):
            registry.registered()
    registry.registered.cache_clear()


@pytest.mark.parametrize(
    ("cpuinfo", "expected"),
    [
        ("processor\t: 0\nflags\t\t: fpu avx2 avx512_bf16\n", True),
        ("processor\t: 0\nflags\t\t: fpu amx_bf16 amx_tile\n", True),
        ("processor\t: 0\nFeatures\t: fp asimd bf16 i8mm\n", True),
        ("processor\t: 0\nflags\t\t: fpu avx2 avx512f\n", False),
        ("processor\t: 0\nmodel name\t: bf16\n", False),
        ("", False),
    ],
)
def test_bfloat16_is_read_from_the_processors_flags(cpuinfo: str, expected: bool) -> None:
    assert registry.has_bfloat16(cpuinfo) is expected


@pytest.mark.parametrize("wish", ["float32", "bfloat16"])
def test_the_number_format_can_be_chosen(wish: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFY_PRECISION", wish)
    assert registry.precision.__wrapped__() == wish


def test_a_fingerprint_needs_no_numpy_and_no_torch() -> None:
    program = (
        "import sys; from verify import registry; registry.fingerprint('multilingual-e5-small'); registry.precision();"
        "print(sorted({'torch', 'numpy', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
