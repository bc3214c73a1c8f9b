"""Dividing ground into cells that are balanced, compact and end at streets."""

from __future__ import annotations

from geodata.divide.divide import DivisionResult as DivisionResult
from geodata.divide.divide import divide_ground as divide_ground
from geodata.divide.report import DivisionReport as DivisionReport
from geodata.divide.wishes import Variant as Variant
from geodata.divide.wishes import Wishes as Wishes
