"""What can be done where: one table, four buttons at most, the rest in a menu, nothing that would only refuse."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from bot import ids
from bot.listeners.steps import AT_ONCE, FORMS
from bot.views.escalation import buttons
from bot.views.parts import Block
from bot.words import Words
from storage.vocabulary import RequestType, Status, Waiting
from tests.views.examples import ACCEPTED, ANSWERED, CLAIMED, EN, JA, READ, RESOLVED, a_view
from tests.views.progress.examples import TRACKER
from workflows.escalation import policy
from workflows.escalation.policy import Standing
from workflows.escalation.standing import situation_of
from workflows.escalation.views import RequestView

CONSULT: dict[str, Any] = {"request_type": RequestType.CONSULT}
FYI: dict[str, Any] = {"request_type": RequestType.FYI}
ASKED: dict[str, Any] = CLAIMED | {"status": Status.WAITING, "waiting_for": Waiting.REPLY, "question": "宛名は?"}
RESTING: dict[str, Any] = CLAIMED | {"status": Status.WAITING, "waiting_for": Waiting.UNTIL}
OFFERED: dict[str, Any] = {"offered_to": "U_LEE", "offered_by": "U_MORI", "offered_step": 2}
STATES: tuple[dict[str, Any], ...] = (
    {},
    CLAIMED,
    ASKED,
    RESTING,
    RESOLVED,
    CONSULT,
    CONSULT | CLAIMED,
    CONSULT | ASKED,
    ANSWERED,
    ACCEPTED,
    FYI,
    READ,
    OFFERED,
    CLAIMED | OFFERED,
)
WORK_MORE = ["decline", "take_over", "urgency", "trail"]


def _steps(blocks: Sequence[Block]) -> tuple[list[str], list[str]]:
    """Answer the verbs of the buttons, and those in the menu."""
    pressed = [block["action_id"].removeprefix("request.") for block in blocks if block["type"] == "button"]
    menus = [block for block in blocks if block["type"] == "overflow"]
    values = [option["value"] for menu in menus for option in menu["options"]]
    return pressed, [value.removeprefix("request.").removesuffix(":R-1042") for value in values]


@pytest.mark.parametrize(
    ("state", "pressed", "more"),
    [
        ({}, ["claim", "hand_off", "decline"], ["urgency", "trail"]),
        (CONSULT, ["claim", "answer", "hand_off", "decline"], ["urgency", "trail"]),
        (FYI, ["read"], []),
        (CLAIMED, ["resolve", "ask", "hand_off", "wait"], WORK_MORE),
        (CONSULT | CLAIMED, ["answer", "ask", "hand_off", "wait"], WORK_MORE),
        (ASKED, ["resolve", "ask", "hand_off", "claim"], ["wait", *WORK_MORE]),
        (RESTING, ["resolve", "ask", "hand_off", "claim"], ["wait", *WORK_MORE]),
        (ANSWERED, ["answer", "ask", "hand_off", "claim"], ["wait", *WORK_MORE]),
        (RESOLVED, ["reopen"], ["trail"]),
        (ACCEPTED, ["reopen"], ["trail"]),
        (READ, [], []),
    ],
)
def test_a_card_offers_what_comes_next(state: dict[str, Any], pressed: list[str], more: list[str]) -> None:
    assert _steps(buttons.next_steps(a_view(**state), JA)) == (pressed, more)


@pytest.mark.parametrize(
    ("state", "pressed", "more"),
    [
        ({}, ["edit", "add", "withdraw"], ["urgency", "trail"]),
        (FYI, ["edit", "add", "withdraw"], ["urgency", "trail"]),
        (CLAIMED, ["edit", "add", "withdraw"], ["urgency", "trail"]),
        (ASKED, ["reply", "edit", "add", "withdraw"], ["urgency", "trail"]),
        (RESOLVED, [], ["trail"]),
    ],
)
def test_a_receipt_offers_what_is_the_filer_s(state: dict[str, Any], pressed: list[str], more: list[str]) -> None:
    assert _steps(buttons.of_filer(a_view(**state), JA)) == (pressed, more)


@pytest.mark.parametrize(
    ("state", "more"),
    [
        ({}, ["urgency", "jira", "trail"]),
        (FYI, ["jira", "trail"]),
        (READ, ["jira", "trail"]),
        (CLAIMED, ["decline", "take_over", "urgency", "jira", "trail"]),
        (ASKED, ["decline", "take_over", "urgency", "jira", "trail"]),
        (RESOLVED, ["jira", "trail"]),
    ],
)
def test_where_there_is_a_jira_a_card_offers_an_issue_there(state: dict[str, Any], more: list[str]) -> None:
    assert _steps(buttons.next_steps(a_tracked(**state), JA))[1] == more


@pytest.mark.parametrize(
    ("state", "more"),
    [({}, ["urgency", "jira", "trail"]), (FYI, ["urgency", "jira", "trail"]), (RESOLVED, ["jira", "trail"])],
)
def test_so_does_a_receipt(state: dict[str, Any], more: list[str]) -> None:
    assert _steps(buttons.of_filer(a_tracked(**state), JA))[1] == more


def a_tracked(**state: Any) -> RequestView:  # noqa: ANN401
    """Answer a request of a team with a Jira."""
    return replace(a_view(**state), tracker=TRACKER)


def test_whoever_added_may_add_again() -> None:
    assert _steps(buttons.of_follower(a_view(), JA)) == (["add"], [])
    assert _steps(buttons.of_follower(a_view(**RESOLVED), JA)) == ([], [])


def test_what_waits_for_one_person_has_its_own_buttons_while_it_waits() -> None:
    assert _steps(buttons.acceptance(a_view(**ANSWERED), JA)) == (["accept_answer", "ask_again"], [])
    assert _steps(buttons.replying(a_view(**ASKED), JA)) == (["reply"], [])
    assert _steps(buttons.offered(a_view(**OFFERED), JA)) == (["accept", "return"], [])


@pytest.mark.parametrize("state", [{}, CLAIMED, RESTING, RESOLVED, ACCEPTED, READ])
def test_what_no_longer_waits_has_none(state: dict[str, Any]) -> None:
    for build in (buttons.acceptance, buttons.replying, buttons.offered):
        assert build(a_view(**state), JA) == []


def test_an_outcome_is_reopened_by_those_who_may() -> None:
    assert _steps(buttons.reopening("U_AOI", a_view(**RESOLVED), EN)) == (["reopen"], [])
    assert _steps(buttons.reopening("U_MORI", a_view(**RESOLVED), EN)) == (["reopen"], [])
    assert buttons.reopening("U_LEE", a_view(**RESOLVED), EN) == []
    assert buttons.reopening("U_AOI", a_view(**READ), EN) == []
    assert buttons.reopening("U_AOI", a_view(**CLAIMED), EN) == []


def test_what_waits_is_brought_back_rather_than_claimed() -> None:
    labels = [block["text"]["text"] for block in buttons.next_steps(a_view(**RESTING), EN) if "text" in block]
    assert labels[-1] == "Back to Work"
    assert buttons.next_steps(a_view(), EN)[0]["text"]["text"] == "Claim"


VIEWS = (a_view, a_tracked)
"""Without a Jira, and with one."""


def _everything(view: RequestView, words: Words) -> list[list[Block]]:
    readers = [Standing(who, is_lead=lead) for who, lead in product(("U_AOI", "U_MORI", "U_LEE"), (True, False))]
    return [
        buttons.next_steps(view, words, leading=True),
        buttons.of_filer(view, words),
        buttons.of_follower(view, words),
        buttons.acceptance(view, words, leading=True),
        buttons.replying(view, words, leading=True),
        buttons.offered(view, words, leading=True),
        *(buttons.next_steps_of(reader, view, words) for reader in readers),
    ]


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("build", VIEWS)
def test_every_row_keeps_slack_s_limits_and_one_primary(
    build: Callable[..., RequestView], state: dict[str, Any], words: Words
) -> None:
    for row in _everything(build(**state), words):
        pressed = [block for block in row if block["type"] == "button"]
        menus = [block for block in row if block["type"] == "overflow"]
        assert len(pressed) <= 4
        assert len(menus) <= 1
        assert [block.get("style") for block in pressed].count("primary") <= 1
        assert all(block.get("style") != "danger" for block in pressed)
        for menu in menus:
            assert menu is row[-1]
            assert menu["action_id"] == ids.REQUEST_MORE
            assert 1 <= len(menu["options"]) <= 5


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("build", VIEWS)
def test_every_button_names_its_request_and_leads_somewhere(
    build: Callable[..., RequestView], state: dict[str, Any]
) -> None:
    known = {*AT_ONCE, *FORMS, ids.REQUEST_TRAIL, ids.REQUEST_EDIT}
    for row in _everything(build(**state), JA):
        for block in row:
            if block["type"] == "button":
                assert (block["value"], block["action_id"] in known) == ("R-1042", True)
            for option in block.get("options", []):
                step, key = buttons.in_menu(option["value"])
                assert (key, step in known - {ids.REQUEST_EDIT}) == ("R-1042", True)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", ["U_AOI", "U_MORI", "U_LEE", "U_NOBODY"])
@pytest.mark.parametrize("is_lead", [True, False])
def test_home_offers_nothing_that_would_only_refuse(state: dict[str, Any], who: str, *, is_lead: bool) -> None:
    view, reader = a_tracked(**state), Standing(who, is_lead=is_lead, is_account_manager=who == "U_MORI")
    pressed, more = _steps(buttons.next_steps_of(reader, view, JA))
    assert more[-1] == "trail"
    for verb in (*pressed, *more[:-1]):
        assert policy.may(buttons.verb_of(f"request.{verb}"), situation_of(view.request), reader)


def test_home_puts_first_what_waits_for_its_reader_alone() -> None:
    offer, _ = _steps(buttons.next_steps_of(Standing("U_LEE"), a_view(**(CLAIMED | OFFERED)), JA))
    assert offer[:2] == ["accept", "return"]
    question, _ = _steps(buttons.next_steps_of(Standing("U_AOI"), a_view(**ASKED), JA))
    assert question == ["reply"]
    answer, more = _steps(buttons.next_steps_of(Standing("U_LEE", is_lead=True), a_view(**ANSWERED), JA))
    assert (answer[:2], more[-1]) == (["accept_answer", "ask_again"], "trail")


def test_a_menu_that_would_be_too_long_keeps_the_trail() -> None:
    everyone = Standing("U_MORI", is_account_manager=True, is_lead=True)
    view = a_view(**(ANSWERED | OFFERED | {"offered_to": "U_MORI", "filed_by": "U_MORI"}))
    pressed, more = _steps(buttons.next_steps_of(everyone, view, JA))
    assert pressed == ["accept", "return", "accept_answer", "ask_again"]
    assert (len(more), more[-1]) == (5, "trail")


@pytest.mark.parametrize("value", ["", "request.claim", ":", "::::", "request.decline:R-1042:x"])
def test_a_forged_choice_is_read_without_a_fault(value: str) -> None:
    step, key = buttons.in_menu(value)
    assert isinstance(step, str)
    assert key != "R-1042"


@pytest.mark.parametrize(
    ("block_id", "step"),
    [
        (buttons.seen_at(a_view()), a_view().request.steps),
        ("seen.", None),
        ("seen.x", None),
        ("abc", None),
        ("7", None),
    ],
)
def test_a_row_of_buttons_tells_which_step_its_card_knew_of(block_id: str, step: int | None) -> None:
    assert buttons.seen_in_row(block_id) == step
