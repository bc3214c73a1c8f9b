-- Buildings of a division's community that lie in no cell, or partly outside the one they have.
--
-- ST_CoveredBy settles most buildings without computing an intersection. Areas are compared in
-- degrees: their ratio within one building is the same as in metres.
--
-- Parameters: division_id; cell_ids (array: only buildings in these; or NULL for all); share (of the footprint that may stick out); most (rows).
SELECT
    CASE WHEN c.id IS NULL THEN 'in_no_cell' ELSE 'astride' END AS code,
    b.id AS building_id,
    b.key,
    coalesce(nullif(b.number, ''), nullif(b.name, ''), b.key) AS label,
    c.name AS cell,
    CASE WHEN c.id IS NOT NULL
        THEN round((100 * ST_Area(ST_Intersection(b.footprint, c.shape))
                    / ST_Area(b.footprint))::numeric)::int
    END AS inside_percent,
    ST_AsEWKB(ST_PointOnSurface(b.footprint)) AS place
FROM building b
JOIN division d ON d.community_id = b.community_id AND d.id = :division_id
LEFT JOIN building_cell bc ON bc.division_id = d.id AND bc.building_id = b.id
LEFT JOIN cell c ON c.id = bc.cell_id
WHERE b.vanished_on IS NULL
  AND (CAST(:cell_ids AS bigint[]) IS NULL OR bc.cell_id = ANY (CAST(:cell_ids AS bigint[])))
  AND (bc.building_id IS NULL
       OR NOT bc.by_hand
       AND NOT ST_CoveredBy(b.footprint, c.shape)
       AND ST_Area(b.footprint) > 0
       AND ST_Area(ST_Intersection(b.footprint, c.shape)) < (1 - :share) * ST_Area(b.footprint))
ORDER BY c.id IS NOT NULL, b.id
LIMIT :most
