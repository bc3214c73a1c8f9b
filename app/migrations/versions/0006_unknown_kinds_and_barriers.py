"""Buildings whose kind nobody said; lines that divide ground and are no paths.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KINDS = ("apartment", "bungalow", "villa", "public", "commercial", "school", "other")


def upgrade() -> None:
    _allow_kinds(*_KINDS, "unknown")
    op.create_geospatial_table(
        "barrier",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("vanished_on", sa.Date(), nullable=True),
        sa.Column(
            "line",
            Geometry(geometry_type="LINESTRING", srid=4326, dimension=2, spatial_index=False),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_barrier_community_id_community")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barrier")),
        sa.UniqueConstraint("community_id", "key", name=op.f("uq_barrier_community_id_key")),
    )
    op.create_geospatial_index(
        "ix_barrier_line", "barrier", ["line"], unique=False, postgresql_using="gist"
    )


def downgrade() -> None:
    op.drop_geospatial_table("barrier")
    op.execute("UPDATE building SET kind = 'other' WHERE kind = 'unknown'")
    _allow_kinds(*_KINDS)


def _allow_kinds(*kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("ck_building_buildingkind"), "building", type_="check")
    op.create_check_constraint(op.f("ck_building_buildingkind"), "building", f"kind IN ({listed})")
