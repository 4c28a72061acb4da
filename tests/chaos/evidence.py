"""From a leg that is over to its record: what Slack, Jira, the telephone, the database and the logs have kept."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

import app
from bot import settings
from bot.delivery.issues import label_of
from bot.delivery.outgoing import Renderers, show
from bot.views.escalation import form_read
from sandbox.clock import machine_now
from sandbox.slack import texts
from sandbox.slack.parcels import Delivery
from sandbox.slack.records import Call
from sandbox.slack.refusals import JsonObject
from storage.calls.tables import calls, whispers
from storage.outbox import Notice, State
from storage.posts import posts
from storage.receipts import receipts
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from tests.chaos.cast import WHISPER
from tests.chaos.ground import Ground
from tests.chaos.record import TURNED_AWAY, Answered, Filed, Form, Posted, Record, Said, Shown, Whispered
from tests.faults.order import JIRA, LOOKS, POST, Owed, owed
from tests.faults.processes import CHANNEL
from workflows.escalation.draft import Guard
from workflows.refusals import Refused

MARK = re.compile(rf"{WHISPER}-\w+-\d+:")
SAY_THEIR_STEP = frozenset({"answer", "question", "offer", "help_sign"})
"""Topics of messages that are drawn anew only when what they ask for is settled."""
ASKING = ("request.accept", "request.return", "request.ask_again", "request.reply", "call.take_help")
"""How the buttons begin by which that is settled; the others are looked at anew with each click."""
BESIDE = re.compile(r"\d+ requests? in work|Account manager|対応中 \d+ 件|担当")
"""How the line of a call begins that tells of its customer, as things were when the call itself last changed."""
CALLS = frozenset({"call", "cockpit"})
KEY = re.compile(r"R-\d+")


def gathered(ground: Ground) -> Record:
    """Answer the record of a leg on whose ground nothing moves any more."""
    read = ground.town.database.read_now
    notices = read(owed)
    posted = tuple(_posted(ground))
    return Record(
        forms=tuple(_forms(ground)),
        receipts=read(lambda work: frozenset(work.connection.execute(select(receipts.c.key)).scalars())),
        summaries=tuple(request.summary for request in ground.town.requests()),
        requests=tuple(read(lambda work: [_filed(work, each) for each in work.requests.every()])),
        cards=frozenset(key for each in posted if each.channel == CHANNEL for key in KEY.findall(each.text)),
        owed=tuple(each for each in notices if not _is_sought_still(ground, each)),
        posted=posted,
        slack_calls=tuple(_slack_calls(ground)),
        shown=tuple(read(lambda work: list(_shown(work, ground)))),
        whispers=tuple(_whispers(ground, posted)),
        calls_told=frozenset(_calls_told(ground)),
        calls=read(lambda work: frozenset(work.connection.execute(select(calls.c.call_id)).scalars())),
        labels=tuple(_labels(ground)),
        wishes=tuple(label_of(each.key) for each in notices if each.topic == "issue" and each.state is State.SENT),
        answers=tuple(_answers(ground)),
        log=tuple(map(_said, ground.town.log)),
        troubles=tuple(ground.troubles),
        failures=(*ground.failures, *_hooks_turned_away(ground)),
    )


# ---- what Slack has


def _forms(ground: Ground) -> Iterator[Form]:
    for delivery in ground.slack.switchboard.deliveries:
        if delivery.parcel.name == "view_submission":
            view = delivery.parcel.payload["view"]
            is_acked = delivery.reply.acked and not delivery.reply.content
            yield Form(view["id"], view["callback_id"], _summary(delivery) if is_acked else None, is_acked)


def _summary(delivery: Delivery) -> str | None:
    """Read what was typed as the summary of a request; None where the form files none."""
    payload = delivery.parcel.payload
    if payload["view"]["callback_id"] != "escalation.form":
        return None
    draft = form_read.read(payload["view"], payload["user"]["id"], datetime.min.replace(tzinfo=UTC))
    is_added = draft.duplicate is not None and draft.duplicate.guard is Guard.ADD
    return None if is_added else draft.summary


def _posted(ground: Ground) -> Iterator[Posted]:
    """Tell every message of Baton's, those to one person alone as well."""
    workspace = ground.slack.workspace
    for message in workspace.posts():
        yield Posted(message.channel, message.ts, message.key, message.all_text(), message.deleted)
    for user, window in workspace.windows.items():
        for message in window.ephemerals:
            yield Posted(f"for:{user}", message.ts, None, message.all_text())


def _slack_calls(ground: Ground) -> Iterator[Call]:
    """Tell what was posted and looked for, without what Slack answered to it."""
    for call in ground.slack.workspace.calls:
        if call.method in {POST, *LOOKS}:
            yield replace(call, result={})


