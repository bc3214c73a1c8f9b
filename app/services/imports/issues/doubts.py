"""How many issues of a source lie nowhere that can be believed."""

from __future__ import annotations

from sqlalchemy import func, select

from app.models import Issue, PlaceDoubt
from app.services.imports.context import Context
from geodata.errors import N_
from geodata.findings import Finding, Severity

_SAID = {
    PlaceDoubt.NONE: N_("Of %(total)s issues of this source %(count)s have no place at all."),
    PlaceDoubt.ZERO: N_("Of %(total)s issues of this source %(count)s lie at (0, 0)."),
    PlaceDoubt.OUTSIDE: N_(
        "Of %(total)s issues of this source %(count)s lie outside of the community."
    ),
    PlaceDoubt.PILE: N_(
        "Of %(total)s issues of this source %(count)s lie on a point with very many others, which "
        "is a default of the source and no place."
    ),
}


def tell_doubts(context: Context, source: str) -> None:
    """Tell how many places of a source are doubtful: they count in totals, never in hotspots.

    Parameters
    ----------
    context : Context
        Gets the findings.
    source : str
    """
    rows = context.session.execute(
        select(Issue.place_doubt, func.count())
        .where(Issue.community_id == context.community.id, Issue.source == source)
        .group_by(Issue.place_doubt)
    )
    counts = {row[0]: row[1] for row in rows}
    total = sum(counts.values())
    for doubt, template in _SAID.items():
        if count := counts.get(doubt, 0):
            params = {"total": total, "count": count}
            context.findings.append(
                Finding(f"place_{doubt.value}", Severity.WARNING, template, params)
            )
