"""The layer table: a module imports only from layers above it, never sideways."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "verify"
LAYERS: dict[str, int] = {
    "errors": 0,
    "datamodels": 0,
    "settings": 1,
    "languages": 1,
    "script": 1,
    "registry": 2,
    "names": 2,
    "values": 2,
    "decisions": 2,
    "reading": 3,
    "segmenting": 3,
    "extraction": 3,
    "embedding": 3,
    "relating": 3,
    "encoder": 3,
    "matching": 3,
    "clustering": 3,
    "comparison": 3,
    "reports": 3,
    "store": 3,
    "pipeline": 4,
    "review": 5,
    "training": 5,
    "cli": 6,
    "__main__": 7,
}
HEAVY: dict[str, set[str]] = {
    "torch": {"encoder", "training"},
    "sentence_transformers": {"encoder"},
    "transformers": {"encoder", "training"},
    "sklearn": {"clustering", "matching", "training"},
}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.name != "__init__.py")


def unit(path: Path) -> str:
    """Return the module or package directly under `verify` that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def test_every_unit_has_a_layer() -> None:
    assert {unit(path) for path in FILES} <= set(LAYERS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_up_the_table(path: Path) -> None:
    own = unit(path)
    for name in imported(path):
        head, _, rest = name.partition(".")
        if head == "verify":
            target = rest.split(".")[0]
            if target in LAYERS and target != own:
                assert LAYERS[target] < LAYERS[own], f"{own} imports {target}"
        if head in HEAVY:
            assert own in HEAVY[head], f"{own} imports {head}"
