"""Calls: who is on the phone, what is whispered, said and feared; the phrase book; accounts by phone number.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

from storage.accounts import phone_key

revision = "0003"
down_revision = "0002"

LIVE = sa.text("ended_at IS NULL AND started_at IS NOT NULL")
DUE = sa.text("due_at IS NOT NULL")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the new tables, then give accounts the number that a call is found by."""
    _calls()
    _beside_calls()
    _whispers()
    _phrases()
    _phone_numbers()


def _calls() -> None:
    op.create_table(
        "calls",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("call_id", sa.Text),
        sa.Column("agent", sa.String(32)),
        sa.Column("account_id", sa.String(64)),
        sa.Column("customer", sa.Text),
        sa.Column("channel", sa.String(32)),
        sa.Column("started_at", MOMENT),
        sa.Column("last_sign_at", MOMENT, nullable=False),
        sa.Column("announced", sa.Boolean, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("ended_by", sa.String(32)),
        sa.Column("help_asked_at", MOMENT),
        sa.Column("help_by", sa.String(32)),
        sa.Column("help_taken_at", MOMENT),
        sa.Column("helps", sa.Integer, nullable=False, server_default="0"),
        sa.UniqueConstraint("call_id", name="uq_calls_call_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_calls_live_agent", "calls", ["agent"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE)


def _beside_calls() -> None:
    """Make what belongs to a call: notes, danger signs, what was said; and who is in a huddle."""
    op.create_table(
        "call_notes",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        _of_call(),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_call_notes_number", "call_notes", ["number"])
    op.create_table(
        "call_signs",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        _of_call(),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("phrase", sa.Text),
        sa.Column("words", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_call_signs_number", "call_signs", ["number"])
    op.create_table(
        "segments",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        _of_call(),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("speaker", sa.String(24), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_segments_call", "segments", ["number", "at"])
    op.create_table(
        "huddles",
        sa.Column("user_id", sa.String(32), primary_key=True),
        sa.Column("until", MOMENT, nullable=False),
    )


def _of_call(name: str = "number") -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey("calls.number"), nullable=False)


def _whispers() -> None:
    op.create_table(
        "whispers",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        _of_call("call"),
        sa.Column("agent", sa.String(32), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("advice", sa.Text, nullable=False),
        sa.Column("tone", sa.String(24), nullable=False),
        sa.Column("link", sa.Text),
        sa.Column("phrase_id", sa.String(64)),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("sendings", sa.Integer, nullable=False, server_default="1"),
        sa.Column("delivered_at", MOMENT),
        sa.Column("answer", sa.String(24)),
        sa.Column("answered_at", MOMENT),
        sa.Column("warned_at", MOMENT),
        sa.Column("folded_at", MOMENT),
        sa.Column("failed", sa.String(120)),
        sa.Column("caution", sa.String(24)),
        sa.Column("helped", sa.String(24)),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_whispers_call", "whispers", ["call"])
    op.create_index("ix_whispers_due_at", "whispers", ["due_at"], sqlite_where=DUE, postgresql_where=DUE)


def _phrases() -> None:
    op.create_table(
        "phrases",
        sa.Column("phrase_id", sa.String(64), primary_key=True),
        sa.Column("locale", sa.String(24), nullable=False),
        sa.Column("speaker", sa.String(24), nullable=False),
        sa.Column("any", sa.Text, nullable=False),
        sa.Column("all", sa.Text, nullable=False),
        sa.Column("none", sa.Text, nullable=False),
        sa.Column("within", sa.Integer, nullable=False),
        sa.Column("tone", sa.String(24), nullable=False),
        sa.Column("danger", sa.Boolean, nullable=False),
        sa.Column("advice", sa.Text, nullable=False),
        sa.Column("link", sa.Text),
        sa.Column("fired", sa.Integer, nullable=False, server_default="0"),
        sa.Column("used", sa.Integer, nullable=False, server_default="0"),
        sa.Column("not_used", sa.Integer, nullable=False, server_default="0"),
        sa.Column("too_late", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_table(
        "phrase_book",
        sa.Column("only", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table("advice_off", sa.Column("user_id", sa.String(32), primary_key=True))


def _phone_numbers() -> None:
    op.add_column("accounts", sa.Column("phone_key", sa.String(40)))
    op.create_index("ix_accounts_phone_key", "accounts", ["phone_key"])
    connection = op.get_bind()
    listed = connection.execute(sa.text("SELECT account_id, phone FROM accounts WHERE phone IS NOT NULL")).all()
    for account_id, phone in listed:
        key = {"key": phone_key(phone), "account": account_id}
        connection.execute(sa.text("UPDATE accounts SET phone_key = :key WHERE account_id = :account"), key)
