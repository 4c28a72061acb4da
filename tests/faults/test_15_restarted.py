"""Row 15: a real PostgreSQL is restarted again and again while people file. Acked is stored, each is posted once."""

import asyncio
from asyncio.subprocess import PIPE

import pytest

from storage.database import migrate
from tests.faults.crowd import a_crowd
from tests.faults.processes import WITHIN, a_town
from tests.faults.several import Transport, several
from tests.postgresql import PostgresServer

RESTARTS = 3


@pytest.mark.parametrize(("replicas", "transport"), [(2, "http"), (4, "socket")])
async def test_row_15_what_was_acked_is_stored_and_posted_once_however_often_postgresql_restarts(
    postgresql_server: PostgresServer, replicas: int, transport: Transport
) -> None:
    url = postgresql_server.cluster.create("restarted")
    migrate(url)
    async with several(url, replicas, transport) as town:
        async with a_crowd(town) as crowd:
            for _ in range(RESTARTS):
                await crowd.has_filed(3)
                await asyncio.to_thread(postgresql_server.stop)
                await asyncio.to_thread(postgresql_server.start)
            await crowd.has_filed(3)
        await crowd.assert_kept()


async def test_row_15_a_process_that_starts_while_postgresql_is_away_waits_for_it(
    postgresql_server: PostgresServer,
) -> None:
    url = postgresql_server.cluster.create("started")
    migrate(url)
    async with a_town(url) as town:
        await asyncio.to_thread(postgresql_server.stop)
        process = await town.launch(PIPE)
        assert process.stderr is not None
        async with asyncio.timeout(WITHIN):
            assert b'"database_waited_for"' in await process.stderr.readline()
            await asyncio.to_thread(postgresql_server.start)
            while b'"listening"' not in (line := await process.stderr.readline()):
                assert line, "it gave up"
