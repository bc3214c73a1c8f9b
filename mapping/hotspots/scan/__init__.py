"""Kulldorff's scan statistic: the one place, or place and time, that stands out most."""

from mapping.hotspots.scan.clusters import Cluster
from mapping.hotspots.scan.space import scan
from mapping.hotspots.scan.time import permutation_scan, space_time_scan

__all__ = ["Cluster", "permutation_scan", "scan", "space_time_scan"]
