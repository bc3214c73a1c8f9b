"""What is told about a staged file, in its sender's names instead of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.services.imports.uploads import STEM
from geodata.errors import InputRefused
from geodata.findings import Finding


def told_refusal(refused: InputRefused, file_name: str) -> dict[str, Any]:
    """Give a refusal as it is kept until it is answered.

    Parameters
    ----------
    refused : InputRefused
    file_name : str
        The sender's.

    Returns
    -------
    dict
        ``template``, ``params``, and ``question`` where there is one; JSON.
    """
    kept: dict[str, Any] = {
        "template": refused.template,
        "params": _shown(refused.params, file_name),
    }
    if refused.question:
        question = refused.question
        kept["question"] = {
            "option": question.option,
            "field": question.field,
            "choices": list(question.choices),
            "samples": [list(texts) for texts in question.samples],
        }
    return kept


def told_finding(finding: Finding, file_name: str) -> Finding:
    """Let a finding speak of the file as its sender calls it.

    Parameters
    ----------
    finding : Finding
    file_name : str
        The sender's.

    Returns
    -------
    Finding
    """
    stem = Path(file_name).stem
    layer = stem if finding.layer == STEM else finding.layer
    return replace(finding, params=_shown(finding.params, file_name), layer=layer)


def _shown(params: Mapping[str, Any], file_name: str) -> dict[str, Any]:
    """Replace our names of an upload by its sender's."""
    return {
        key: _sender_name(value, file_name) if isinstance(value, str) else value
        for key, value in params.items()
    }


def _sender_name(name: str, file_name: str) -> str:
    """Give the sender's name of an upload or of a part beside it; other names stay as they are."""
    stem = Path(file_name).stem
    if name == STEM:
        return stem
    if not name.startswith(f"{STEM}."):
        return name
    suffix = name.removeprefix(STEM)
    return file_name if file_name.lower().endswith(suffix.lower()) else stem + suffix
