"""Hotspots 热点: what is hot when the number of households is known, and what is only chance.

Pure functions over arrays. ``docs/hotspots.md`` leads through them by an example.
"""

from mapping.hotspots.certainty import Said, odds_over, say
from mapping.hotspots.density import kernel_density
from mapping.hotspots.discoveries import adjusted, benjamini_hochberg
from mapping.hotspots.emerging import EmergingKind, emerging_class
from mapping.hotspots.judge import (
    LEAST_PIECES,
    Emergence,
    Judgement,
    Verdict,
    as_frame,
    judge_by_clusters,
    judge_by_neighbours,
    judge_emerging,
)
from mapping.hotspots.local import gi_star, local_moran, two_sided
from mapping.hotspots.meshes import blocks, hexagons, squares
from mapping.hotspots.rates import (
    LEAST_EXPECTED,
    SmoothedRates,
    chance_of_as_many,
    expected_cases,
    locally_smoothed,
    poisson_residuals,
    smoothed_rates,
)
from mapping.hotspots.repeats import Knox, knox
from mapping.hotspots.scan import Cluster, permutation_scan, scan, space_time_scan
from mapping.hotspots.trend import mann_kendall
from mapping.hotspots.weights import touching, within

__all__ = [
    "LEAST_EXPECTED",
    "LEAST_PIECES",
    "Cluster",
    "Emergence",
    "EmergingKind",
    "Judgement",
    "Knox",
    "Said",
    "SmoothedRates",
    "Verdict",
    "adjusted",
    "as_frame",
    "benjamini_hochberg",
    "blocks",
    "chance_of_as_many",
    "emerging_class",
    "expected_cases",
    "gi_star",
    "hexagons",
    "judge_by_clusters",
    "judge_by_neighbours",
    "judge_emerging",
    "kernel_density",
    "knox",
    "local_moran",
    "locally_smoothed",
    "mann_kendall",
    "odds_over",
    "permutation_scan",
    "poisson_residuals",
    "say",
    "scan",
    "smoothed_rates",
    "space_time_scan",
    "squares",
    "touching",
    "two_sided",
    "within",
]
