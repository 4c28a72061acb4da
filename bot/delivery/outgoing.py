"""What a step sends: rendered, with its place in Slack, in one read after the claim was committed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.delivery.steps import Step
from bot.delivery.transitions import Action, Lost, NotTaken, Refused, Result
from bot.views.parts import Message
from bot.views.progress.wanted import SoughtIssue, WantedIssue
from storage.outbox import Notice
from storage.posts import Post
from storage.unit_of_work import UnitOfWork
from workflows import refusals

Content = Message | WantedIssue | SoughtIssue
"""What a notice is outside: a message of Slack's, or what Jira is asked for."""
Renderer = Callable[[UnitOfWork, Any], Content]
Renderers = Mapping[type[Notice], Renderer]
PERSON = ("U", "W")
"""How the id of a person begins; everything else is a conversation."""
GONE = "gone"
THREAD_GONE = "thread_not_found"


class Undeliverable(Exception):  # noqa: N818  what it is, rather than what went wrong
    """There is nothing to send, or nowhere to send it; the one argument is the word for why."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way, or to be looked for.

    `channel` is None while Slack has not opened the person's DM; `ts` names the message that an update changes and
    `thread_ts` the one in whose thread it is a line; `since` is when it was first sent; `own` are the bot's own ids
    for a look, empty before Slack has told them. `content` is None for a look, but for one for a file.
    """

    place: str
    channel: str | None
    key: str
    content: Content | None
    ts: str | None
    thread_ts: str | None
    since: datetime | None
    own: frozenset[str]


class Carrier(Protocol):
    """Who brings what is owed to its place, each call once, and says what the answer, or the lack of one, means."""

    async def open(self, person: str) -> str | NotTaken | Lost | Refused:
        """Answer the DM channel of a person; nothing was sent where that fails."""

    async def send(self, action: Action, outgoing: Outgoing) -> Result:
        """Make the one call that `action` stands for."""


def render(renderers: Renderers, work: UnitOfWork, notice: Notice) -> Content:
    """Answer what a notice looks like at this moment; raises whatever its renderer raises."""
    return renderers[type(notice)](work, notice)


def show(renderers: Renderers, work: UnitOfWork, notice: Notice) -> Message:
    """Answer the message that a notice is in Slack; raises Undeliverable for what is none."""
    content = render(renderers, work, notice)
    if not isinstance(content, Message):
        raise Undeliverable("no_message")
    return content


def prepare(work: UnitOfWork, step: Step, renderers: Renderers) -> Outgoing:
    """Render the notice from the state of this moment and find its place in Slack.

    Raises Undeliverable for a line whose thread is not there, and whatever the renderer raises: a workflow's Refused
    for a notice about something that is gone.
    """
    notice = step.delivery.notice
    post = step.post if step.action is Action.UPDATE else None
    return Outgoing(
        place=notice.place,
        channel=post.channel if post is not None else step.direct or _channel(work, notice.place),
        key=step.delivery.key,
        content=render(renderers, work, notice) if notice.is_file or step.action is not Action.LOOK else None,
        ts=None if post is None else post.ts,
        thread_ts=_thread_ts(work, notice),
        since=step.delivery.tried_at,
        own=_own(work) if step.action is Action.LOOK else frozenset(),
    )


def prepare_each(work: UnitOfWork, steps: Sequence[Step], renderers: Renderers) -> list[Outgoing | Refused]:
    """Prepare several, each or the reason why it cannot be sent; raises what the database raises."""
    places = {step.delivery.notice.place for step in steps}
    work.people.among({place for place in places if place.startswith(PERSON)})  # met here, asked for no more
    return [_prepared(work, step, renderers) for step in steps]


def _prepared(work: UnitOfWork, step: Step, renderers: Renderers) -> Outgoing | Refused:
    try:
        return prepare(work, step, renderers)
    except Undeliverable as reason:
        return Refused(str(reason))
    except refusals.Refused:
        return Refused(GONE)


def _own(work: UnitOfWork) -> frozenset[str]:
    identity = work.workspace.identity()
    return frozenset(name for name in (identity.bot_id, identity.bot_user_id) if name is not None)


def _channel(work: UnitOfWork, place: str) -> str | None:
    return work.posts.channel_of(place) if place.startswith(PERSON) else place


def _thread_ts(work: UnitOfWork, notice: Notice) -> str | None:
    return notice.thread_ts if notice.thread_of is None else _thread(work, notice, notice.thread_of).ts


def _thread(work: UnitOfWork, notice: Notice, topic: str) -> Post:
    """Answer the message that the line belongs under; the line shares the fate of one that could not be posted."""
    post = work.posts.get(topic, notice.subject, notice.place)
    if post is None:
        raise Undeliverable(work.outbox.refusal_of(topic, notice.subject, notice.place) or THREAD_GONE)
    return post
