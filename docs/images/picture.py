"""Draw the picture of the README: the top of a Markdown report as a code host shows it.

    python docs/images/picture.py REPORT.md PICTURE.png

Needs chromium and a font with Arabic letters; markdown-it comes with rich.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from markdown_it import MarkdownIt

WIDTH, HEIGHT = 1000, 1128
STYLE = """
html::after { content: ""; position: fixed; inset: 0; border: 1px solid #d1d9e0 }
body { font: 15px/1.5 "DejaVu Sans", "Noto Sans Arabic", sans-serif; color: #1f2328; margin: 28px 32px; zoom: .86 }
h1, h2 { border-bottom: 1px solid #d1d9e0; padding-bottom: .3em } h1 { font-size: 1.9em; margin-top: 0 }
a { color: #0969da; text-decoration: none }
table { border-collapse: collapse } tr:nth-child(2n) { background: #f6f8fa }
td, th { border: 1px solid #d1d9e0; padding: 5px 11px; text-align: start }
:lang(ar) { font-family: "Noto Sans Arabic", "Noto Naskh Arabic", sans-serif }
"""


def page(markdown: str) -> str:
    """Return the report as a page in the colours and measures of a code host."""
    body = MarkdownIt("commonmark").enable("table").render(markdown)
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>{body}'


def draw(report: Path, picture: Path) -> None:
    """Write the top of a report as a PNG of 1000 pixels in width."""
    with tempfile.TemporaryDirectory() as folder:
        html = Path(folder) / "report.html"
        html.write_text(page(report.read_text("utf-8")), "utf-8")
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={WIDTH},{HEIGHT}"]
        command = ["chromium", *options, f"--user-data-dir={folder}/profile", f"--screenshot={picture}", html.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 (no shell; our own arguments)


if __name__ == "__main__":
    draw(Path(sys.argv[1]), Path(sys.argv[2]).resolve())
