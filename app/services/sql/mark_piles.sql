-- Mark the issues of one source that lie on a point with very many others, and unmark the rest.
--
-- An issue at a building out of reach of its point was named that building: it stays there. What
-- was located by the point loses building and cell with it.
--
-- Parameters: community_id; source; least (so many issues are a pile); metric_srid; reach_m.
WITH piles AS (
    SELECT point
    FROM issue
    WHERE community_id = :community_id AND source = :source AND point IS NOT NULL
    GROUP BY point
    HAVING count(*) >= :least
), doubted AS (
    SELECT i.id, CASE WHEN p.point IS NOT NULL THEN 'pile' END AS doubt
    FROM issue i
    LEFT JOIN piles p ON p.point = i.point
    LEFT JOIN building b ON b.id = i.building_id
    WHERE i.community_id = :community_id AND i.source = :source
      AND (i.place_doubt = 'pile' OR (i.place_doubt IS NULL AND p.point IS NOT NULL))
      AND (b.id IS NULL OR ST_DWithin(ST_Transform(b.footprint, :metric_srid),
                                      ST_Transform(i.point, :metric_srid), :reach_m))
)
UPDATE issue i
SET place_doubt = d.doubt, building_id = NULL, entrance_id = NULL, cell_id = NULL
FROM doubted d
WHERE d.id = i.id AND i.place_doubt IS DISTINCT FROM d.doubt
RETURNING i.id, i.place_doubt
