"""The thread: people, accounts, requests with their trail, receipts, and what is owed to Slack.

Revision 0001, the first.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

UNFINISHED = sa.text("status != 'done'")
UNSETTLED = sa.text("state IN ('pending', 'sending', 'unknown')")
DEAD = sa.text("state = 'dead'")


def upgrade() -> None:
    """Make all tables, and the one row of the workspace."""
    _workspace()
    _people()
    _accounts()
    _requests()
    _trail()
    _receipts()
    _outbox()
    _delivery()


def _workspace() -> None:
    """Make the workspace's one row with the random salt of this database's metadata keys."""
    workspace = op.create_table(
        "workspace",
        sa.Column("only", sa.Integer, primary_key=True),
        sa.Column("team_id", sa.String(32)),
        sa.Column("bot_id", sa.String(32)),
        sa.Column("bot_user_id", sa.String(32)),
        sa.Column("url", sa.String(255)),
        sa.Column("salt", sa.String(64), nullable=False),
    )
    op.bulk_insert(workspace, [{"only": 1, "salt": secrets.token_hex(16)}])


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("user_id", sa.String(32), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("locale", sa.String(24), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("is_admin", sa.Boolean, nullable=False),
        sa.Column("is_bot", sa.Boolean, nullable=False),
        sa.Column("deactivated", sa.Boolean, nullable=False),
    )
    op.create_index("ix_people_email", "people", [sa.text("lower(email)")])
    for table, group in (("group_members", "group_id"), ("channel_members", "channel")):
        op.create_table(
            table,
            sa.Column(group, sa.String(32), primary_key=True),
            sa.Column("user_id", sa.String(32), primary_key=True),
        )


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kana", sa.Text),
        sa.Column("account_manager", sa.String(32)),
        sa.Column("cover", sa.String(32)),
        sa.Column("team_channel", sa.String(32)),
        sa.Column("phone", sa.Text),
        sa.Column("plan", sa.Text),
        sa.Column("locale", sa.String(24)),
        sa.Column("folded_name", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
    )
    op.create_index("ix_accounts_folded_name", "accounts", ["folded_name"])


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("request_type", sa.String(24), nullable=False),
        sa.Column("urgency", sa.String(24), nullable=False),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("account_id", sa.String(64), sa.ForeignKey("accounts.account_id"), nullable=False),
        sa.Column("account_manager", sa.String(32)),
        sa.Column("channel", sa.String(32)),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("customer_words", sa.Text),
        sa.Column("details", sa.Text),
        sa.Column("conversation_url", sa.Text),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("filed_by", sa.String(32), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.String(32)),
        sa.Column("claimed_at", sa.DateTime(timezone=True)),
        sa.Column("answer", sa.Text),
        sa.Column("answered_by", sa.String(32)),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answers", sa.Integer, nullable=False),
        sa.Column("ending", sa.String(24)),
        sa.Column("finished_by", sa.String(32)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.String(24)),
        sa.Column("customer_state", sa.String(24)),
        sa.Column("result", sa.Text),
        sqlite_autoincrement=True,
    )
    _indexes_of_requests()


def _indexes_of_requests() -> None:
    """Index what is unfinished by whom it concerns, so that costs grow with it and never with history."""
    for suffix, columns in (
        ("unfinished_account", ["account_id"]),
        ("unfinished_owner", ["owner"]),
        ("unfinished_account_manager", ["account_manager"]),
        ("unfinished_filed_by", ["filed_by", "status"]),
    ):
        op.create_index(
            f"ix_requests_{suffix}",
            "requests",
            columns,
            sqlite_where=UNFINISHED,
            postgresql_where=UNFINISHED,
        )
    op.create_index("ix_requests_filed_by", "requests", ["filed_by", "number"])


def _trail() -> None:
    op.create_table(
        "trail",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("number", sa.Integer, sa.ForeignKey("requests.number"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("verb", sa.String(24), nullable=False),
        sa.Column("from_status", sa.String(24)),
        sa.Column("to_status", sa.String(24), nullable=False),
        sa.Column("words", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_trail_number", "trail", ["number"])


def _receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("key", sa.String(160), primary_key=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_receipts_received_at", "receipts", ["received_at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("topic", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(160), nullable=False),
        sa.Column("place", sa.String(64), nullable=False),
        sa.Column("lane", sa.String(80), nullable=False),
        sa.Column("kept", sa.Boolean, nullable=False),
        sa.Column("args", sa.Text, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("looks", sa.Integer, nullable=False),
        sa.Column("lost_at", sa.DateTime(timezone=True)),
        sa.Column("crashed", sa.Boolean, nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True)),
        sa.Column("error", sa.String(160)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sqlite_autoincrement=True,
    )
    for name, which in (("unsettled", UNSETTLED), ("dead", DEAD)):
        op.create_index(f"ix_outbox_{name}", "outbox", ["lane", "number"], sqlite_where=which, postgresql_where=which)
    op.create_index("ix_outbox_subject", "outbox", ["subject", "topic", "place"])


def _delivery() -> None:
    """Make the leases of lanes, the buckets of Slack's limits, and what Slack has of us."""
    op.create_table(
        "lanes",
        sa.Column("lane", sa.String(80), primary_key=True),
        sa.Column("holder", sa.String(64)),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("next_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "buckets",
        sa.Column("bucket", sa.String(120), primary_key=True),
        sa.Column("tokens", sa.Float, nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True)),
    )
    _posts()


def _posts() -> None:
    op.create_table(
        "posts",
        sa.Column("topic", sa.String(32), primary_key=True),
        sa.Column("subject", sa.String(160), primary_key=True),
        sa.Column("place", sa.String(64), primary_key=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("ts", sa.String(32), nullable=False),
    )
    op.create_table(
        "places",
        sa.Column("place", sa.String(64), primary_key=True),
        sa.Column("channel", sa.String(32), nullable=False),
    )
