-- People on duty in each cell of a draft, as far as the division that holds today tells.
--
-- A published cell goes on in the cell of the draft that has most of its buildings, or, if it has
-- none, in the one of the same code; its people go with it, and those of buildings, entrances and
-- households with their building.
--
-- Parameters: division_id; community_id; day.
WITH placed AS MATERIALIZED (
    SELECT building_id, cell_id FROM building_cell WHERE division_id = :division_id
),
published AS (
    SELECT id FROM division WHERE community_id = :community_id AND state = 'published'
),
shared AS (
    SELECT old.cell_id AS published_id, p.cell_id, count(*) AS buildings
    FROM building_cell old
    JOIN placed p USING (building_id)
    WHERE old.division_id IN (SELECT id FROM published)
    GROUP BY old.cell_id, p.cell_id
    UNION ALL
    SELECT was.id, c.id, 0
    FROM cell was
    JOIN cell c ON c.division_id = :division_id AND c.code = was.code
    WHERE was.division_id IN (SELECT id FROM published)
),
goes_on AS (
    SELECT DISTINCT ON (published_id) published_id, cell_id
    FROM shared
    ORDER BY published_id, buildings DESC, cell_id
),
held AS (
    SELECT *
    FROM duty
    WHERE community_id = :community_id
      AND person_id IS NOT NULL
      AND since <= :day
      AND (until IS NULL OR until >= :day)
),
on_duty AS (
    SELECT g.cell_id, h.person_id FROM held h JOIN goes_on g ON g.published_id = h.cell_id
    UNION
    SELECT p.cell_id, h.person_id FROM held h JOIN placed p ON p.building_id = h.building_id
    UNION
    SELECT p.cell_id, h.person_id
    FROM held h
    JOIN entrance e ON e.id = h.entrance_id
    JOIN placed p ON p.building_id = e.building_id
    UNION
    SELECT p.cell_id, h.person_id
    FROM held h
    JOIN household d ON d.id = h.household_id
    JOIN placed p ON p.building_id = d.building_id
)
SELECT cell_id, count(*) AS people FROM on_duty GROUP BY cell_id
