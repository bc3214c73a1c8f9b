"""By which indexes PostgreSQL answers an address."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import event

from bench.issues.asking import Site


def plan_of(site: Site, address: str) -> list[str]:
    """Explain the slowest statement on issues that an address runs.

    Parameters
    ----------
    site : Site
    address : str

    Returns
    -------
    list of str
        The lines that say what is read, and by which index.
    """
    engine = site.store.sessions.kw["bind"]
    seen: list[tuple[float, str, Any]] = []
    started: list[float] = []

    def before(*_: Any) -> None:
        started.append(time.perf_counter())

    def after(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "FROM issue" in statement:
            seen.append((time.perf_counter() - started[-1], statement, parameters))

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    try:
        site.ask(address)
    finally:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "after_cursor_execute", after)
    took_s, statement, parameters = max(seen, key=lambda each: each[0])
    explain = f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) {statement}"
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(explain, parameters).scalars().all()
    scans = [line.strip() for line in rows if " issue" in line and "Scan" in line]
    indexes = [line.strip() for line in rows if "Index Scan on" in line]
    return [f"{1000 * took_s:.0f} ms by the clock", *dict.fromkeys(scans + indexes)]