def _answers(ground: Ground) -> Iterator[Answered]:
    for each in ground.step.answers:
        yield Answered(each.parcel.name, each.parcel.kind, each.reply.status, each.at, each.reply.seconds)
    for call in ground.phone.calls:
        for answer in call.answers:
            at = datetime.fromisoformat(answer.event["at"]).timestamp()
            yield Answered(answer.event["type"], "webhook", answer.status, at, 0.0)


def _hooks_turned_away(ground: Ground) -> Iterator[str]:
    """Tell which genuine webhooks of Jira's were taken for wrong ones; forged ones are no deliveries."""
    for hook in ground.jira.hooks.deliveries:
        for status in hook.statuses:
            if status in TURNED_AWAY:
                yield f"a genuine webhook of Jira's was answered {status}: {hook.event['webhookEvent']}"


def _calls_told(ground: Ground) -> Iterator[str]:
    for call in ground.phone.calls:
        if any(answer.accepted and answer.event["type"] == "call.started" for answer in call.answers):
            yield call.call_id


def _labels(ground: Ground) -> Iterator[str]:
    for issue in ground.jira.site.issues.values():
        yield from (label for label in issue.labels if label.startswith("baton-"))


# ---- what is stored


def _filed(work: UnitOfWork, request: Request) -> Filed:
    """Tell of a request what says who must have heard of it."""
    whose = (request.filed_by, request.account_manager, request.channel)
    return Filed(request.key, *whose, tuple(work.requests.trail_of(request.key)))


def _is_sought_still(ground: Ground, notice: Owed) -> bool:
    """Say whether Jira, which shows late what it has, is still looked through: a short leg does not wait for it."""
    is_open = notice.state not in {State.SENT, State.DEAD}
    return is_open and notice.lane.startswith(JIRA) and not ground.leg.is_patient


def _shown(work: UnitOfWork, ground: Ground) -> Iterator[Shown]:
    """Compare every kept message with what the database would have it show."""
    told: dict[str, Any] = {"_env_file": None, **ground.environment}
    renderers = app.build(settings.load(**told), machine_now).renderers
    standing = {(each.channel, each.ts): each for each in ground.slack.workspace.posts() if not each.deleted}
    for row in work.connection.execute(posts.select()):
        if not row.place.startswith(JIRA):
            notice = Notice.restore(row.topic, row.subject, row.place, {})
            stands = standing.get((row.channel, row.ts))
            what = f"{row.topic} of {row.subject} for {row.place}"
            should = _seen(row.topic, _rendered(work, notice, renderers))
            yield Shown(what, None if stands is None else _seen(row.topic, stands.blocks), should)


def _seen(topic: str, blocks: list[JsonObject]) -> str:
    """Tell what a message offers, and what it says of its subject: some say nothing of what comes after them."""
    offers = [str(element["action_id"]) for _, element in texts.elements(blocks)]
    if topic in SAY_THEIR_STEP:
        return "\n".join(offer for offer in offers if offer.startswith(ASKING))
    says = texts.visible(blocks).splitlines()
    return "\n".join([*(line for line in says if topic not in CALLS or not BESIDE.match(line)), *offers])


def _rendered(work: UnitOfWork, notice: Notice, renderers: Renderers) -> list[JsonObject]:
    try:
        return show(renderers, work, notice).blocks
    except Refused as refused:
        return [{"type": "section", "text": {"text": f"refused: {refused}"}}]


def _whispers(ground: Ground, posted: tuple[Posted, ...]) -> Iterator[Whispered]:
    """Tell what was whispered to whom; of what was refused nobody may see anything but who typed it."""
    told = ground.town.database.read_now(lambda work: work.connection.execute(whispers.select()).all())
    dm = ground.slack.workspace.dm
    known: dict[str, frozenset[str]] = {}
    for row in told:
        people = [person for person in (row.agent, row.by) if person in ground.slack.workspace.members]
        places = {dm(person).id for person in people} | {f"for:{person}" for person in people}
        known |= dict.fromkeys(MARK.findall(row.advice), frozenset(places))
    strange = {mark for each in posted if not each.channel.startswith("for:") for mark in MARK.findall(each.text)}
    for mark in sorted(strange | known.keys()):
        yield Whispered(mark, known.get(mark, frozenset()))


# ---- what the processes said


def _said(line: str) -> Said:
    try:
        event = json.loads(line)
        at = datetime.fromisoformat(event["timestamp"]).timestamp()
    except (ValueError, KeyError, TypeError):
        return Said(line, "error", "unreadable", 0.0)
    return Said(line, event.get("level", ""), event.get("event", ""), at)
