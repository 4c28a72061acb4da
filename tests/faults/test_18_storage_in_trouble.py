"""Row 18: database locked for 4 s. The person is told within 3 s; never a false ack.

tests/storage/test_full_disk.py has the disk that is full.
"""

import time
from collections.abc import AsyncIterator

import pytest

from tests.faults.locks import locked
from tests.faults.processes import AGENT, Town, a_town


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """Baton on a file that somebody else can lock."""
    async with a_town(sqlite_url) as town:
        await town.start()
        yield town


async def test_a_form_that_cannot_be_stored_says_so_and_stays(town: Town) -> None:
    await town.open_form()
    agent = town.slack.person(AGENT)
    with locked(town.url):
        began = time.monotonic()
        reply = await agent.submit()
        assert reply.acked
        assert time.monotonic() - began < 3
        apology = await agent.modal(until=lambda view: view.callback_id != "escalation.form")
        assert "参照" in apology.text()
    assert town.requests() == []

    await agent.close()
    form = await agent.modal(until="escalation.form")
    assert "Export fails" in str(form.values)
    assert (await agent.submit()).acked
    await town.delivered()
    assert len(town.requests()) == 1
