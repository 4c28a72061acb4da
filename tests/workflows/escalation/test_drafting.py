"""What filing makes of a draft: it brings in the message that the draft began with, and uses it up."""

import pytest

from storage.drafts import KeptDraft, Source
from storage.requests import FileLink
from tests.workflows.escalation.team import AGENT, COLLEAGUE, NOW, Team
from workflows.escalation import drafting, reading, talking
from workflows.escalation.draft import Duplicate, Guard
from workflows.escalation.talking import Remark
from workflows.refusals import InvalidForm

FILE = FileLink("F1", "請求書.pdf", "https://example.slack.com/files/F1")
OTHER_FILE = FileLink("F2", "画面.png", "https://example.slack.com/files/F2")


def keep(team: Team, person: str) -> None:
    """Keep a draft that began with a message."""
    source = Source("山田", "https://example.slack.com/archives/C1/p1", (FILE,))
    draft = KeptDraft("d1", person, NOW, {"summary": "請求書"}, source)
    team.database.write_now(lambda work: work.drafts.keep(draft))


def offered(team: Team, person: str = AGENT) -> list[str]:
    """Answer which drafts Home offers."""
    return [draft.draft_id for draft in team.database.read_now(reading.home, person, team.desk, team.now).drafts]


def test_a_filing_brings_in_the_message_its_draft_began_with_and_uses_the_draft_up(team: Team) -> None:
    keep(team, AGENT)
    assert offered(team) == ["d1"]

    key = team.file(draft_id="d1", files=(OTHER_FILE,))

    found = team.request(key)
    assert (found.said_by, found.conversation_url) == ("山田", "https://example.slack.com/archives/C1/p1")
    assert found.files == (FILE, OTHER_FILE)
    assert offered(team) == []


def test_what_was_typed_in_the_form_comes_before_the_message(team: Team) -> None:
    keep(team, AGENT)
    key = team.file(draft_id="d1", conversation_url="https://example.com/chat/1")
    assert team.request(key).conversation_url == "https://example.com/chat/1"


def test_typing_that_arrives_after_its_filing_is_not_offered_again(team: Team) -> None:
    team.file(draft_id="d1")
    keep(team, AGENT)
    assert offered(team) == []


def test_two_forms_opened_from_one_draft_file_two_requests(team: Team) -> None:
    keep(team, AGENT)
    first, second = team.file(draft_id="d1"), team.file(draft_id="d1")
    assert first != second
    assert team.request(second).said_by == "山田"


def test_a_draft_of_somebody_else_s_is_neither_read_nor_used_up(team: Team) -> None:
    keep(team, COLLEAGUE)

    key = team.file(draft_id="d1")

    assert (team.request(key).said_by, team.request(key).files) == (None, ())
    assert offered(team, COLLEAGUE) == ["d1"]


def test_whoever_else_files_a_message_gets_what_was_said_and_nothing_that_its_author_typed_since(team: Team) -> None:
    said = {"summary": "請求書が届かない", "customer_words": "請求書が届かない\n三日待ち"}
    team.database.write_now(talking.offer_help, Remark("d1", AGENT, "C1", under="1.0", typed=said, files=(FILE,)), NOW)
    typed = KeptDraft("d1", AGENT, NOW, {"summary": "社内限り", "customer_words": "社内限りのメモ", "customer": {}})
    team.database.write_now(drafting.keep, typed)

    copy = team.database.write_now(drafting.take_up, "d1", COLLEAGUE, "d2", NOW)

    assert (copy.draft_id, copy.person, copy.typed) == ("d2", COLLEAGUE, said)
    assert copy.source is not None
    assert copy.source.files == (FILE,)
    assert team.database.write_now(drafting.take_up, "d1", AGENT, "d3", NOW).typed == typed.typed


def test_adding_uses_the_draft_up_too_and_a_refused_filing_leaves_it(team: Team) -> None:
    keep(team, AGENT)
    key = team.after(filed_by=COLLEAGUE)
    with pytest.raises(InvalidForm):
        team.file(draft_id="d1", duplicate=Duplicate(Guard.ADD, "R-9999"))
    assert offered(team) == ["d1"]

    team.file(draft_id="d1", duplicate=Duplicate(Guard.ADD, key))

    assert offered(team) == []
    assert team.request(key).files == (FILE,)
