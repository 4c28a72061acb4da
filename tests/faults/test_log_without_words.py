"""The log tells of everything that happens, as JSON, at each level, and of nothing that anybody wrote.

tests/faults/test_privacy_of_whispers.py holds the same for what is said and whispered in calls.
"""

import asyncio
import json
from asyncio.subprocess import Process
from pathlib import Path
from typing import IO

import aiohttp
import pytest

from bot import ids
from sandbox.slack.people import Person
from sandbox.slack.records import Message
from tests.faults.processes import AGENT, CHANNEL, MANAGER, SECRET, WITHIN, Town, a_town
from tests.postgresql import free_port

SUMMARY, WORDS, DETAILS = "かざぐるまが止まった", "ふうりんが鳴らないと困る", "ほおずきの三番目"
QUESTION, REPLY, ADDED = "とんぼだまは何色ですか", "みずあめ色です", "ついでにひなげしも"
DRAFTED, SAID, SEARCHED = "かきかけのすずらん", "こんにちは、まつぼっくりです", "さがしもの会社"
FORGED = "はりぼてのこえ"
EVERY_WORD = (SUMMARY, WORDS, DETAILS, QUESTION, REPLY, ADDED, DRAFTED, SAID, SEARCHED, FORGED, "Blue Sky", SECRET)

LEVELS = ("debug", "info", "warning", "error")
HEARD = {
    "debug": {"refused", "turned_away", "listening"},
    "info": {"refused", "turned_away", "listening"},
    "warning": {"dead_letter"},
    "error": {"dead_letter"},
}
"""What the log speaks of at a level at least, or this looked at nothing."""


class Day:
    """An ordinary day, with what goes wrong on it."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.agent, self.manager = town.slack.person(AGENT), town.slack.person(MANAGER)

    async def work(self) -> None:
        """File, ask, reply, add, search, chat; and let something be refused, fail and be forged on the way."""
        await self._file()
        await self._talk_about_it()
        await self._write_elsewhere()
        await self._forge()
        await self._is_refused_by_slack()

    async def _file(self) -> None:
        await self.town.open_form(SUMMARY)
        await self.agent.press(ids.ESCALATION_MORE)
        await self.agent.modal(until=lambda view: ids.DETAILS in str(view.blocks))
        await self.agent.fill(customer_words=WORDS, details=DETAILS)
        assert (await self.agent.submit()).acked
        await self.town.delivered()

    async def _talk_about_it(self) -> None:
        [ping] = self.town.dm(MANAGER)
        await self.manager.press_in(ping, ids.REQUEST_CLAIM)
        await self._form(self.manager, ids.REQUEST_ASK, ids.ASK_FORM, {ids.QUESTION: QUESTION})
        await self._form(self.agent, ids.REQUEST_REPLY, ids.REPLY_FORM, {ids.WORDS: REPLY})
        await self._form(self.agent, ids.REQUEST_ADD, ids.ADD_FORM, {ids.WORDS: ADDED})

    async def _form(self, person: Person, step: str, form: str, filled: dict[str, str]) -> None:
        def offering() -> list[Message]:
            return [message for message in person.dm() if step in str(message.blocks)]

        await self.town.slack.settled(lambda _: bool(offering()))
        message = offering()[-1]
        if step in message.buttons:
            await person.press_in(message, step)
        else:
            key = next(request.key for request in self.town.requests())
            await person.press_in(message, ids.REQUEST_MORE, f"{step}:{key}")
        await person.modal(until=form)
        await person.fill(filled)
        assert (await person.submit()).acked

    async def _write_elsewhere(self) -> None:
        self.agent.say(SAID)
        await self.agent.command("/escalate", f"find {SEARCHED}")
        await self.agent.command("/escalate", DRAFTED)
        await self.agent.modal(until=ids.ESCALATION_FORM)
        await self.agent.close(everything=True)
        await self.agent.command("/whisper", f"@manager {FORGED}")

    async def _forge(self) -> None:
        body = json.dumps({"type": "event_callback", "event": {"text": FORGED}}, ensure_ascii=False).encode()
        async with aiohttp.ClientSession() as session:
            for data in (body, body[:-3], b"\xff" + body):
                async with session.post(f"{self.town.address}/slack/events", data=data) as answer:
                    assert answer.status == 401
        click = {"type": "block_actions", "user": AGENT, "actions": [{"action_id": FORGED}], "view": {"id": FORGED}}
        await self.town.slack.switchboard.send("interactive", click)

    async def _is_refused_by_slack(self) -> None:
        """Slack's word for no may quote what it was sent."""
        for error in ("invalid_blocks", f"msg_too_long {SUMMARY}"):
            refusing = self.town.slack.faults.add(kind="refuse", method="chat.*", error=error, times=2)
            await self._form(self.agent, ids.REQUEST_ADD, ids.ADD_FORM, {ids.WORDS: ADDED})
            await self.town.struck(refusing)
        self.town.slack.faults.clear()


async def started(town: Town, log: IO[bytes]) -> Process:
    """Start a process that may say nothing at all; it is there once its door answers."""
    process = await town.launch(log)
    town.address = f"http://127.0.0.1:{town.settings['BATON_PORT']}"
    async with asyncio.timeout(WITHIN), aiohttp.ClientSession() as session:
        while not await _lives(session, town.address):  # noqa: ASYNC110  a process tells nobody that it lives
            await asyncio.sleep(0.05)
    town.slack.reach(f"{town.address}/slack/events")
    return process


async def _lives(session: aiohttp.ClientSession, address: str) -> bool:
    try:
        async with session.get(f"{address}/healthz") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


@pytest.mark.parametrize("level", LEVELS)
async def test_every_line_is_json_and_none_holds_what_anybody_wrote(
    level: str, sqlite_url: str, tmp_path: Path
) -> None:
    settings = {"BATON_LOG_LEVEL": level, "BATON_PORT": str(free_port())}
    async with a_town(sqlite_url, 30.0, **settings) as town:
        with (tmp_path / "log").open("wb") as log:
            process = await started(town, log)
            await Day(town).work()
            await town.stop(process)
        lines = [json.loads(line) for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]
        assert HEARD[level] <= {line["event"] for line in lines}
        assert {line["level"] for line in lines} <= set(LEVELS[LEVELS.index(level) :])
        for line in lines:
            told = json.dumps(line, ensure_ascii=False)
            assert [word for word in EVERY_WORD if word in told] == [], told
        assert town.messages(CHANNEL)
