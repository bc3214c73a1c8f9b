"""One row a set, as docs/benchmarks.md shows it: ours, and ours against the peers."""

from __future__ import annotations

from collections.abc import Mapping

from bench.division.ranks import KMEANS, KWAY, OURS, Figures, ranks

HEAD = (
    "| set | largest deviation | cells in pieces | border on ways | Polsby-Popper "
    "| of METIS k-way's | main road inside | of k-means' | CPU s | rank |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


def row(name: str, figures: Mapping[str, Figures]) -> str:
    """Write the row of a set.

    Parameters
    ----------
    name : str
    figures : mapping
        Figures by method.

    Returns
    -------
    str
        Markdown, a dash where a figure or its peer is missing. The rank is ours among all
        methods by the sum of ranks on this set.
    """
    ours = figures.get(OURS) or {}
    totals = ranks(figures)
    place = sum(total < totals[OURS] for total in totals.values()) + 1 if ours else None
    kway, kmeans = figures.get(KWAY) or {}, figures.get(KMEANS) or {}
    texts = [
        _text(ours.get("largest_percent"), ".1f", " %"),
        _text(ours.get("pieces"), ".0f"),
        _text(ours.get("on_lines_percent"), ".0f", " %"),
        _text(ours.get("compact_mean"), ".2f"),
        _text(_ratio(ours, kway, "compact_mean"), ".2f", " x"),
        _text(ours.get("main_inside_percent"), ".0f", " %"),
        _text(_ratio(ours, kmeans, "main_inside_percent"), ".2f", " x"),
        _text(ours.get("cpu_s"), ".1f"),
        _text(place, "d", f" of {len(figures)}"),
    ]
    return f"| {name} | {' | '.join(texts)} |"


def _ratio(ours: Figures, peer: Figures, key: str) -> float | None:
    return ours[key] / peer[key] if key in ours and peer.get(key) else None


def _text(value: float | None, form: str, unit: str = "") -> str:
    return "-" if value is None else f"{value:{form}}{unit}"
