"""Issues of any number, spread over a town and over three years: the same for the same size."""

from __future__ import annotations

CLEAR = (
    "DELETE FROM notice",
    "DELETE FROM outgoing",
    "DELETE FROM issue_reporter",
    "DELETE FROM issue_event",
    "DELETE FROM issue",
)

_ISSUES = """
    WITH house AS (
        SELECT row_number() OVER (ORDER BY b.id) - 1 AS place, b.id, b.number, c.cell_id,
               ST_PointOnSurface(b.footprint) AS point
        FROM building b JOIN building_cell c ON c.building_id = b.id
    ), kind AS (
        SELECT row_number() OVER (ORDER BY id) - 1 AS place, id, name FROM issue_category
    ), told AS (
        SELECT k, 'closed' AS ended,
               (k * 7919::bigint) % (SELECT count(*) FROM house) AS house_place,
               (k * 104729::bigint) % (SELECT count(*) FROM kind) AS kind_place,
               (ARRAY['reported', 'filed', 'dispatched', 'handling', 'resolved'])[1 + k % 20]
                   AS state,
               CAST(:at AS timestamptz) - (k * 1095.0 / :size) * interval '1 day' AS reported_at,
               CAST(:at AS timestamptz) + (k * 37 % 240 - 120) * interval '1 hour' AS due_at
        FROM generate_series(1, :size) AS k
    )
    INSERT INTO issue (community_id, source, source_ref, channel, category, category_id, condition,
        title, description, address, state, level, point, building_id, cell_id, reported_at,
        filed_at, warn_at, due_at, allowed_s, closed_at)
    SELECT :community, 'own', 'bench-' || t.k, 'staff', d.name, d.id, '',
        h.number || '号楼' || d.name, '居民反映' || h.number || '号楼' || d.name || '，第' || t.k
            || '次，请尽快处理。', h.number || '号楼', coalesce(t.state, t.ended), 'cell', h.point,
        h.id, h.cell_id, t.reported_at, t.reported_at + interval '1 hour',
        t.due_at - interval '1 day', t.due_at, 86400,
        CASE WHEN t.state IS NULL THEN t.reported_at + interval '2 days' END
    FROM told t
    JOIN house h ON h.place = t.house_place
    JOIN kind d ON d.place = t.kind_place
"""
_EVENTS = """
    INSERT INTO issue_event (issue_id, verb, at, state, note)
    SELECT id, verb, reported_at, state, '' FROM issue, unnest(ARRAY['report', 'file']) AS verb
    WHERE community_id = :community
"""

FILL = (_ISSUES, _EVENTS)
"""A quarter is open, one building after another, category after category."""
