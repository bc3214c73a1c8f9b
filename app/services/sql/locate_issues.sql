-- Find building and cell for the issues of a community.
--
-- The building is the one named already, or the nearest one within reach; the cell is that of
-- the building, or the one in which the point lies. A doubtful place gets neither.
--
-- Parameters: community_id; issue_ids (array, or NULL for all); metric_srid; reach_m.
WITH located AS (
    SELECT i.id, near.building_id, coalesce(bc.cell_id, lying.cell_id) AS cell_id
    FROM issue i
    LEFT JOIN division d ON d.community_id = i.community_id AND d.state = 'published'
    LEFT JOIN LATERAL (
        SELECT coalesce(i.building_id, (
            SELECT b.id
            FROM building b
            WHERE b.community_id = i.community_id
              AND b.vanished_on IS NULL
              AND ST_DWithin(ST_Transform(b.footprint, :metric_srid),
                             ST_Transform(i.point, :metric_srid), :reach_m)
              AND b.footprint && ST_Expand(i.point, :reach_m / 40000.0)
            ORDER BY b.footprint <-> i.point
            LIMIT 1
        )) AS building_id
    ) near ON true
    LEFT JOIN building_cell bc ON bc.division_id = d.id AND bc.building_id = near.building_id
    LEFT JOIN LATERAL (
        SELECT c.id AS cell_id
        FROM cell c
        WHERE c.division_id = d.id AND ST_Intersects(c.shape, i.point)
        ORDER BY c.code
        LIMIT 1
    ) lying ON true
    WHERE i.community_id = :community_id
      AND (CAST(:issue_ids AS bigint[]) IS NULL OR i.id = ANY (:issue_ids))
      AND i.place_doubt IS NULL
)
UPDATE issue i
SET building_id = l.building_id, cell_id = l.cell_id
FROM located l
WHERE l.id = i.id
  AND (i.building_id, i.cell_id) IS DISTINCT FROM (l.building_id, l.cell_id)
