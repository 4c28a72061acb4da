"""Jira's door: what it signed and what concerns us is stored before it is answered; nothing else leaves a trace."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.web import Readiness, build
from bot.webhooks.body import LARGEST
from bot.webhooks.jira import PATH
from sandbox.slack.listener import Listener
from storage.vocabulary import MoveField
from tests.edge.jira_hooks import COMMENT, Hooks, Pairs, commented, event, hooks_at, issue, signed
from tests.edge.test_guard import EXAMPLES, JSON_VALUES, Door
from tests.faults.locks import locked


@pytest.fixture(scope="module", params=["http", "socket"])
async def hooks(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, blank_sqlite: Path
) -> AsyncIterator[Hooks]:
    file = shutil.copy(blank_sqlite, tmp_path_factory.mktemp("jira") / "baton.db")
    async with hooks_at(f"sqlite:///{file}", request.param) as hooks:
        yield hooks


async def test_what_is_in_order_is_stored_once_however_often_it_comes(sqlite_url: str) -> None:
    async with hooks_at(sqlite_url) as hooks:
        body = event()
        assert [await hooks.post(body, signed(body, identifier="one")) for _ in range(3)] == [204] * 3
        assert await hooks.post(body, signed(body, identifier="another")) == 204
        fields = {move.field for move in hooks.tracked.moves()}
        assert fields == {MoveField.STATUS, MoveField.ASSIGNEE, MoveField.FIX_VERSION}
        assert hooks.kept() == (3, 2)
        known = hooks.tracked.issue()
        assert (known.status, known.assignee, known.fix_versions) == ("進行中", "森", ("2026.12",))


UNSIGNED_BODY = event()
SIGNATURE = signed(UNSIGNED_BODY)[-1][1]
UNSIGNED: dict[str, Pairs] = {
    "none at all": [],
    "another secret": signed(UNSIGNED_BODY, "another"),
    "another body": signed(UNSIGNED_BODY + b" "),
    "twice": [*signed(UNSIGNED_BODY), signed(UNSIGNED_BODY)[-1]],
    "empty": [(b"x-hub-signature", b"")],
    "no name": [(b"x-hub-signature", SIGNATURE.removeprefix(b"sha256="))],
    "sha1": [(b"x-hub-signature", SIGNATURE.replace(b"sha256", b"sha1"))],
    "upper case": [(b"x-hub-signature", SIGNATURE.upper())],
    "half": [(b"x-hub-signature", SIGNATURE[:-1])],
    "not ASCII": [(b"x-hub-signature", b"sha256=\xff\xfe")],
    "elsewhere": signed(UNSIGNED_BODY, name="x-baton-signature"),
}


@pytest.mark.parametrize("headers", UNSIGNED.values(), ids=UNSIGNED.keys())
async def test_what_jira_did_not_sign_is_401(hooks: Hooks, headers: Pairs) -> None:
    before = hooks.kept()
    assert await hooks.post(UNSIGNED_BODY, headers) == 401
    assert hooks.kept() == before


MALFORMED = {
    "nothing": b"",
    "no JSON": b"jira:issue_updated",
    "bad UTF-8": b'{"webhookEvent": "\xff"}',
    "a list": b"[]",
    "nested 100,000 deep": b"[" * 100_000,
    "a number too long to read": b'{"timestamp": ' + b"9" * 5000 + b"}",
    "no event": event(webhookEvent=...),
    "an event that is a number": event(webhookEvent=7),
    "no issue": event(issue=...),
    "an issue that is a word": event(issue="SUP-88"),
    "no fields": event(issue={"id": "10001", "key": "SUP-88"}),
    "no id": event(issue={"key": "SUP-88", "fields": {}}),
    "an id that is a word": event(issue=issue() | {"id": "SUP"}),
    "an id too long": event(issue=issue() | {"id": "1" * 33}),
    "a key that is none": event(issue=issue() | {"key": "SUP"}),
    "a key of NUL": event(issue=issue() | {"key": "S\0P-88"}),
    "no status": event(issue=issue(status=...)),
    "a status without category": event(issue=issue(status={"name": "進行中"})),
    "a category of another world": event(issue=issue(status={"name": "進行中", "statusCategory": {"key": "gone"}})),
    "no project": event(issue=issue(project=None)),
    "no time": event(issue=issue(updated=...)),
    "a time without zone": event(issue=issue(updated="2026-11-20T12:01:00")),
    "the last moment of all": event(issue=issue(updated="9999-12-31T23:59:59.999-1400")),
    "the day after tomorrow": event(issue=issue(updated="2026-11-22T12:01:00.000+0900")),
    "an assignee that is a word": event(issue=issue(assignee="森")),
    "versions that are words": event(issue=issue(fixVersions=["2026.12"])),
    "a summary too long": event(issue=issue(summary="x" * 1_001)),
    "a changelog that is a list": event(changelog=[]),
    "a changelog without a list": event(changelog={"items": "status"}),
    "a change that is a word": event(changelog={"items": ["status"]}),
    "a change to a list": event(changelog={"items": [{"field": "status", "toString": ["進行中"]}]}),
    "a user that is a word": event(user="森"),
    "no comment": event(webhookEvent="comment_created", changelog=...),
    "a comment that is a number": commented(body=7),
    "a comment of no time": commented(created=None),
    "a deletion without time": event(webhookEvent="jira:issue_deleted", timestamp=...),
    "a deletion at the end of time": event(webhookEvent="jira:issue_deleted", timestamp=10**30),
    "a deletion of nothing": event(webhookEvent="jira:issue_deleted", issue=None),
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
async def test_what_cannot_be_read_is_400(hooks: Hooks, body: bytes) -> None:
    before = hooks.kept()
    assert await hooks.post(body) == 400
    assert hooks.kept() == before


def paragraph(*content: object) -> dict[str, object]:
    """A paragraph of a document."""
    return {"type": "paragraph", "content": list(content)}


DEEP: dict[str, object] = {"type": "text", "text": "deep"}
for _ in range(300):
    DEEP = paragraph(DEEP)
ADF = {
    "type": "doc",
    "content": [
        {
            "type": "paragraph",
            "content": [{"type": "mention", "attrs": {"text": "@森"}}, {"type": "text", "text": " hi"}],
        },
        {"type": "paragraph", "content": [{"type": "text", "text": "二行目"}, "stray", {"type": "text", "text": 7}]},
    ],
}
ODD = {
    "NUL and half a character": (
        commented(body="a\0b\ud800c", author={"displayName": "\0\ud800"}, created="2026-11-20T03:00:01.000+0000"),
        "a\ufffdb\ufffdc",
    ),
    "a document": (commented(body=ADF, created="2026-11-20T03:00:02.000+0000"), "@森 hi 二行目"),
    "a document without an end": (commented(body=DEEP, created="2026-11-20T03:00:03.000+0000"), ""),
    "a novel": (commented(body="あ" * 50_000, created="2026-11-20T03:00:04.000+0000"), "あ" * 299 + "…"),
    "nobody's": (commented(body="x", author=None, created="2026-11-20T03:00:05.000+0000"), "x"),
}


async def test_a_comment_for_some_in_jira_alone_is_told_nowhere(hooks: Hooks) -> None:
    before = hooks.kept()
    restricted = {"type": "role", "value": "Developers", "identifier": "Developers"}
    assert await hooks.post(commented(visibility=restricted, created="2026-11-20T03:00:06.000+0000")) == 204
    assert hooks.kept() == before


@pytest.mark.parametrize(("body", "said"), ODD.values(), ids=ODD.keys())
async def test_what_is_odd_is_taken_as_it_is(hooks: Hooks, body: bytes, said: str) -> None:
    assert await hooks.post(body) == 204
    assert said in {move.after for move in hooks.tracked.moves()}


IGNORED = {
    "another event": event(webhookEvent="jira:worklog_updated", issue="whatever"),
    "a project": event(webhookEvent="project_deleted", issue=...),
    "an issue of nobody": event(issue=issue() | {"id": "99999"}),
    "a comment on an issue of nobody": event(
        webhookEvent="comment_created", comment=COMMENT, issue=issue() | {"id": "99999"}
    ),
    "an issue of nobody that is deleted": event(webhookEvent="jira:issue_deleted", issue={"id": "99999", "key": "A-1"}),
}


@pytest.mark.parametrize("body", IGNORED.values(), ids=IGNORED.keys())
async def test_what_concerns_nobody_leaves_no_trace(hooks: Hooks, body: bytes) -> None:
    before = hooks.kept()
    assert await hooks.post(body) == 204
    assert hooks.kept() == before


async def test_a_change_of_no_interest_is_taken_and_told_to_nobody(hooks: Hooks) -> None:
    await hooks.post(event())
    moves = len(hooks.tracked.moves())
    labels = {"items": [{"field": "labels", "fromString": "", "toString": "x" * 900}]}
    assert await hooks.post(event(changelog=labels)) == 204
    assert len(hooks.tracked.moves()) == moves


async def test_an_oversized_body_is_413_before_it_is_read(hooks: Hooks) -> None:
    head = f"POST {PATH} HTTP/1.1\r\nhost: baton\r\ncontent-length: {LARGEST + 1}\r\n\r\n"
    assert await hooks.door.send_raw(head.encode()) == 413


async def test_only_posts_come_in(hooks: Hooks) -> None:
    for method in (b"GET", b"PUT", b"DELETE"):
        assert await hooks.post(b"", [], method) == 405


async def test_whatever_is_signed_is_taken_or_refused_never_a_fault(hooks: Hooks) -> None:
    bodies: list[bytes] = []
    names = st.sampled_from(["webhookEvent", "issue", "changelog", "user", "comment", "timestamp"])
    fields = st.sampled_from(["summary", "status", "assignee", "fixVersions", "project", "updated", "priority"])

    @EXAMPLES
    @given(st.dictionaries(names, JSON_VALUES, max_size=2), st.dictionaries(fields, JSON_VALUES, max_size=2))
    def collect(changes: dict[str, Any], inside: dict[str, Any]) -> None:
        bodies.append(event(**({"issue": issue(**inside)} | changes)))
        bodies.append(event(webhookEvent="comment_created", comment=changes))

    collect()
    for body in bodies:
        assert await hooks.post(body) in {204, 400}, body


async def test_where_nothing_can_be_stored_jira_is_told_to_try_again(sqlite_url: str) -> None:
    async with hooks_at(sqlite_url) as hooks:
        body = event()
        with capture_logs() as log, locked(sqlite_url):
            assert await hooks.post(body, signed(body, identifier="again")) == 503
        assert "請求書" not in str(log)
        assert await hooks.post(body, signed(body, identifier="again")) == 204
        assert hooks.tracked.issue().status == "進行中"


async def test_the_same_odd_texts_are_taken_on_postgresql(postgresql_url: str) -> None:
    async with hooks_at(postgresql_url, "http") as hooks:
        assert {await hooks.post(body) for body, _ in ODD.values()} == {204}
        assert {await hooks.post(body) for body in (event(), *IGNORED.values())} == {204}


async def test_without_a_door_there_is_nothing() -> None:
    listener = Listener(build(None, Readiness({})))
    await listener.open()
    assert await Door(listener.url).send(UNSIGNED_BODY, signed(UNSIGNED_BODY), path=PATH) == 404
    await listener.close()
