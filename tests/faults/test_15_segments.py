"""Row 15 for the phone system: PostgreSQL is restarted while segments stream in. What was acked is stored, once."""

import asyncio
from datetime import UTC, datetime

from sandbox.slack.listener import Listener
from sandbox.telephone.phone import Telephone
from sandbox.telephone.wire import Answer
from tests.journeys.team import AOI, a_team
from tests.postgresql import PostgresServer

SECRET = "phone-secret"
SEGMENTS, RESTARTS = 40, 2


async def restart(server: PostgresServer) -> None:
    """Restart the database, a few times."""
    for _ in range(RESTARTS):
        await asyncio.sleep(0.3)
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)


async def test_row_15_what_was_acked_is_stored_once(postgresql_server: PostgresServer) -> None:
    url = postgresql_server.cluster.create("calls")
    async with a_team(url, "http", webhook_secret=SECRET) as team:
        door = Listener(team.baton.web)
        await door.open()
        phone = Telephone(f"{door.url}/webhooks/calls", SECRET, lambda: datetime.now(UTC))
        call = await phone.start(agent=AOI, customer={"account_id": "A-001"})
        restarts = asyncio.create_task(restart(postgresql_server))
        answers: list[Answer] = []
        while len(answers) < SEGMENTS or not restarts.done():
            answers.append(await phone.say(call, "customer", f"{len(answers)} 番目です"))
        await restarts
        assert {answer.status for answer in answers} == {204}
        assert team.baton.database.read_now(lambda work: work.calls.count_segments()) == len(answers)
        await phone.stop()
        await door.close()
