"""Every verb of an escalation: what a request waits for, offers, ratings, drafts, timers, the team's set-up.

Revision 0002, after 0001. Steps are numbered within their request from here on, and the messages about answers are
named by their step instead of by the count of answers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

UNFINISHED = sa.text("status != 'done'")
FINISHED = sa.text("status = 'done'")


def upgrade() -> None:
    """Extend requests and their trail, then make the new tables."""
    _requests()
    _trail()
    _answers()
    _drafts()
    _timers()
    _setup()


def _requests() -> None:
    columns = (
        sa.Column("steps", sa.Integer, nullable=False, server_default="1"),
        sa.Column("agent_urgency", sa.String(24), nullable=False, server_default="medium"),
        sa.Column("manager_urgency", sa.String(24)),
        sa.Column("promised", sa.Text),
        sa.Column("next_contact_at", sa.DateTime(timezone=True)),
        sa.Column("said_by", sa.Text),
        sa.Column("linked_to", sa.Integer),
        sa.Column("waiting_for", sa.String(24)),
        sa.Column("waiting_until", sa.DateTime(timezone=True)),
        sa.Column("waiting_step", sa.Integer),
        sa.Column("question", sa.Text),
        sa.Column("offered_to", sa.String(32)),
        sa.Column("offered_by", sa.String(32)),
        sa.Column("offered_step", sa.Integer),
        sa.Column("declined_by", sa.Text, nullable=False, server_default="[]"),
    )
    for column in columns:
        op.add_column("requests", column)
    op.drop_column("requests", "answers")
    op.create_index(
        "ix_requests_unfinished_offered_to",
        "requests",
        ["offered_to"],
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )
    op.create_index(
        "ix_requests_finished_owner",
        "requests",
        ["owner", "finished_at"],
        sqlite_where=FINISHED,
        postgresql_where=FINISHED,
    )
    op.execute("UPDATE requests SET agent_urgency = urgency")
    op.execute("UPDATE requests SET waiting_for = 'acceptance' WHERE status = 'waiting'")


def _trail() -> None:
    """Number the steps that are there."""
    op.add_column("trail", sa.Column("ordinal", sa.Integer, nullable=False, server_default="0"))
    op.add_column("trail", sa.Column("about", sa.String(64)))
    op.execute(
        "UPDATE trail SET ordinal = (SELECT count(*) FROM trail AS earlier"
        " WHERE earlier.number = trail.number AND earlier.position <= trail.position)"
    )
    op.drop_index("ix_trail_number", "trail")
    op.create_index("ix_trail_step", "trail", ["number", "ordinal"], unique=True)
    op.execute(
        "UPDATE requests SET waiting_step = (SELECT max(ordinal) FROM trail"
        " WHERE trail.number = requests.number AND trail.verb = 'answer') WHERE status = 'waiting'"
    )
    op.execute("UPDATE requests SET steps = (SELECT count(*) FROM trail WHERE trail.number = requests.number)")


def _answers() -> None:
    """Name the messages of answers by their step: `R-1042/1` was the first answer, and becomes, say, `R-1042/3`."""
    connection = op.get_bind()
    answers = connection.execute(
        sa.text("SELECT number, ordinal FROM trail WHERE verb = 'answer' ORDER BY number, ordinal DESC")
    ).all()
    counted: dict[int, int] = {}
    for number, _ in answers:
        counted[number] = counted.get(number, 0) + 1
    for number, ordinal in answers:
        key = f"R-{1000 + number}"
        names = {"then": f"{key}/{counted[number]}", "now": f"{key}/{ordinal}"}
        counted[number] -= 1
        for table in ("posts", "outbox"):
            connection.execute(
                sa.text(f"UPDATE {table} SET subject = :now WHERE topic = 'answer' AND subject = :then"),  # noqa: S608  our own two names
                names,
            )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("draft_id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True)),
        sa.Column("typed", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
    )
    op.create_index("ix_drafts_typed_at", "drafts", ["typed_at"])
    op.create_index("ix_drafts_person", "drafts", ["person", "typed_at"])


def _timers() -> None:
    op.create_table(
        "timers",
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("subject", sa.String(160), primary_key=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_timers_due_at", "timers", ["due_at"])


def _setup() -> None:
    op.create_table(
        "setup",
        sa.Column("only", sa.Integer, primary_key=True),
        sa.Column("escalation_channel", sa.String(32)),
        sa.Column("calls_channel", sa.String(32)),
        sa.Column("leads", sa.Text, nullable=False),
    )
