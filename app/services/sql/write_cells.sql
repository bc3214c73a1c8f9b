-- Write one cell of a draft, whether it is there or was taken away.
INSERT INTO cell (id, division_id, community_id, code, name, kind, tint, shape)
VALUES (:id, :division_id, :community_id, :code, :name, :kind, :tint,
        ST_SetSRID(ST_GeomFromWKB(decode(:shape, 'hex')), 4326))
ON CONFLICT (id) DO UPDATE
SET code = excluded.code, name = excluded.name, kind = excluded.kind, tint = excluded.tint,
    shape = excluded.shape
WHERE cell.division_id = excluded.division_id
