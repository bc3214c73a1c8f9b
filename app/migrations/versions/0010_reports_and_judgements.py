"""How issues come in, what people say of them, and who is told.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NOW = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_reports()
    _create_judgements()
    _create_notices()


def downgrade() -> None:
    for table in (
        "outgoing",
        "notice",
        "cost_share",
        "deliberation_step",
        "deliberation",
        "no_double",
        "issue_evaluation",
        "idempotency_key",
        "api_key",
        "source_mapping",
        "public_call",
        "issue_photo",
        "issue_reporter",
        "door_plate",
    ):
        op.drop_table(table)


def _create_reports() -> None:
    op.create_table(
        "door_plate",
        _key(),
        _to("community", index=True),
        _to("building"),
        _to("entrance", nullable=True, ondelete="CASCADE"),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("made_at", _NOW, nullable=False),
        sa.Column("withdrawn_at", _NOW),
        sa.UniqueConstraint("code"),
    )
    op.create_index(
        "uq_door_plate_place",
        "door_plate",
        ["building_id", "entrance_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "issue_reporter",
        _key(),
        _to("issue", index=True),
        _to("user", nullable=True),
        sa.Column("token_sha256", sa.String()),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("at", _NOW, nullable=False),
        sa.UniqueConstraint("token_sha256"),
    )
    op.create_table(
        "issue_photo",
        _key(),
        _to("issue", index=True),
        _to("issue_event", "event_id", nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=False),
        sa.Column("at", _NOW, nullable=False),
        sa.CheckConstraint("width > 0 AND height > 0", name="size"),
    )
    op.create_table(
        "public_call",
        _key(),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", _NOW, nullable=False),
    )
    op.create_index("ix_public_call_who", "public_call", ["kind", "who", "at"])
    op.create_table(
        "source_mapping",
        _to("community", primary_key=True),
        sa.Column("subject", sa.String(), primary_key=True, nullable=False),
        sa.Column("source", sa.String(), primary_key=True, nullable=False),
        sa.Column("mapping", JSONB(), nullable=False),
        sa.Column("at", _NOW, nullable=False),
    )
    op.create_table(
        "api_key",
        _key(),
        _to("community", index=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key_sha256", sa.String(), nullable=False),
        _to("user", "made_by", nullable=True),
        sa.Column("made_at", _NOW, nullable=False),
        sa.Column("seen_at", _NOW),
        sa.Column("withdrawn_at", _NOW),
        sa.UniqueConstraint("key_sha256"),
    )
    op.create_table(
        "idempotency_key",
        _to("api_key", primary_key=True),
        sa.Column("key", sa.String(), primary_key=True, nullable=False),
        sa.Column("body_sha256", sa.String(), nullable=False),
        _to("issue"),
        sa.Column("at", _NOW, nullable=False),
    )


def _create_judgements() -> None:
    op.create_table(
        "issue_evaluation",
        _key(),
        _to("issue"),
        _to("user", nullable=True),
        _to("issue_reporter", "reporter_id", nullable=True),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", _NOW, nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name="score"),
        sa.UniqueConstraint("issue_id", "user_id"),
        sa.UniqueConstraint("issue_id", "reporter_id"),
        sa.CheckConstraint("num_nonnulls(user_id, reporter_id) <= 1", name="one_judge"),
    )
    op.create_table(
        "no_double",
        _to("issue", primary_key=True),
        _to("issue", "other_id", primary_key=True, index=True),
        _to("user", nullable=True),
        sa.Column("at", _NOW, nullable=False),
        sa.CheckConstraint("issue_id < other_id", name="order"),
    )
    op.create_table(
        "deliberation",
        _key(),
        _to("issue", index=True),
        sa.Column(
            "state",
            _words(
                "deliberationstate",
                "raising",
                "discussing",
                "answering",
                "judging",
                "done",
                "dropped",
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("question", sa.String(), nullable=False),
        _to("user", "made_by", nullable=True),
        sa.Column("made_at", _NOW, nullable=False),
    )
    op.create_table(
        "deliberation_step",
        _key(),
        _to("deliberation", index=True),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("participants", JSONB(), nullable=False),
        sa.Column("minutes", sa.String(), nullable=False),
        sa.Column("votes_for", sa.BigInteger()),
        sa.Column("votes_against", sa.BigInteger()),
        sa.Column("votes_abstained", sa.BigInteger()),
        _to("user", nullable=True),
        sa.Column("at", _NOW, nullable=False),
        sa.CheckConstraint("least(votes_for, votes_against, votes_abstained) >= 0", name="votes"),
    )
    op.create_table(
        "cost_share",
        _key(),
        _to("deliberation"),
        _to("entrance", nullable=True),
        _to("household", nullable=True),
        sa.Column("due_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date()),
        sa.UniqueConstraint("deliberation_id", "entrance_id", "household_id"),
        sa.CheckConstraint("due_fen >= 0 AND paid_fen >= 0", name="amounts"),
        sa.CheckConstraint("num_nonnulls(entrance_id, household_id) = 1", name="one_payer"),
    )
    op.create_index("ix_cost_share_deliberation", "cost_share", ["deliberation_id"])


def _create_notices() -> None:
    op.create_table(
        "notice",
        _key(),
        _to("user", ondelete="CASCADE"),
        _to("issue", index=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", _NOW, nullable=False),
        sa.Column("read_at", _NOW),
    )
    op.create_index(
        "ix_notice_unread", "notice", ["user_id"], postgresql_where=sa.text("read_at IS NULL")
    )
    op.create_index("ix_notice_user", "notice", ["user_id", "id"])
    op.create_table(
        "outgoing",
        _key(),
        _to("community", index=True),
        sa.Column("carrier", _words("carrier", "web_hook", "email"), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("payload", JSONB(), nullable=False),
        sa.Column("made_at", _NOW, nullable=False),
        sa.Column("next_at", _NOW, nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("sent_at", _NOW),
        sa.Column("given_up_at", _NOW),
    )
    op.create_index(
        "ix_outgoing_waiting",
        "outgoing",
        ["next_at"],
        postgresql_where=sa.text("sent_at IS NULL AND given_up_at IS NULL"),
    )


def _key() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=True)


def _to(
    table: str,
    name: str | None = None,
    *,
    nullable: bool = False,
    ondelete: str | None = None,
    index: bool = False,
    primary_key: bool = False,
) -> sa.Column[int]:
    """Make a column that names a row of another table; the index where it is asked for."""
    other = sa.ForeignKey(f"{table}.id", ondelete=ondelete)
    return sa.Column(
        name or f"{table}_id",
        sa.BigInteger(),
        other,
        nullable=nullable,
        index=index,
        primary_key=primary_key,
    )


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
