"""All that leaves a process of Baton, by where it goes, and all that it keeps, by where it stands."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import aiohttp

from sandbox.slack.parcels import Delivery
from sandbox.slack.records import Call
from sandbox.slack.server import SlackServer
from sandbox.slack.workspace import Workspace
from storage.base import metadata
from storage.unit_of_work import UnitOfWork
from tests.faults.processes import Town

Told = Iterator[tuple[str, str]]
"""Pairs of a place and what was told there."""

Places = dict[str, frozenset[str]]
"""Each word with the places where it was found."""

ESCAPED = re.compile(rb"\\u([0-9a-f]{4})")
"""How a column of JSON may hold a letter."""

DOORS = ("/metrics", "/readyz", "/healthz")
EXPORTS = ("requests", "trail", "calls", "digests")


def found(words: Iterable[str], told: Iterable[tuple[str, str]]) -> Places:
    """Answer where each of `words` was told."""
    all_told = list(told)
    return {word: frozenset(place for place, text in all_told if word in text) for word in words}


# ---- what was sent to Slack, and answered to it


def to_slack(slack: SlackServer) -> Told:
    """Answer every call to Slack, by the person or channel that it is for; metadata, which all apps read, apart."""
    workspace, seen_by = slack.workspace, dict[str, str]()
    clicked = {str(each.parcel.payload.get("trigger_id")): each for each in slack.switchboard.deliveries}
    for call in workspace.calls:
        arguments = dict(call.args)
        yield "metadata", _text(arguments.pop("metadata", None))
        view = call.result.get("view") or {}
        if "trigger_id" in arguments and view:
            seen_by[view["id"]] = _sender(clicked[arguments["trigger_id"]].parcel.payload)
        yield _destination(workspace, call, seen_by), _text(arguments)


def _destination(workspace: Workspace, call: Call, seen_by: dict[str, str]) -> str:
    if call.method == "views.publish":
        return f"home of {call.args['user_id']}"
    if call.method.startswith("views."):
        view = call.args.get("view_id") or (call.result.get("view") or {}).get("id")
        return f"modal of {seen_by.get(str(view), 'nobody')}"
    if call.method == "response_url":
        return call.method
    channel = call.args.get("channel") or call.args.get("channel_id") or call.args.get("users")
    known = workspace.channels.get(str(channel))
    if known is not None and known.is_im:
        return "DM of " + next(member for member in known.members if member != workspace.bot_user_id)
    return f"DM of {channel}" if str(channel).startswith("U") else str(channel or call.method)


def answers(deliveries: Iterable[Delivery]) -> Told:
    """Answer what Baton answered to Slack at once, by whoever had clicked or typed."""
    for delivery in deliveries:
        yield f"answer to {_sender(delivery.parcel.payload)}", _text(delivery.reply.body)


def _sender(payload: dict[str, object]) -> str:
    user = payload.get("user")
    return str(user["id"] if isinstance(user, dict) else payload.get("user_id", "Slack"))


# ---- what others read


async def at_the_doors(town: Town) -> Told:
    """Answer what the doors that anyone may read say, and what a stranger is told."""
    told = []
    async with aiohttp.ClientSession() as session:
        for door in DOORS:
            async with session.get(f"{town.address}{door}") as answer:
                told.append((door, await answer.text()))
        for door in ("/webhooks/calls", "/webhooks/jira", "/slack/events"):
            async with session.post(f"{town.address}{door}", data=b"{}") as answer:
                told.append((door, f"{answer.headers} {await answer.text()}"))
    return iter(told)


async def in_the_shell(town: Town) -> Told:
    """Answer what every command prints that tells of what is stored."""
    asked: list[tuple[str, ...]] = [("export", what, "--format", "jsonl") for what in EXPORTS]
    asked += [("accounts", "export"), ("outbox", "list"), ("digest", "--as-of", "now")]
    return iter([(" ".join(typed), await town.command(*typed)) for typed in asked])


# ---- what is kept


def stored(work: UnitOfWork) -> Told:
    """Answer every value of every table, by its column."""
    for table in metadata.sorted_tables:
        for row in work.connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').mappings():  # noqa: S608
            yield from ((f"{table.name}.{column}", _text(value)) for column, value in row.items())


def on_disk(url: str) -> Told:
    """Answer the very bytes of SQLite's files; nothing for a server, whose files are its own."""
    if not url.startswith("sqlite"):
        return
    file = Path(url.removeprefix("sqlite:///"))
    for each in sorted(file.parent.glob(f"{file.name}*")):
        yield each.name, ESCAPED.sub(_unescaped, each.read_bytes()).decode(errors="replace")


def _unescaped(escape: re.Match[bytes]) -> bytes:
    return chr(int(escape[1], 16)).encode(errors="replace")


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
