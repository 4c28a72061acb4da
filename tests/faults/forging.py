"""What no client of Slack's lets anybody send: forms submitted unchecked, payloads changed by hand."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot import ids
from bot.views.escalation.buttons import BETWEEN
from sandbox.slack import payloads, texts
from sandbox.slack.forms import options_of
from sandbox.slack.parcels import Reply
from sandbox.slack.people import Person
from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject
from sandbox.slack.view import View
from tests.journeys.team import Team

TYPED = ("plain_text_input", "url_text_input")
OVERTAKEN = {("views.update", "hash_conflict"), ("views.update", "not_found")}
"""Slack's answers where a person was faster than what was drawn for them: nothing is lost by it."""


async def bring(team: Team, payload: JsonObject) -> Reply:
    """Bring a payload to Baton, whatever it says."""
    return await team.slack.switchboard.send("interactive", payload)


async def submit_unchecked(team: Team, view: View, **changes: JsonObject | str) -> Reply:
    """Submit `view` with `changes` in its JSON, though Slack's own client would complain."""
    payload = payloads.submission(view, team.slack.workspace)
    payload["view"] |= changes
    return await bring(team, payload)


async def click(team: Team, person: Person, message: Message, action: Mapping[str, Any]) -> Reply:
    """Click in `message` what does not stand there."""
    forged = {"block_id": "forged", "type": "button", **action}
    return await bring(team, payloads.click_in_message(forged, person.id, message, team.slack.workspace))


def inputs_for_text(view: View) -> Iterator[str]:
    """Every input of a form into which one types."""
    for block, element in texts.elements(view.blocks):
        if block["type"] == "input" and element["type"] in TYPED:
            yield block["block_id"]


def steps_in(message: Message) -> Iterator[tuple[str, str | None]]:
    """Every step that a message offers: its button, or the menu and the value that stands for it there."""
    for _, element in texts.elements(message.blocks):
        if element["action_id"] == ids.REQUEST_MORE:
            yield from ((option["value"].partition(BETWEEN)[0], option["value"]) for option in options_of(element))
        else:
            yield element["action_id"], None


def offer(message: Message, step: str) -> bool:
    """Say whether a message offers a step."""
    return any(step == offered for offered, _ in steps_in(message))


async def take(team: Team, person: Person, step: str, key: str) -> None:
    """Take a step of a request in the newest message of Baton's in which `person` is offered it."""

    def offering() -> list[Message]:
        return [message for message in person.dm() if key in message.all_text() and offer(message, step)]

    await team.slack.settled(lambda _: bool(offering()))
    message = offering()[-1]
    in_menu = dict(steps_in(message))[step]
    reply = await person.press_in(message, step if in_menu is None else ids.REQUEST_MORE, in_menu)
    assert reply.acked


def refused_calls(team: Team) -> list[tuple[str, str | None]]:
    """What Slack has refused of all that Baton asked of it."""
    refused = [(call.method, call.error) for call in team.slack.workspace.calls if not call.ok]
    return [each for each in refused if each not in OVERTAKEN]
