"""What becomes of a modal: each answer to a submission, closing, values that stay."""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from sandbox.slack.people import Person
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.server import SlackServer
from tests.sandbox.echo import Echo
from tests.sandbox.tiny import form, plain, text_input


def modal(name: str, *inputs: str, **more: object) -> dict[str, Any]:
    return {**form(), "callback_id": name, "blocks": [text_input(each) for each in inputs], **more}


@pytest.fixture
async def aoi(slack: SlackServer, echo: Echo) -> Person:
    """Aoi with a filled form before her."""
    assert echo.got == []
    person = slack.person("U_AOI")
    person.window.open(modal("first", "summary"))
    await person.fill(summary="typed")
    return person


def sent(echo: Echo) -> list[dict[str, Any]]:
    """The interactions that the app got."""
    return [json.loads(parse_qs(body.decode())["payload"][0]) for _, body in echo.got]


async def test_an_empty_answer_closes_the_form(aoi: Person, echo: Echo) -> None:
    await aoi.submit()
    [payload] = sent(echo)
    assert aoi.window.stack == []
    assert payload["type"] == "view_submission"
    assert payload["view"]["state"]["values"] == {
        "summary": {"summary": {"type": "plain_text_input", "value": "typed"}}
    }


async def test_an_update_keeps_what_was_typed(aoi: Person, echo: Echo) -> None:
    echo.body = {"response_action": "update", "view": modal("second", "summary", "details")}
    await aoi.submit()
    view = await aoi.modal("second")
    assert view.values["summary"]["summary"]["value"] == "typed"


async def test_a_push_lies_on_top_until_it_is_closed(aoi: Person, echo: Echo) -> None:
    echo.body = {"response_action": "push", "view": modal("above", "more", notify_on_close=True)}
    await aoi.submit()
    await aoi.modal("above")
    await aoi.close()
    assert [view.callback_id for view in aoi.window.stack] == ["first"]
    assert [payload["type"] for payload in sent(echo)] == ["view_submission", "view_closed"]


async def test_closing_tells_nothing_of_what_was_typed_and_only_where_it_was_asked_for(
    slack: SlackServer, aoi: Person, echo: Echo
) -> None:
    aoi.window.push(modal("asked", "more", notify_on_close=True))
    await aoi.fill(more="half a sentence")
    await aoi.close()
    await aoi.close()

    [payload] = sent(echo)
    assert aoi.window.stack == []
    assert (payload["type"], payload["is_cleared"]) == ("view_closed", False)
    assert (payload["view"]["callback_id"], payload["view"]["state"]) == ("asked", {"values": {}})
    assert slack.person("U_BEN").window.stack == []


async def test_the_cross_closes_a_whole_stack_of_three(aoi: Person, echo: Echo) -> None:
    aoi.window.push(modal("second", notify_on_close=True))
    top = aoi.window.push(modal("third", notify_on_close=True))
    with pytest.raises(SlackRefusal, match="push_limit_reached"):
        aoi.window.push(modal("fourth"))
    assert top.root_id == aoi.window.stack[0].id

    await aoi.close(everything=True)

    closed = [(payload["view"]["callback_id"], payload["is_cleared"]) for payload in sent(echo)]
    assert aoi.window.stack == []
    assert closed == [("third", True), ("second", True)]


async def test_clear_closes_all(aoi: Person, echo: Echo) -> None:
    aoi.window.push(modal("above"))
    echo.body = {"response_action": "clear"}
    await aoi.submit()
    assert aoi.window.stack == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "wrong"}},
        {"response_action": "errors"},
        {"response_action": "update", "view": modal("x", "same", "same")},
        {"response_action": "push", "view": {"type": "modal", "title": plain("x" * 25), "blocks": []}},
        {"response_action": "vanish"},
    ],
)
async def test_an_answer_that_slack_cannot_follow_troubles_the_person(
    aoi: Person, echo: Echo, answer: dict[str, Any]
) -> None:
    echo.body = answer
    await aoi.submit()
    assert [view.callback_id for view in aoi.window.stack] == ["first"]
    assert [trouble.what for trouble in aoi.troubles] == ["We had some trouble connecting. Try again?"]


async def test_an_unanswered_form_stays_open_with_what_was_typed(aoi: Person, echo: Echo) -> None:
    echo.status = 500
    reply = await aoi.submit()
    view = await aoi.modal("first")
    assert not reply.acked
    assert view.values["summary"]["summary"]["value"] == "typed"
    assert [trouble.reason for trouble in aoi.troubles] == ["http_500"]


async def test_options_that_slack_cannot_show_are_not_shown(aoi: Person, echo: Echo) -> None:
    aoi.window.open(form())
    echo.body = {"options": [{"text": plain("x" * 76), "value": "1"}]}
    assert await aoi.suggestions("customer", "") == []
    assert await aoi.suggestions("customer", "x") == []
    assert [payload["value"] for payload in sent(echo)] == ["x"]
    assert [trouble.what for trouble in aoi.troubles] == ["The options could not be shown."]
