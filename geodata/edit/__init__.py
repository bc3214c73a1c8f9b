"""Editing a division by hand: each step leaves cells that tile the same ground, edge to edge."""

from geodata.edit.corners import bend_edge, drag_corners
from geodata.edit.draw import draw_cell
from geodata.edit.ground import ground_of
from geodata.edit.merge import merge_cells
from geodata.edit.move import move_ground
from geodata.edit.split import split_cell
from geodata.edit.window import Change, Window

__all__ = [
    "Change",
    "Window",
    "bend_edge",
    "drag_corners",
    "draw_cell",
    "ground_of",
    "merge_cells",
    "move_ground",
    "split_cell",
]
