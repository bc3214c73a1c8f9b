"""Issues found by words of any length, and listed by their deadline, each from an index.

Chinese writes no blanks between words, and people look for two signs at a time: every pair of
neighbouring signs is a key of the index. Trigrams would need three.

Revision: 0015, after 0014.
"""

from alembic import op
from sqlalchemy import text

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PAIRS_OF_SIGNS = """
CREATE FUNCTION issue_words(title text, description text, address text, source_ref text)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT sign || next_sign), '{}')
    FROM unnest(ARRAY[title, description, address, source_ref]) AS field,
         LATERAL (SELECT string_to_array(lower(field), NULL) AS signs) AS whole,
         LATERAL unnest(signs, signs[2:]) AS pair(sign, next_sign)
    WHERE next_sign IS NOT NULL
$$
"""
OPEN = "state IN ('reported', 'filed', 'dispatched', 'handling', 'suspended', 'resolved', "


def upgrade() -> None:
    op.execute(PAIRS_OF_SIGNS)
    op.create_index(
        "ix_issue_words",
        "issue",
        [text("issue_words(title, description, address, source_ref)")],
        postgresql_using="gin",
    )
    op.create_index(
        "ix_issue_pressing",
        "issue",
        ["community_id", "due_at", "id"],
        postgresql_where=text(f"{OPEN}'verified')"),
    )


def downgrade() -> None:
    op.drop_index("ix_issue_pressing", "issue")
    op.drop_index("ix_issue_words", "issue")
    op.execute("DROP FUNCTION issue_words")
