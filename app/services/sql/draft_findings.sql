-- The notes on a division, each with the cell or building that it is about.
--
-- Parameters: division_id; most (rows).
SELECT
    n.code, n.severity, n.template, n.params,
    coalesce(n.about_cell, bc.cell_id) AS cell_id,
    n.about_building AS building_id,
    ST_X(n.point) AS lon,
    ST_Y(n.point) AS lat
FROM (
    SELECT
        *,
        ST_PointOnSurface(place) AS point,
        CAST(params ->> 'cell_id' AS bigint) AS about_cell,
        CAST(params ->> 'building_id' AS bigint) AS about_building
    FROM area_note
    WHERE division_id = :division_id
    ORDER BY id
    LIMIT :most
) n
LEFT JOIN building_cell bc
    ON bc.division_id = n.division_id AND bc.building_id = n.about_building
ORDER BY n.id
