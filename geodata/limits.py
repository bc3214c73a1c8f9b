"""How much input is taken: beyond these bounds a file is refused before it hurts."""

from __future__ import annotations

MAX_FILE_BYTES = 1 << 30
MAX_TEXT_FILE_BYTES = 200 << 20
"""For formats that are held in memory as a whole: CSV, GeoJSON, KML, DXF."""
MAX_ARCHIVE_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 2 << 30
MAX_UNPACK_RATIO = 200
MAX_ROWS = 1_000_000
MAX_COLUMNS = 300
MAX_VERTICES = 20_000_000
MAX_LAYERS = 200
MAX_TEXT_LENGTH = 2_000
"""Longer texts of one cell are cut, with a finding."""
MAX_FINDINGS_PER_CODE = 1_000
"""Beyond this many, findings of one kind are counted and no longer listed."""
