"""Digests and their editions; Jira issues and their moves; a trail that tells any past moment; who may read a channel.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

HAS_SLOT = sa.text("slot IS NOT NULL")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the new tables; let each step of the trail say what the request was after it."""
    _mirror()
    _trail()
    _calls()
    _digests()
    _issues()
    _issue_moves()
    _jira()


def _mirror() -> None:
    op.add_column("people", sa.Column("updated", sa.BigInteger, nullable=False, server_default="0"))
    op.create_table(
        "channels",
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("is_private", sa.Boolean, nullable=False),
    )


def _trail() -> None:
    op.add_column("trail", sa.Column("request_type", sa.String(24)))
    op.add_column("trail", sa.Column("urgency", sa.String(24)))
    op.add_column("trail", sa.Column("owner", sa.String(32)))
    for statement in (_TYPES, _URGENCIES, _OWNERS):
        op.execute(statement)
    op.create_index("ix_trail_at", "trail", ["at"])


_TYPES = "UPDATE trail SET request_type = (SELECT request_type FROM requests WHERE requests.number = trail.number)"
"""What was asked for, as far as is known: edits from before this revision do not say what it was."""
_URGENCIES = """
UPDATE trail SET urgency = coalesce(
    (SELECT earlier.about FROM trail AS earlier
     WHERE earlier.number = trail.number AND earlier.ordinal <= trail.ordinal AND earlier.verb = 'urgency'
     ORDER BY earlier.ordinal DESC LIMIT 1),
    (SELECT agent_urgency FROM requests WHERE requests.number = trail.number))
"""
"""The last change of urgency up to the step, else the filer's own rating."""
_OWNERS = """
UPDATE trail SET owner = (
    SELECT CASE WHEN earlier.verb IN ('claim', 'take_over', 'accept', 'answer') THEN earlier."by" END
    FROM trail AS earlier
    WHERE earlier.number = trail.number AND earlier.ordinal <= trail.ordinal
      AND (earlier.verb IN ('claim', 'take_over', 'accept', 'answer', 'file')
           OR (earlier.verb IN ('decline', 'move', 'reopen') AND earlier.to_status = 'todo'))
    ORDER BY earlier.ordinal DESC LIMIT 1)
"""
"""Whoever took it up last, unless it was given back since."""


def _calls() -> None:
    """Make what tells of the help on calls that are over."""
    op.create_index("ix_calls_started_at", "calls", ["started_at"])
    op.create_index("ix_whispers_sent_at", "whispers", ["sent_at"])
    op.create_table(
        "help_signs",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("taken_by", sa.String(32)),
        sa.Column("taken_at", MOMENT),
        sa.ForeignKeyConstraint(["number"], ["calls.number"], name="fk_help_signs_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_help_signs_number", "help_signs", ["number"])
    op.create_index("ix_help_signs_asked_at", "help_signs", ["asked_at"])


def _digests() -> None:
    op.create_table(
        "digests",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("channel", sa.String(32)),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("days", sa.Text, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("locale", sa.String(24), nullable=False),
        sa.Column("sections", sa.Text, nullable=False),
        sa.Column("order", sa.String(24), nullable=False),
        sa.Column("holidays", sa.String(24), nullable=False),
        sa.Column("empty", sa.String(24), nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("paused_at", MOMENT),
        sa.Column("paused_by", sa.String(32)),
        sa.Column("trouble", sa.String(160)),
        sqlite_autoincrement=True,
    )
    _editions()
    op.create_table("mornings_off", sa.Column("user_id", sa.String(32), primary_key=True))


def _editions() -> None:
    op.create_table(
        "editions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("digest", sa.Integer),
        sa.Column("place", sa.String(64), nullable=False),
        sa.Column("local_date", sa.Date, nullable=False),
        sa.Column("slot", sa.String(5)),
        sa.Column("as_of", MOMENT, nullable=False),
        sa.Column("content", sa.Text),
        sa.Column("skipped", sa.Boolean, nullable=False),
        sa.Column("preview", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    slot = ["digest", "place", "local_date", "slot"]
    op.create_index("ix_editions_slot", "editions", slot, unique=True, sqlite_where=HAS_SLOT, postgresql_where=HAS_SLOT)
    op.create_index("ix_editions_place", "editions", ["place", "number"])


def _issues() -> None:
    op.create_table(
        "issues",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("issue_id", sa.String(32), nullable=False),
        sa.Column("issue_key", sa.String(64), nullable=False),
        sa.Column("project_id", sa.String(32), nullable=False),
        sa.Column("project", sa.String(32), nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("category", sa.String(24), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("status_since", MOMENT, nullable=False),
        sa.Column("issue_type", sa.Text),
        sa.Column("priority", sa.Text),
        sa.Column("assignee", sa.Text),
        sa.Column("fix_versions", sa.Text, nullable=False),
        sa.Column("heard_at", MOMENT, nullable=False),
        sa.Column("gone_at", MOMENT),
        sa.Column("known_since", MOMENT, nullable=False),
        sa.UniqueConstraint("issue_id", name="uq_issues_issue_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_issues_issue_key", "issues", ["issue_key"])


def _issue_moves() -> None:
    """Make what belongs to an issue: its requests, and what happened to it."""
    op.create_table(
        "issue_links",
        _of_request(),
        sa.Column("issue", sa.Integer, primary_key=True),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("after", sa.Integer, nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["issue"], ["issues.number"], name="fk_issue_links_issue"),
    )
    op.create_index("ix_issue_links_issue", "issue_links", ["issue"])
    op.create_table(
        "issue_moves",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("issue", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("heard_at", MOMENT, nullable=False),
        sa.Column("field", sa.String(24), nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("by", sa.Text),
        sa.Column("category", sa.String(24)),
        sa.Column("since", MOMENT),
        sa.ForeignKeyConstraint(["issue"], ["issues.number"], name="fk_issue_moves_issue"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_issue_moves_issue", "issue_moves", ["issue", "position"])
    op.create_index("ix_issue_moves_heard_at", "issue_moves", ["heard_at"])
    op.create_table(
        "progress",
        _of_request(),
        sa.Column("told_to", sa.Integer, nullable=False),
        sa.Column("told_at", MOMENT),
        sa.Column("is_done", sa.Integer, nullable=False, server_default="0"),
    )


def _of_request() -> sa.Column[int]:
    return sa.Column("request", sa.Integer, sa.ForeignKey("requests.number"), primary_key=True)


def _jira() -> None:
    """Make what is kept of Jira itself: how it is set up, and how far it was read."""
    op.create_table(
        "trackers",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("tracker", sa.Text, nullable=False),
    )
    op.create_table(
        "sweeps",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("swept_to", MOMENT),
        sa.Column("began_at", MOMENT),
        sa.Column("token", sa.Text),
        sa.Column("reached_at", MOMENT),
        sa.Column("failing_since", MOMENT),
        sa.Column("trouble", sa.Text),
    )
