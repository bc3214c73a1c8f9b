"""Checks of a division: seamless, without overlap, rightly coded, of one piece, fairly loaded."""

from geodata.check.assignment import check_assignment
from geodata.check.cells import check_cells
from geodata.check.codes import check_codes
from geodata.check.contiguity import check_contiguity
from geodata.check.load import check_load

__all__ = ["check_assignment", "check_cells", "check_codes", "check_contiguity", "check_load"]
