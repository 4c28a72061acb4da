"""What whoever is on call reads at `/metrics`: right on a replica that has done nothing, and quick whatever is down."""

import asyncio
import re
import time
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from storage.outbox import State
from storage.unit_of_work import UnitOfWork
from tests.faults.processes import AGENT, CHANNEL, MANAGER, Town, a_town
from tests.postgresql import PostgresServer

WITHIN = 2.5
"""Seconds in which a scrape is answered, come what may; Prometheus itself gives up after ten."""
AN_ID = re.compile(r"\b[CDGUW][0-9A-Z_]{4,}\b|R-\d+|A-1")
"""Channels, people, requests, accounts: there is no end of them."""

LONG = 60.0
"""More seconds than even a busy machine makes of one."""

Values = dict[tuple[str, ...], float]


async def scrape(town: Town) -> dict[str, Values]:
    """What the process that was started last tells: values by the name of the metric, then by its labels."""
    began = time.monotonic()
    async with aiohttp.ClientSession() as session, session.get(f"{town.address}/metrics") as answer:
        assert answer.status == 200
        text = await answer.text()
    assert time.monotonic() - began < WITHIN
    told: dict[str, Values] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            told.setdefault(sample.name, {})[tuple(sample.labels.values())] = sample.value
    return told


def come(work: UnitOfWork, kind: str, then: datetime) -> None:
    """Let a moment have come that nobody sees to."""
    work.timers.set(kind, "R-1", then)


async def test_another_replica_tells_what_is_owed_and_stuck_though_it_has_done_nothing(database_url: str) -> None:
    async with a_town(database_url) as town:
        town.slack.faults.add(
            kind="refuse", method="chat.postMessage", channel=CHANNEL, error="is_archived", times=None
        )
        worker = await town.start()
        await town.file()
        await town.logged("dead_letter")
        await town.kill(worker)
        town.slack.faults.add(kind="hang", times=None)
        await town.start()
        told = await scrape(town)

    assert told["baton_dead_letters"][("channel",)] == 1
    assert told["baton_dead_letters"][("person",)] == 0
    assert set(told["baton_owed_notices"]) == {("whisper",), ("alert",), ("jira",), ("channel",), ("person",)}
    assert told["baton_ready"][("database",)] == 1


async def test_lag_is_told_by_kind_of_lane_and_grows(database_url: str) -> None:
    async with a_town(database_url) as town:
        town.slack.faults.add(kind="hang", method="chat.postMessage", times=None)
        await town.start()
        await town.file()
        first = await scrape(town)
        await asyncio.sleep(1)
        second = await scrape(town)

    assert first["baton_owed_notices"][("channel",)] == 1
    assert first["baton_owed_notices"][("person",)] == 2
    for kind in (("channel",), ("person",)):
        grown = second["baton_oldest_notice_seconds"][kind] - first["baton_oldest_notice_seconds"][kind]
        assert 0.9 < grown < LONG
    assert second["baton_oldest_notice_seconds"][("whisper",)] == 0


async def test_what_nobody_has_seen_to_in_time_is_told_and_a_mere_mark_is_not(database_url: str) -> None:
    async with a_town(database_url) as town:
        await town.start()
        then = datetime.now(UTC) - timedelta(hours=1)
        for kind in ("no-such-moment", "reminded", "jira_sweep"):
            town.database.write_now(come, kind, then)
        told = await scrape(town)

    assert told["baton_overdue_seconds"].keys() == {("digest",), ("no-such-moment",)}
    assert 3600 <= told["baton_overdue_seconds"][("no-such-moment",)] < 3700
    assert told["baton_overdue_seconds"][("digest",)] == 0
    assert told["baton_jira_failing_seconds"] == {(): 0}


async def test_acks_units_and_calls_are_timed_and_strangers_are_counted(database_url: str) -> None:
    async with a_town(database_url) as town:
        await town.start()
        await town.file()
        await town.delivered()
        await town.come_to(State.SENT)
        async with aiohttp.ClientSession() as session:
            for path, status in (("/slack/events", 401), ("/webhooks/calls", 404)):
                async with session.post(f"{town.address}{path}", data=b"{}") as answer:
                    assert answer.status == status
        told = await scrape(town)

    assert told["baton_ack_seconds_count"][("view", "acked")] == 1
    assert told["baton_ack_seconds_count"][("command", "acked")] == 1
    assert told["baton_slack_call_seconds_count"][("chat.postMessage",)] == 3
    assert told["baton_slack_calls_total"][("chat.postMessage", "ok")] == 3
    assert told["baton_turned_away_total"] == {("/slack/events", "401"): 1}
    for by in (("writer",), ("reader",)):
        assert told["baton_database_unit_seconds_count"][by] == told["baton_database_wait_seconds_count"][by] > 0
    assert told["baton_leases_lost_total"] == {(): 0}
    [build] = told["baton_build_info"]
    assert database_url.partition(":")[0] in build


async def test_no_label_names_a_person_a_channel_or_a_customer(database_url: str) -> None:
    async with a_town(database_url) as town:
        town.slack.faults.add(
            kind="refuse", method="chat.postMessage", channel=CHANNEL, error="is_archived", times=None
        )
        await town.start()
        await town.file("Blue Sky is angry")
        await town.logged("dead_letter")
        labels = {label for values in (await scrape(town)).values() for labels in values for label in labels}

    assert not [label for label in labels if AN_ID.search(label) or "Blue" in label or label in {AGENT, MANAGER}]


async def test_a_database_that_is_gone_is_told_at_once(postgresql_server: PostgresServer) -> None:
    url = postgresql_server.cluster.create("baton")
    async with a_town(url) as town:
        await town.start()
        assert (await scrape(town))["baton_ready"][("database",)] == 1
        postgresql_server.stop()
        async with asyncio.timeout(20):
            while not (gone := await scrape(town)).get("baton_database_failed_total"):
                continue
        postgresql_server.start()
        async with asyncio.timeout(20):
            while (again := await scrape(town))["baton_ready"][("database",)] == 0:
                continue

    assert gone["baton_ready"][("database",)] == 0
    assert not {"baton_owed_notices", "baton_dead_letters"} & gone.keys()
    assert again["baton_owed_notices"][("channel",)] == 0


@pytest.mark.parametrize("way_in", ["http", "socket"])
async def test_in_socket_mode_the_socket_is_told(sqlite_url: str, way_in: str) -> None:
    over_http, over_a_socket = a_town(sqlite_url), a_town(sqlite_url, SLACK_APP_TOKEN="xapp-test")
    async with over_a_socket if way_in == "socket" else over_http as town:
        await town.start()
        told = await scrape(town)

    assert told.get("baton_socket_connected") == ({(): 1} if way_in == "socket" else None)
