-- The notes on a division, each with the building or cell in which its place lies.
--
-- Parameters: division_id; most (rows).
SELECT
    n.code, n.severity, n.template, n.params,
    coalesce(bc.cell_id, lying.id) AS cell_id,
    house.id AS building_id,
    ST_X(n.point) AS lon,
    ST_Y(n.point) AS lat
FROM (
    SELECT *, ST_PointOnSurface(place) AS point
    FROM area_note
    WHERE division_id = :division_id
    ORDER BY id
    LIMIT :most
) n
JOIN division d ON d.id = n.division_id
LEFT JOIN LATERAL (
    SELECT b.id
    FROM building b
    WHERE n.params ? 'building'
      AND b.community_id = d.community_id
      AND b.vanished_on IS NULL
      AND ST_Intersects(b.footprint, n.point)
    ORDER BY b.id
    LIMIT 1
) house ON true
LEFT JOIN building_cell bc ON bc.division_id = d.id AND bc.building_id = house.id
LEFT JOIN LATERAL (
    SELECT c.id
    FROM cell c
    WHERE house.id IS NULL AND c.division_id = d.id AND ST_Intersects(c.shape, n.point)
    ORDER BY c.code
    LIMIT 1
) lying ON true
ORDER BY n.id
