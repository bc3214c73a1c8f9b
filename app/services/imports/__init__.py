"""Imports: files in, rows and findings out, each import one transaction."""

from app.services.imports.mending import write_bad_rows
from app.services.imports.options import Counts, Extent, ImportOptions, ImportResult, Subject
from app.services.imports.run import import_file, import_frames

__all__ = [
    "Counts",
    "Extent",
    "ImportOptions",
    "ImportResult",
    "Subject",
    "import_file",
    "import_frames",
    "write_bad_rows",
]
