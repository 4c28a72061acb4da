"""What is said, whispered and noted in a call is for its few readers: no log, however loud, nor anything else has it.

tests/journeys/test_transcript.py shows what is forgotten, and when; this is the true process and all that it writes.
"""

import json
from datetime import UTC, datetime

import aiohttp

from bot import ids
from sandbox.telephone.phone import Telephone
from storage.outbox import outbox
from tests.faults.coaching import a_floor, arrived, whisper
from tests.faults.processes import AGENT, MANAGER, Town
from tests.faults.verdict import assert_told_once
from workflows.masking import MASK

SECRET, CALLS = "phone-secret", "C_CALLS"
NUMBER, ADDRESS = "080-9876-5432", "taro.yamada@example.com"
CUSTOMER, WHISPER, NOTE, SAID = (
    "株式会社うみ",
    "引き止めずに伺ってください",
    "宛名が違うとのこと",
    "もう限界なので解約したい",
)
SECRETS = (WHISPER, NOTE, SAID, CUSTOMER, NUMBER, "98765432", ADDRESS, SECRET)


async def a_call(town: Town) -> None:
    """Let a customer say what must be masked, and what nobody else may read be written and whispered."""
    agent = town.slack.person(AGENT)
    phone = Telephone(f"{town.address}/webhooks/calls", SECRET, lambda: datetime.now(UTC))
    call = await phone.start(agent=AGENT, customer={"name": CUSTOMER, "phone": NUMBER})
    await town.slack.settled(lambda _: bool(agent.dm()))
    assert (await phone.say(call, "customer", f"{SAID} {NUMBER} {ADDRESS}")).status == 204
    await whisper(town, WHISPER)
    await arrived(town, WHISPER)
    await agent.press_in(agent.dm()[0], ids.CALL_NOTE)
    await agent.modal(until=ids.NOTE_FORM)
    await agent.fill({ids.NOTE_TEXT: f"{NOTE} {NUMBER}"})
    await agent.submit()
    assert (await agent.command("/whisper", f"@manager {WHISPER}")).acked
    assert await phone.send(json.dumps(phone.event(call, "call.segment", text=SAID)).encode(), {}) == 401
    await phone.hang_up(call)
    await phone.stop()
    await assert_told_once(town)


def told_in_channels(town: Town) -> str:
    """Answer all that was ever sent to a channel, updates and all."""
    calls = (call.args for call in town.slack.workspace.calls if call.args.get("channel") == CALLS)
    return json.dumps(list(calls), ensure_ascii=False, default=str)


async def test_no_word_of_a_call_is_in_a_log_a_metric_metadata_or_the_outbox(sqlite_url: str) -> None:
    settings = {"BATON_WEBHOOK_SECRET": SECRET, "BATON_CALLS_CHANNEL": CALLS, "BATON_LOG_LEVEL": "debug"}
    async with a_floor(sqlite_url, 30.0, **settings) as town:
        town.slack.workspace.add_channel(CALLS, name="calls", members=[MANAGER, town.slack.workspace.bot_user_id])
        process = await town.start()
        await a_call(town)
        async with aiohttp.ClientSession() as session, session.get(f"{town.address}/metrics") as answer:
            metrics = await answer.text()
        await town.stop(process)
        rows = town.database.read_now(lambda work: [str(row) for row in work.connection.execute(outbox.select())])
        metadata = [str(call.args.get("metadata")) for call in town.slack.workspace.calls]
        written = "\n".join((*town.log, metrics, *rows, *metadata))
        assert "baton_notices" in metrics
        assert [event in written for event in ("refused", "turned_away")] == [True, True]
        assert [secret for secret in SECRETS if secret in written] == []
        in_channels = told_in_channels(town)
        assert [word in in_channels for word in (MASK, "解約")] == [True, True]
        assert [secret for secret in (WHISPER, NOTE, NUMBER, "98765432", ADDRESS) if secret in in_channels] == []
