"""Settling to which side each face goes: whole buildings, no slivers, no severed pockets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from geodata.edit.faces import Faces

Side = Hashable
GivesWay = Callable[[list[int]], bool]


def keep_blocks_whole(faces: Faces, sides: Sequence[Side]) -> list[Side]:
    """Give all faces of a block the side that has most of its ground.

    Parameters
    ----------
    faces : Faces
    sides : sequence of hashable
        The side of each face, as the lines alone would have it.
    """
    ground: dict[int, dict[Side, float]] = defaultdict(lambda: defaultdict(float))
    for face, block in enumerate(faces.blocks):
        if block >= 0:
            ground[block][sides[face]] += faces.shapes[face].area
    most = {block: max(shares, key=lambda side: shares[side]) for block, shares in ground.items()}
    return [most.get(block, side) for block, side in zip(faces.blocks, sides, strict=True)]


def settle(faces: Faces, sides: Sequence[Side], gives_way: GivesWay | None = None) -> list[Side]:
    """Give severed pieces of a side to the side with which they share the longest edge.

    Slivers always go with their neighbour; of the other pieces the largest of each side stays,
    and the rest go if ``gives_way`` says so, or all of them without it.

    Parameters
    ----------
    faces : Faces
    sides : sequence of hashable
        The side of each face.
    gives_way : Callable, optional
        From the faces of a severed piece to whether it may go to another side.

    Returns
    -------
    list of hashable
    """
    settled = _without_slivers(faces, list(sides))
    for _ in range(len(settled)):
        moved = False
        for piece in _severed(faces, settled):
            into = _longest_neighbour(faces, settled, piece)
            if into is not None and (gives_way is None or gives_way(piece)):
                settled = [into if face in piece else side for face, side in enumerate(settled)]
                moved = True
                break
        if not moved:
            break
    return settled


def _without_slivers(faces: Faces, sides: list[Side]) -> list[Side]:
    """Give each sliver to the side of its longest edge, but none of a whole building."""
    for face in range(len(sides)):
        if faces.blocks[face] < 0 and faces.is_thin(face):
            near = faces.neighbours[face]
            if near:
                sides[face] = sides[max(near, key=lambda other: near[other])]
    return sides


def pieces(faces: Faces, sides: Sequence[Side]) -> list[list[int]]:
    """Give the connected pieces of all sides, as lists of faces."""
    found, seen = [], set[int]()
    for start in range(len(sides)):
        if start in seen:
            continue
        piece, waiting = [], [start]
        seen.add(start)
        while waiting:
            face = waiting.pop()
            piece.append(face)
            fresh = [
                other
                for other in faces.neighbours[face]
                if other not in seen and sides[other] == sides[start]
            ]
            seen.update(fresh)
            waiting += fresh
        found.append(sorted(piece))
    return found


def _severed(faces: Faces, sides: Sequence[Side]) -> list[list[int]]:
    """Give the pieces that are not the largest of their side, the smallest first."""

    def area(piece: list[int]) -> float:
        return float(sum(faces.shapes[face].area for face in piece))

    by_side: dict[Side, list[list[int]]] = defaultdict(list)
    for piece in pieces(faces, sides):
        by_side[sides[piece[0]]].append(piece)
    rest = [piece for all_of in by_side.values() for piece in sorted(all_of, key=area)[:-1]]
    return sorted(rest, key=area)


def _longest_neighbour(faces: Faces, sides: Sequence[Side], piece: list[int]) -> Side | None:
    """Give the other side with which a piece shares the longest edge."""
    shared: dict[Side, float] = defaultdict(float)
    for face in piece:
        for other, length in faces.neighbours[face].items():
            if sides[other] != sides[face]:
                shared[sides[other]] += length
    return max(shared, key=lambda side: shared[side]) if shared else None


def dissolve(faces: Faces, sides: Sequence[Side]) -> dict[Side, BaseGeometry]:
    """Join the faces of each side to one shape, which keeps every corner on its outline."""
    groups: dict[Side, list[int]] = defaultdict(list)
    for face, side in enumerate(sides):
        groups[side].append(face)
    return {side: shapely.coverage_union_all(faces.shapes[group]) for side, group in groups.items()}
