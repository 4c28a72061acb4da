"""Whatever is typed, searched for or told by a phone goes to the database as a value, never as part of a statement.

docs/security.md, "SQL": each statement that runs is looked at, on both databases, with texts that would change it.
"""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect

from storage.accounts import Account
from storage.base import metadata
from storage.database import Database
from storage.types import clean
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Speaker
from tests.storage.statements import overheard
from tests.workflows.escalation.team import AGENT, CHANNEL, DESK, LEAD, NOW, Team, a_team
from workflows.escalation import filing, lookup
from workflows.escalation.standing import Click
from workflows.people.policy import Roles
from workflows.refusals import Refused
from workflows.whisper import book, editing
from workflows.whisper.advising import OpenBook
from workflows.whisper.floor import Floor
from workflows.whisper.hearing import NamedAgent, NamedCustomer, PhoneEvent, PhoneEventKind, hear

MARK = "zqhostile"
"""What stands in every text, and in no statement of ours."""

SPELLS = st.sampled_from(
    (
        "'; DROP TABLE requests; --",
        '" OR "1"="1',
        "' UNION SELECT advice FROM whispers --",
        "\\'; DELETE FROM trail; --",
        "%' OR name LIKE '%",
        "$1 %s %(x)s :x ? {0} {x} ${x}",
        "/* */ ; COMMIT; BEGIN; --",
        "\0\ud800\u2028'",
        "％＿％",
        "%",
        "_",
    )
)
TEXTS = st.tuples(SPELLS | st.text(max_size=30), SPELLS | st.text(max_size=30)).map(MARK.join)
EXAMPLES = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
FLOOR = Floor(Roles(leads=frozenset({LEAD})), CHANNEL)


def tables(work: UnitOfWork) -> list[str]:
    return sorted(inspect(work.connection).get_table_names())


def look_everywhere(work: UnitOfWork, typed: str) -> None:
    """Ask every question that takes a text."""
    work.accounts.matching(typed, 20)
    lookup.found(work, typed, Click(typed, AGENT), DESK)
    editing.found(work, LEAD, typed, DESK.roles)
    for ask in (work.requests.get, work.calls.get, work.accounts.get):
        ask(typed)
    try:
        lookup.shown(work, Click(typed, AGENT, typed), DESK)
    except Refused:
        return


def ring(work: UnitOfWork, typed: str) -> None:
    """Let a phone system call everything by this text."""
    named = NamedAgent(typed, typed), NamedCustomer(typed, typed, typed)
    started = PhoneEvent(typed, PhoneEventKind.STARTED, typed, NOW, *named)
    said = PhoneEvent(
        typed, PhoneEventKind.SEGMENT, typed, NOW, *named, speaker=Speaker.CUSTOMER, text=typed, final=True
    )
    for happening in (started, said):
        hear(work, happening, OpenBook(), FLOOR, NOW)


def test_no_text_is_ever_part_of_a_statement_and_what_comes_back_is_what_was_typed(database_url: str) -> None:
    database = Database(database_url, lambda: NOW)
    database.write_now(a_team)
    database.write_now(book.begin)
    team, before = Team(database), database.read_now(tables)

    @EXAMPLES
    @given(typed=TEXTS)
    def file_and_search(typed: str) -> None:
        with overheard() as statements:
            key = team.file(summary=typed, customer_words=typed, details=typed, promised=typed)
            team.take(filing.add, AGENT, key, typed)
            database.write_now(lambda work: work.accounts.save([Account("A-9", typed, typed, plan=typed)]))
            database.read_now(look_everywhere, typed)
            database.write_now(ring, typed)
        assert statements
        assert not [statement for statement in statements if MARK in statement.casefold()]
        kept = team.request(key)
        assert (kept.summary, kept.customer_words, kept.details, kept.promised) == (clean(typed),) * 4
        assert team.trail(key)[-1].words == clean(typed)

    file_and_search()
    assert database.read_now(tables) == before
    assert set(metadata.tables) <= set(before)


def test_what_stands_for_anything_in_sql_stands_for_itself_in_a_search(database_url: str) -> None:
    database = Database(database_url, lambda: NOW)
    database.write_now(a_team)
    database.write_now(lambda work: work.accounts.save([Account("A-7", "100% Juice_Bar\\Ltd")]))
    for typed, wanted in (("%", ["A-7"]), ("_", ["A-7"]), ("\\", ["A-7"]), ("0% j", ["A-7"]), ("%%", []), ("a%i", [])):
        found = database.read_now(lambda work, typed=typed: work.accounts.matching(typed, 20))  # type: ignore[misc]
        assert [account.account_id for account in found] == wanted, typed
