"""What the sandbox's Slack still knows after a restart."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sandbox.slack.records import Member
from sandbox.slack.store import Store
from sandbox.slack.workspace import Workspace
from tests.sandbox.conftest import MANIFEST
from tests.sandbox.tiny import home

METADATA = {"event_type": "baton", "event_payload": {"key": "k1"}}


def opened(path: Path) -> Workspace:
    return Workspace.new(
        team="T_TEST",
        bot_token="xoxb-test",
        app_token="xapp-test",
        signing_secret="secret",
        manifest=MANIFEST,
        path=path,
    )


def test_people_channels_messages_and_homes_survive_a_restart(tmp_path: Path) -> None:
    before = opened(tmp_path / "slack.db")
    before.add_person("U_AOI", name="aoi", real_name="青井", locale="ja-JP")
    channel = before.add_channel("C1", name="one", members=["U_AOI"])
    before.join("C1", before.bot_user_id)
    past = before.messages.post(channel, before.bot_user_id, "settled", metadata=METADATA, at=1_700_000_000.5)
    later = before.messages.post(before.dm("U_AOI"), before.bot_user_id, "hello")
    before.messages.change(later, "changed", None)
    before.keep("U_AOI", before.window("U_AOI").publish({"type": "home", "blocks": home("x")["blocks"]}))

    after = opened(tmp_path / "slack.db")
    assert after.members == before.members
    assert after.channels == before.channels
    assert after.messages.every() == before.messages.every()
    assert [message for message in after.messages.every() if not message.is_note] == [past, later]
    assert after.window("U_AOI").home == before.window("U_AOI").home
    assert (past.ts, past.pinged, later.pinged) == ("1700000000.500000", [], ["U_AOI"])
    assert after.dm("U_AOI").id == later.channel


def test_stamps_grow_strictly_within_a_channel(tmp_path: Path) -> None:
    workspace = opened(tmp_path / "slack.db")
    channel = workspace.add_channel("C1", name="one", members=[])
    stamps = [workspace.messages.post(channel, workspace.bot_user_id, "x").ts for _ in range(100)]
    past = [workspace.messages.post(channel, workspace.bot_user_id, "x", at=5.0).ts for _ in range(2)]
    assert stamps == sorted(set(stamps))
    assert past == ["5.000000", "5.000001"]


def test_what_an_older_version_kept_is_read_without_what_is_gone_and_with_what_is_new(tmp_path: Path) -> None:
    path = tmp_path / "slack.db"
    Store(path).close()
    older = '{"id": "U_AOI", "name": "aoi", "real_name": "青井", "is_admin": true, "presence": "active"}'
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("INSERT INTO kept (kind, id, body) VALUES ('Member', 'U_AOI', ?)", (older,))

    with closing(Store(path)) as store:
        assert store.kept(Member) == [Member("U_AOI", "aoi", "青井", is_admin=True)]
