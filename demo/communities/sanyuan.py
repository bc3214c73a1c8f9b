"""三元社区: twenty small compounds, each a unit with its own branch."""

from __future__ import annotations

from numpy.random import Generator

from demo.figures import Figures
from demo.layout.blocks import blocks, grid_cuts
from demo.layout.rows import Rows, compound
from demo.layout.shapes import Ground, Rect
from demo.layout.streets import grid_streets
from demo.site import Site

_XS = {
    0.0: "三元西路", 142.0: "站东巷", 298.0: "向阳路",
    444.0: "机务巷", 606.0: "光明路", 750.0: "三元东路",
}  # fmt: skip
_YS = {0.0: "三元南街", 136.0: "平安巷", 278.0: "三元中街", 424.0: "团结巷"}
_NAMES = (
    "槐荫小区", "车站一院", "车站二院", "机务家园", "工务小区",
    "电务小区", "向阳小区", "光明小区", "百货家属院", "粮食家属院",
    "教师新村", "平安小区", "和美小区", "团结小区", "华苑小区",
    "锦绣小区", "康居小区", "惠民小区", "福泽小区", "东苑小区",
)  # fmt: skip
_SQUARE = frozenset({(1, 0), (1, 1)})
_GREEN = frozenset({(1, 1)})


def site(figures: Figures, rng: Generator) -> Site:
    """Lay out twenty walled compounds, five from west to east, four from north to south.

    Parameters
    ----------
    figures : Figures
        Published figures; the area sets how far the ground reaches to the north.
    rng : Generator
        Source of the small differences between houses.

    Returns
    -------
    Site
    """
    top = figures.area_m2 / max(_XS)
    ys = _YS | {top: "三元北街"}
    ground = Ground(lanes=grid_streets(_XS, ys, outer="secondary", inner="residential"))
    for i, (name, block) in enumerate(zip(_NAMES, blocks(_XS, ys), strict=True)):
        # Two compounds of five have a square in the middle, the others a green for one house.
        omit = _SQUARE if i % 5 in (1, 3) else _GREEN
        plan = Rows(3, 2, modules=(3, 4), levels=(4, 5), gates="NS"[i % 2], omit=omit)
        ground.add(compound(name, block.inset(10.0), block, plan, rng))
    outline = Rect(0.0, 0.0, max(_XS), top).polygon
    meeting = (298.0, 278.0)
    cuts = grid_cuts(_XS, ys)
    return Site(outline, ground, cuts, 140.0, meeting, figures.centre, 2.5, "{estate}单元")
