"""Rows 12 and 28 around calls: forged keys, and people without the right. Refused in words, logged, nothing changed."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import ids
from sandbox.slack.people import Person
from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject
from sandbox.slack.view import View
from storage.base import metadata
from storage.unit_of_work import UnitOfWork
from tests.faults.forging import click, submit_unchecked
from tests.faults.test_26_hostile_text import all_sent
from tests.journeys.team import AOI, EMMA, SATO, Team, a_team
from workflows.refusals import Refusal

STRANGER, GONE = "U_STRANGER", "U_GONE"
OWN = (ids.CALL_HELP, ids.CALL_LOWER, ids.CALL_NOTE, ids.CALL_FILE)
OTHERS = (ids.CALL_END, ids.CALL_TAKE_HELP, ids.CALL_WHISPER)
ANSWERS = (ids.WHISPER_GOT_IT, ids.WHISPER_MORE, ids.WHISPER_HOLD, ids.WHISPER_TAKE_OVER)
RATINGS = (ids.WHISPER_USED, ids.WHISPER_NOT_USED, ids.WHISPER_TOO_LATE)
BOOK = (ids.PHRASE_OPEN, ids.PHRASE_NEW, ids.PHRASE_EDIT, ids.PHRASE_PICK, ids.PHRASE_DROP)
SWITCHES = (ids.ADVICE_OFF, ids.ADVICE_ON)
NO_KEYS: tuple[Any, ...] = (
    "R-1001",
    "call-0",
    "call-9999999999",
    "whisper-9999999999",
    "call-999999999999999",
    "call-１",
    "call-1\0",
    "\0\ud800",
    "",
    None,
    "call-" + "1" * 4000,
)
"""What stands for no call and no whisper."""
NO_METADATA: tuple[Any, ...] = (
    "",
    "nonsense",
    "[1]",
    '{"key": null}',
    '{"key": ["call-1"], "seen_in": {"a": 1}}',
    '{"key": "whisper-1", "home": "yes"}',
    '{"agent": "U_NOBODY"}',
    '{"agent": ["U_AOI"]}',
    '{"agent": "\\u0000\\ud800"}',
    json.dumps({"key": "call-" + "1" * 2800}),
)
"""What no form around a call carries."""
WATCHED = ("calls", "call_notes", "whispers", "phrases", "advice_off", "requests", "timers", "outbox")


@pytest.fixture
async def team(postgresql_url: str) -> AsyncIterator[Team]:
    """Baton at work on the stricter database, somebody who is in none of its channels, and somebody who has left."""
    async with a_team(postgresql_url, "http") as working:
        for person in (STRANGER, GONE):
            working.slack.workspace.add_person(person, name=person.lower(), real_name=person, locale="en-US")
        working.slack.workspace.change_person(GONE, deleted=True)
        await working.knows(lambda work: (person := work.people.get(GONE)) is not None and person.deactivated)
        yield working


def stored(work: UnitOfWork) -> dict[str, list[Any]]:
    """Answer all that a click around calls could change."""
    tables = {name: metadata.tables[name] for name in WATCHED}
    return {name: sorted(map(str, work.connection.execute(table.select()))) for name, table in tables.items()}


def told(person: Person) -> list[str]:
    """Every no that someone was shown: beside a message, or in a small modal."""
    return [message.all_text() for message in person.ephemerals] + [view.text() for view in person.window.stack]


class Attack:
    """One attempt after the other: each is answered in words and logged, and nothing is changed by any."""

    def __init__(self, team: Team, before: dict[str, list[Any]]) -> None:
        self.team, self.before = team, before

    async def click(self, person: Person, message: Message, step: str, value: object) -> str:
        """Click what does not stand in `message`; answer the code of the no."""
        person.ephemerals.clear()
        with capture_logs() as logs:
            reply = await click(self.team, person, message, {"action_id": step, "value": value})
        assert reply.status == 200, (step, value)
        await self.team.slack.settled(lambda _: bool(told(person)))
        return self.refused(person, logs, (step, value))

    async def submit(self, person: Person, view: View, metadata: str) -> str:
        """Submit `view` with metadata that it did not have; answer the code of the no."""
        with capture_logs() as logs:
            reply = await submit_unchecked(self.team, view, private_metadata=metadata)
        assert reply.status == 200, metadata
        assert reply.content["response_action"] in {"errors", "push"}, metadata
        return self.refused(person, logs, metadata)

    async def forge(self, person: Person, form: str) -> str:
        """Submit a form that nobody showed to `person`; answer the code of the no."""
        await person.shortcut(ids.ESCALATE_SHORTCUT)
        view = await person.modal(until=ids.ESCALATION_FORM)
        carried = {"agent": AOI} if form == ids.WHISPER_FORM else {"key": "call-999", "phrase": "ja-none"}
        with capture_logs() as logs:
            changes: JsonObject = {"callback_id": form, "private_metadata": json.dumps(carried), "state": filled_in()}
            reply = await submit_unchecked(self.team, view, **changes)
        assert reply.status == 200, form
        await person.close(everything=True)
        return self.refused(person, logs, form)

    def refused(self, person: Person, logs: list[Any], attempt: object) -> str:
        """Hold Baton to one line that names who tried, and to what it had stored; answer the code in that line."""
        [line] = [line for line in logs if line["event"] == "refused"]
        assert line["by"] == person.id, attempt
        assert [line for line in logs if line["log_level"] == "error"] == [], attempt
        assert self.team.baton.database.read_now(stored) == self.before, attempt
        return str(line["code"])


async def on_the_phone(team: Team) -> tuple[Attack, Message, str, str]:
    """Let Emma whisper into Aoi's call; answer the card, and the keys of the call and the whisper."""
    _, card = await team.call()
    team.slack.person(STRANGER).say("hello")
    await team.emma.command("/whisper", "@青井 返金の約束はまだしないでください")
    await team.told(team.aoi, 2)
    await team.told(team.slack.person(STRANGER), 1)
    await all_sent(team)
    [call] = team.baton.database.read_now(lambda work: work.calls.live())
    [whisper] = team.baton.database.read_now(lambda work: work.whispers.of_call(call))
    return Attack(team, team.baton.database.read_now(stored)), card, call.key, whisper.key


