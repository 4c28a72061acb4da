"""What was sent after a try that was lost is told again.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

IS_TO_COME_AGAIN = sa.text("again_at IS NOT NULL")


def upgrade() -> None:
    """Let a notice that was sent say when it is told again, and be found by that."""
    op.add_column("outbox", sa.Column("again_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_outbox_again",
        "outbox",
        ["again_at"],
        sqlite_where=IS_TO_COME_AGAIN,
        postgresql_where=IS_TO_COME_AGAIN,
    )
