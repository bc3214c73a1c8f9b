-- Put every building of a division's community into the cell that holds a point on its surface.
--
-- Driven from the cells: each cell's outline is prepared once and meets only the buildings whose
-- boxes touch it; OFFSET 0 keeps the planner from turning the join around. A building on a shared
-- edge goes to the cell with the lower code. What was placed by hand stays.
-- NOT IN is always hashed: of a division that is a minute old the planner knows nothing, and would
-- compare every placement with every building.
-- Arrays are cast where they are compared: as another type of integer they would not be hashed.
--
-- Parameters: division_id; building_ids (array, or NULL for all); cell_ids (array: those that may
-- hold these buildings; or NULL for all).
WITH placed AS MATERIALIZED (
    SELECT DISTINCT ON (hit.building_id) hit.building_id, c.id AS cell_id
    FROM cell c
    CROSS JOIN LATERAL (
        SELECT b.id AS building_id
        FROM building b
        WHERE b.community_id = c.community_id
          AND b.vanished_on IS NULL
          AND (CAST(:building_ids AS bigint[]) IS NULL OR b.id = ANY (CAST(:building_ids AS bigint[])))
          AND b.footprint && c.shape
          AND ST_Intersects(c.shape, ST_PointOnSurface(b.footprint))
        OFFSET 0
    ) hit
    WHERE c.division_id = :division_id
      AND (CAST(:cell_ids AS bigint[]) IS NULL OR c.id = ANY (CAST(:cell_ids AS bigint[])))
    ORDER BY hit.building_id, c.code
),
gone AS (
    DELETE FROM building_cell bc
    WHERE bc.division_id = :division_id
      AND NOT bc.by_hand
      AND (CAST(:building_ids AS bigint[]) IS NULL OR bc.building_id = ANY (CAST(:building_ids AS bigint[])))
      AND bc.building_id NOT IN (SELECT p.building_id FROM placed p)
    RETURNING bc.building_id
),
put AS (
    INSERT INTO building_cell (division_id, building_id, cell_id, by_hand, reason)
    SELECT :division_id, p.building_id, p.cell_id, false, ''
    FROM placed p
    ON CONFLICT (division_id, building_id) DO UPDATE SET cell_id = excluded.cell_id
    WHERE NOT building_cell.by_hand AND building_cell.cell_id <> excluded.cell_id
    RETURNING building_id
)
SELECT
    (SELECT count(*) FROM put) AS changed,
    (SELECT count(*) FROM gone) AS taken_out,
    (SELECT count(*) FROM placed) AS placed
