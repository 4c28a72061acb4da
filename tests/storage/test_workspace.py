"""The database knows whose it is, and keeps a salt of its own."""

from storage.database import Database
from storage.workspace import Identity
from tests.storage.clocks import machine_clock


def test_nothing_is_known_before_slack_answered(database_url: str) -> None:
    database = Database(database_url, machine_clock)

    assert database.read_now(lambda work: work.workspace.identity()) == Identity()


def test_what_slack_said_stays(database_url: str) -> None:
    ours = Identity(team_id="T1", bot_id="B1", bot_user_id="U1", url="https://example.slack.com/")
    salt = Database(database_url, machine_clock).read_now(lambda work: work.workspace.salt())

    Database(database_url, machine_clock).write_now(lambda work: work.workspace.remember(ours))

    again = Database(database_url, machine_clock)
    assert again.read_now(lambda work: work.workspace.identity()) == ours
    assert again.read_now(lambda work: work.workspace.salt()) == salt
    assert again.read_now(lambda work: work.salt) == salt, "each unit of work is handed the salt"
