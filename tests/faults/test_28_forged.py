"""Row 28: whoever has no right clicks, or forges what a click and a form carry. Refused in words, logged, no change."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import ids
from bot.listeners.steps import AT_ONCE, FORMS
from sandbox.slack.people import Person
from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject
from sandbox.slack.view import View
from storage.requests import Request, Step
from tests.faults.forging import click, submit_unchecked, take
from tests.journeys.team import EMMA, ESCALATIONS, Team, a_team
from workflows.refusals import Refusal

STRANGER = "U_STRANGER"
BUTTONS = (*AT_ONCE, *FORMS, ids.REQUEST_EDIT, ids.REQUEST_TRAIL)
SET_UP = (ids.ACCOUNT_OPEN, ids.SETUP_OPEN, ids.ACCOUNT_PICK)
LETTERS = (ids.LETTERS_OPEN, ids.LETTERS_RETRY, ids.LETTERS_RETRY_ALL)
NO_KEYS: tuple[Any, ...] = ("R-9999", "nonsense", "<!channel>", "R-" + "1" * 4000, "", None, 7, ["R-1001"], {"a": 1})
"""What stands for no request."""
NO_STEPS: tuple[Any, ...] = (
    "request.claim",
    ":",
    "",
    None,
    7,
    "request.more:R-1001",
    "setup.test:R-1001",
    "account.open:R-1001",
    "request.claim:" + "9" * 4000,
    "request.nonsense:R-1001",
    "request.claim:R-9999",
)
"""What stands for no option of the menu."""
NO_METADATA: tuple[Any, ...] = (
    "",
    "nonsense",
    "[1]",
    "null",
    '{"key": null}',
    '{"key": ["R-1001"], "seen_in": {"a": 1}}',
    '{"key": "R-9999", "home": "yes"}',
    '{"edits": "R-9999"}',
    '{"edits": 7, "draft": "../../x", "account": "A-404"}',
    json.dumps({"key": "R-" + "1" * 2800}),
)
"""What no form of ours carries."""

Kept = tuple[list[Request], list[Step]]


@pytest.fixture
async def team(sqlite_url: str) -> AsyncIterator[Team]:
    """Baton at work, and somebody who is in none of its channels."""
    async with a_team(sqlite_url, "http") as working:
        working.slack.workspace.add_person(STRANGER, name="mallory", real_name="Mallory", locale="en-US")
        yield working


def kept(team: Team) -> Kept:
    """All that is stored of requests."""
    return team.baton.database.read_now(lambda work: (list(work.requests.every()), list(work.requests.every_step())))


def told(person: Person) -> list[str]:
    """Every no that someone was shown: beside a message, or in a small modal."""
    shown = [message.all_text() for message in person.ephemerals]
    return shown + [view.text() for view in person.window.stack]


class Attack:
    """One attempt after the other: each is answered in words and logged, and nothing is changed by any."""

    def __init__(self, team: Team, person: Person) -> None:
        self.team, self.person = team, person
        self.before = kept(team)

    async def click(self, message: Message, action: JsonObject) -> None:
        """Click what does not stand in `message`."""
        self.person.ephemerals.clear()
        with capture_logs() as logs:
            reply = await click(self.team, self.person, message, action)
        assert reply.status == 200, action
        await self.team.slack.settled(lambda _: bool(told(self.person)))
        self.refused(logs, action)

    async def submit(self, view: View, metadata: str, **changes: JsonObject | str) -> str:
        """Submit `view` with metadata, and whatever else, that it did not have; answer the code of the no."""
        with capture_logs() as logs:
            reply = await submit_unchecked(self.team, view, private_metadata=metadata, **changes)
        assert reply.status == 200, metadata
        assert reply.content["response_action"] in {"errors", "push"}, metadata
        return self.refused(logs, metadata)

    def refused(self, logs: list[Any], attempt: object) -> str:
        """Hold Baton to one line that names who tried, and to what it had stored; answer the code in that line."""
        [line] = [line for line in logs if line["event"] == "refused"]
        assert line["by"] == self.person.id, attempt
        assert [line for line in logs if line["log_level"] == "error"] == [], attempt
        assert kept(self.team) == self.before, attempt
        return str(line["code"])


async def test_no_button_takes_a_key_that_is_none(team: Team) -> None:
    card = await team.card(await team.file())
    attack = Attack(team, team.sato)
    for button in BUTTONS:
        for value in NO_KEYS:
            await attack.click(card, {"action_id": button, "value": value})


async def test_no_option_of_the_menu_stands_for_what_it_does_not_offer(team: Team) -> None:
    card = await team.card(await team.file())
    attack = Attack(team, team.sato)
    for value in NO_STEPS:
        option = {"text": {"type": "plain_text", "text": "x"}, "value": value}
        await attack.click(card, {"action_id": ids.REQUEST_MORE, "type": "overflow", "selected_option": option})
    await attack.click(card, {"action_id": ids.REQUEST_MORE, "type": "overflow", "selected_option": None})
    await attack.click(card, {"action_id": ids.REQUEST_MORE, "type": "overflow", "selected_option": "request.claim"})


async def test_whoever_sees_no_card_takes_no_step_of_it(team: Team) -> None:
    key = await team.file()
    await team.card(key)
    mallory = team.slack.person(STRANGER)
    own = mallory.say("hello")
    await team.slack.settled(lambda _: bool(mallory.dm()))
    attack = Attack(team, mallory)
    for button in BUTTONS:
        await attack.click(own, {"action_id": button, "value": key})


@pytest.mark.parametrize("button", [ids.DRAFT_OPEN, ids.ESCALATION_FILE_THIS])
async def test_nobody_opens_a_draft_that_is_none(team: Team, button: str) -> None:
    card = await team.card(await team.file())
    attack = Attack(team, team.sato)
    for value in NO_KEYS:
        await attack.click(card, {"action_id": button, "value": value})


@pytest.mark.parametrize("button", [*SET_UP, *LETTERS])
async def test_what_leads_and_admins_set_up_opens_for_nobody_else(team: Team, button: str) -> None:
    card = await team.card(await team.file())
    await Attack(team, team.sato).click(card, {"action_id": button, "value": "A-001"})


@pytest.mark.parametrize(
    ("form", "metadata"),
    [
        (ids.ACCOUNT_FORM, '{"account": "A-001"}'),
        (ids.SETUP_FORM, "{}"),
        (ids.ESCALATION_FORM, '{"edits": "R-1001"}'),
        *((form.callback_id, '{"key": "R-1001"}') for form in FORMS.values()),
    ],
)
async def test_a_form_that_one_was_never_shown_is_refused(team: Team, form: str, metadata: str) -> None:
    await team.file()
    mallory = team.slack.person(STRANGER)
    await mallory.shortcut(ids.ESCALATE_SHORTCUT)
    view = await mallory.modal(until=ids.ESCALATION_FORM)
    code = await Attack(team, mallory).submit(view, metadata, callback_id=form, state=filled_in())
    assert code in {Refusal.NOT_ALLOWED, Refusal.OFFER_GONE, Refusal.LEADS_ONLY, Refusal.ADMINS_ONLY}


def filled_in() -> JsonObject:
    """All that any form asks for: only the right to it is missing."""
    texts = (ids.ANSWER, ids.QUESTION, ids.WORDS, ids.REASON, ids.NOTE, ids.RESULT, ids.SUMMARY, ids.NAME)
    chosen = {
        ids.OUTCOME: "done",
        ids.CUSTOMER_STATE: "staying",
        ids.URGENCY: "low",
        ids.REQUEST_TYPE: "action",
        ids.CUSTOMER: "A-001",
        ids.PROJECT: "SUP",
        ids.ISSUE_TYPE: "Task",
    }
    values: dict[str, JsonObject] = {name: {"value": "x"} for name in texts}
    values |= {name: {"selected_option": {"value": value}} for name, value in chosen.items()}
    values |= {ids.OWNER: {"selected_user": EMMA}, ids.UNTIL: {"selected_date_time": 4102444800}}
    values |= {ids.ESCALATION_CHANNEL: {"selected_conversation": ESCALATIONS}, ids.LEADS: {"selected_users": [EMMA]}}
    return {"values": {name: {name: value} for name, value in values.items()}}


async def test_no_form_is_taken_for_another_request_or_none(team: Team) -> None:
    key = await team.file(request_type="consult")
    await take(team, team.sato, ids.REQUEST_CLAIM, key)
    for person, step, form, filled in forms(team):
        await take(team, person, step, key)
        view = await person.modal(until=form)
        await person.fill(filled)
        attack = Attack(team, person)
        for metadata in NO_METADATA:
            await attack.submit(view, metadata)
        await person.close()


def forms(team: Team) -> Iterator[tuple[Person, str, str, dict[str, str]]]:
    """Forms about a request in work: who opens which, and what stands in it."""
    reason = {ids.REASON: "x"}
    yield team.sato, ids.REQUEST_ASK, ids.ASK_FORM, {ids.QUESTION: "x"}
    yield team.sato, ids.REQUEST_ANSWER, ids.ANSWER_FORM, {ids.ANSWER: "x"}
    yield team.sato, ids.REQUEST_HAND_OFF, ids.HAND_OFF_FORM, {ids.OWNER: EMMA}
    yield team.sato, ids.REQUEST_WAIT, ids.WAIT_FORM, {ids.UNTIL: "2100-01-01T00:00:00+00:00", **reason}
    yield team.sato, ids.REQUEST_DECLINE, ids.DECLINE_FORM, reason
    yield team.sato, ids.REQUEST_URGENCY, ids.URGENCY_FORM, {ids.URGENCY: "low", **reason}
    yield team.aoi, ids.REQUEST_ADD, ids.ADD_FORM, {ids.WORDS: "x"}
    yield team.aoi, ids.REQUEST_WITHDRAW, ids.WITHDRAW_FORM, reason
