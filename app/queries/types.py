"""Names for the types that selections of many columns have."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select

Rows = Select[*tuple[Any, ...]]
"""A selection of any columns."""

AnyRow = Row[*tuple[Any, ...]]
"""One row of it; its columns are read by name."""
