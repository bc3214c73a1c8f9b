"""What a step is going to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.services.drafts.snapshot import Snapshot, in_hex
from geodata.edit import Change


@dataclass(frozen=True)
class Plan:
    """What a step is going to do to the cells of a draft.

    Attributes
    ----------
    template, params : str, dict
        What it is called in the history, marked for translation.
    change : Change
        The new outlines.
    added : list of dict
        Rows of the cells of ``change.added``, in the same order, without ``shape``.
    edits : Mapping of int to dict
        Other columns of cells that change.
    heirs : Mapping of int to int
        For each removed cell the one to which placements by hand go over.
    freed : frozenset of int
        Buildings whose placement by hand is lifted.
    """

    template: str
    params: dict[str, Any]
    change: Change = field(default_factory=lambda: Change({}))
    added: list[dict[str, Any]] = field(default_factory=list)
    edits: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    heirs: Mapping[int, int] = field(default_factory=dict)
    freed: frozenset[int] = frozenset()

    @property
    def touched(self) -> frozenset[int]:
        """The cells whose state before must be kept."""
        return frozenset({*self.change.changed, *self.change.removed, *self.edits})

    def after(self, before: Snapshot) -> Snapshot:
        """Give the state that the step leaves.

        Parameters
        ----------
        before : Snapshot
            Of the touched cells.
        """
        shapes = self.change.changed
        stay = [
            {
                **row,
                **({"shape": in_hex(shapes[row["id"]])} if row["id"] in shapes else {}),
                **self.edits.get(row["id"], {}),
            }
            for row in before["cells"]
            if row["id"] not in self.change.removed
        ]
        new = [
            {**row, "shape": in_hex(shape)}
            for row, shape in zip(self.added, self.change.added, strict=True)
        ]
        return {"cells": [*stay, *new], "by_hand": self._by_hand(before)}

    def _by_hand(self, before: Snapshot) -> list[dict[str, Any]]:
        """Give the placements by hand that stay."""
        return [
            {**row, "cell_id": self.heirs.get(row["cell_id"], row["cell_id"])}
            for row in before["by_hand"]
            if row["building_id"] not in self.freed
        ]
