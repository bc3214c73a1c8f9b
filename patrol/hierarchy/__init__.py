"""Shortest ways on large networks: prepared once, then found among thousands of places at once.

The nodes of the network are eliminated one after the other, as in a sparse factorisation, and what
is left is a tree of small depth: every shortest way climbs in it from both ends and meets. What is
prepared holds for any stops; other costs (a slower pace, closed gates) weigh the same tree anew.

Import from here late: what is inside is compiled by Numba, which takes a second to load.
"""

from patrol.hierarchy.ways import Ways

__all__ = ["Ways"]
