"""Exact coverages: pieces of ground without gap or overlap, whose shared edges are identical."""

from __future__ import annotations

from geodata.divide.coverage.dissolve import dissolve as dissolve
from geodata.divide.coverage.match import match_edges as match_edges
from geodata.divide.coverage.segments import shared_edges as shared_edges
from geodata.divide.coverage.segments import shared_segments as shared_segments
from geodata.divide.coverage.storage import CoverageFaults as CoverageFaults
from geodata.divide.coverage.storage import coverage_faults as coverage_faults
from geodata.divide.coverage.storage import to_storage as to_storage
