"""What the documents promise is there: links, make targets, settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
TARGET = re.compile(r"`(?:[A-Z_]+=\S+ )?make ([a-z]+)`")
SETTING = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_commands_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    broken = [link for link in LINK.findall(text) if not (document.parent / link).exists()]
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert broken == []
    assert set(TARGET.findall(text)) <= targets


def test_every_setting_is_in_the_handbook() -> None:
    handbook = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert set(SETTING.findall(handbook)) == {name.upper() for name in Settings.model_fields}
