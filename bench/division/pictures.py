"""``python -m bench division-pictures``: our divisions of real extracts, drawn for docs/."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.division.drawing import WIDTH_PX, draw
from bench.division.sets import Missing, load
from bench.division.task import ALL_METHODS, STREETS, divide

SETS = ("beijing_cau", "hangzhou_zijingang", "singapore_sengkang")
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "divisions"
SOURCE = "© OpenStreetMap contributors, ODbL. Drawn by python -m bench division-pictures."
SCHEMATIC = "Generated ground, nowhere on earth. Drawn by python -m bench division-pictures."


def main(words: Sequence[str] = ()) -> None:
    """Divide, draw, and write PNG files.

    Parameters
    ----------
    words : sequence of str
        Options as written in the terminal.
    """
    asked = _options(words)
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name in asked.sets.split(","):
        try:
            ground = load(name)
        except Missing as error:
            print(error)
            continue
        made_up = name.startswith(("town-", "planted-")) or name in {"kangle", "yingchun"}
        divided, _ = divide(ground, asked.method)
        drawing = draw(ground, divided, SCHEMATIC if made_up else SOURCE)
        file = asked.folder / f"{name}.png"
        _photograph(drawing, file)
        print(f"{file}: {file.stat().st_size / 1000:.0f} kB")


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench division-pictures", description=__doc__)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--method", default=STREETS, choices=ALL_METHODS)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    return parser.parse_args(words)


def _photograph(drawing: str, file: Path) -> None:
    """Let Chromium turn SVG into PNG."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": WIDTH_PX, "height": 400})
        page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{drawing}")
        page.screenshot(path=file, full_page=True)
        browser.close()