def without_right(call: str, whisper: str) -> Iterator[tuple[str, str, str, Refusal]]:
    """Who clicks what with which key, and the code of the no."""
    for step in OWN:
        yield EMMA, step, call, Refusal.NOT_YOUR_CALL
    for step in (*OWN, ids.CALL_END):
        yield STRANGER, step, call, Refusal.NOT_YOUR_CALL
    yield STRANGER, ids.CALL_TAKE_HELP, call, Refusal.NOT_IN_CALLS_CHANNEL
    yield AOI, ids.CALL_TAKE_HELP, call, Refusal.NOT_IN_CALLS_CHANNEL
    yield EMMA, ids.CALL_TAKE_HELP, call, Refusal.NO_HELP_ASKED
    yield from ((person, ids.CALL_WHISPER, call, Refusal.COACHES_ONLY) for person in (AOI, SATO, STRANGER))
    for step in (*ANSWERS, *RATINGS):
        yield EMMA, step, whisper, Refusal.NOT_YOUR_CALL
        yield STRANGER, step, whisper, Refusal.NOT_YOUR_CALL
        yield STRANGER, step, call, Refusal.NO_SUCH_CALL
    for step in (*OWN, *OTHERS):
        yield EMMA, step, whisper, Refusal.NO_SUCH_CALL
    for step in BOOK:
        yield AOI, step, "", Refusal.LEADS_ONLY
    for step in (*OWN, *OTHERS, *SWITCHES):
        yield GONE, step, call, Refusal.NOT_KNOWN_YET


async def test_row_28_whoever_has_no_right_is_told_so_and_changes_nothing(team: Team) -> None:
    attack, card, call, whisper = await on_the_phone(team)
    for person, step, key, code in without_right(call, whisper):
        who = team.slack.person(person)
        seen_in = who.dm()[0] if person == STRANGER else card
        assert await attack.click(who, seen_in, step, key) == code, (person, step)


async def test_row_28_no_button_takes_a_key_that_is_none(team: Team) -> None:
    attack, card, _, _ = await on_the_phone(team)
    for key in NO_KEYS:
        for step in (*OWN, *OTHERS, *ANSWERS, *RATINGS):
            assert await attack.click(team.emma, card, step, key) == Refusal.NO_SUCH_CALL
        for step in (ids.PHRASE_DROP, ids.PHRASE_EDIT):
            assert await attack.click(team.emma, card, step, key or "-") == Refusal.NO_SUCH_PHRASE


async def test_row_28_no_form_is_taken_for_a_call_that_is_none(team: Team) -> None:
    attack, card, call, _ = await on_the_phone(team)
    await click(team, team.emma, card, {"action_id": ids.CALL_WHISPER, "value": call})
    view = await team.emma.modal(until=ids.WHISPER_FORM)
    await team.emma.fill({ids.ADVICE: "x"})
    for carried in NO_METADATA:
        await attack.submit(team.emma, view, carried)
    for form, person in ((ids.NOTE_FORM, AOI), (ids.PHRASE_FORM, AOI), (ids.CALL_FORM, AOI), (ids.WHISPER_FORM, SATO)):
        code = await attack.forge(team.slack.person(person), form)
        assert code in {Refusal.NO_SUCH_CALL, Refusal.LEADS_ONLY, Refusal.ALREADY_ON_CALL, Refusal.COACHES_ONLY}


def filled_in() -> JsonObject:
    """All that any of the forms asks for: only the right to it, or the call, is missing."""
    typed = {ids.NOTE_TEXT: "x", ids.ADVICE: "x", ids.PHRASE_ANY: "x", ids.WITHIN: "9"}
    chosen = {ids.TONE: "info", ids.SPEAKER: "customer", ids.LOCALE: "ja", ids.CUSTOMER: "A-\0\ud800"}
    values: dict[str, JsonObject] = {name: {"value": value} for name, value in typed.items()}
    values |= {name: {"selected_option": {"value": value}} for name, value in chosen.items()}
    return {"values": {name: {name: value} for name, value in values.items()}}
