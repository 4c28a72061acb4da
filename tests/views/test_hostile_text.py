"""Whatever people write, every screen stays within Slack's rules and pings nobody it should not."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.views import home, refusals, troubles
from bot.views.escalation import card, form, form_customers, offer, outcome, question, receipt, steps, story, turn
from bot.views.escalation import given as answered
from bot.views.escalation.form_state import FormState, Typed, prefilled
from bot.views.parts import MESSAGE_SIZE, Block, Message
from bot.words import Words
from sandbox.slack.blocks import check_home, check_message, check_modal
from sandbox.slack.texts import mentioned
from storage.accounts import Account
from storage.requests import FileLink, Step
from storage.vocabulary import Urgency, Verb
from tests.views.digest.digests import NO_DIGESTS
from tests.views.escalation.step_forms import STEP_FORMS
from tests.views.examples import (
    ACCEPTED,
    ANSWERED,
    ASKED,
    CLAIMED,
    DECLINED,
    EN,
    JA,
    NOW,
    OFFERED,
    PASSED,
    READ,
    RESOLVED,
    WAITING,
    WITHDRAWN,
    a_step,
    a_view,
)
from tests.views.test_texts import ANY_TEXT
from workflows.escalation.views import AccountFacts, HomeView, RequestView, StepView, Story
from workflows.refusals import Refusal, Refused
from workflows.whisper.views import FloorView

OPEN: tuple[dict[str, Any], ...] = ({}, CLAIMED, ANSWERED, ASKED, WAITING, OFFERED, PASSED)
STATES = (*OPEN, ACCEPTED, RESOLVED, READ, WITHDRAWN, DECLINED)
TURNS = {Verb.REPLY, Verb.ASK_AGAIN, Verb.RESUME, Verb.RETURN, Verb.DECLINE, Verb.REOPEN, Verb.MOVE}
ASKING = {Verb.ANSWER: answered.build, Verb.ASK: question.build, Verb.HAND_OFF: offer.build}
ABOUT = {
    Verb.HAND_OFF: "U_LEE",
    Verb.MOVE: "U_MORI",
    Verb.WAIT: NOW.isoformat(),
    Verb.URGENCY: "critical",
    Verb.LINK: "R-1050",
}


def _view(text: str, state: dict[str, Any]) -> RequestView:
    hostile = Account("A-001", text, kana=text, account_manager="U_MORI", plan=text)
    written: dict[str, Any] = {"summary": text, "customer_words": text, "details": text, "conversation_url": text}
    written |= {
        "promised": text,
        "said_by": text,
        "next_contact_at": NOW,
        "linked_to": 41,
        "manager_urgency": Urgency.LOW,
    }
    said = {name: text for name in ("answer", "result", "question") if state.get(name)}
    files = (FileLink("F1", text, "https://files.test/x"),)
    view = a_view(hostile, unposted=text, **(state | written | said | {"files": files}))
    return replace(view, names=dict.fromkeys(view.names, text), trail=_trail(text))


def _trail(text: str) -> tuple[Step, ...]:
    """Every step there is, each with these words, and more additions than a card shows."""
    verbs = [*Verb, *[Verb.ADD] * 3]
    return tuple(
        a_step(verb, _kept(verb, text), ordinal=ordinal, about=ABOUT.get(verb)) for ordinal, verb in enumerate(verbs, 1)
    )


def _kept(verb: Verb, text: str) -> str:
    return f"summary: {text}\nurgency: {text}" if verb is Verb.EDIT else text


def _messages(view: RequestView, words: Words) -> Iterator[Message]:
    yield card.build(view, words)
    yield card.build_handoff(view, words, "U_LEE")
    yield receipt.build(view, words)
    yield receipt.build_for_follower(view, "U_LEE", words)
    for step in view.trail:
        told = StepView(view, step, is_open=True)
        yield steps.build(told, words)
        yield outcome.build(told, words, "U_AOI")
        if step.verb in TURNS:
            yield turn.build(told, words, "U_MORI")
        if step.verb in ASKING:
            yield ASKING[step.verb](told, words)
            yield ASKING[step.verb](StepView(view, step, is_open=False), words)


def _modals(view: RequestView, text: str, words: Words) -> Iterator[Block]:
    yield from (build(view, words) for build in STEP_FORMS.values())
    yield refusals.small_modal(text, words)
    yield refusals.small_modal(refusals.expired(words, text), words)
    yield story.build(Story(view, view.trail, left_out=7), words)
    typed = Typed(
        urgency="critical", promised=text, summary=text, customer_words=text, details=text, conversation_url=text
    )
    facts = AccountFacts(view.account, text, 3, (view,), frozenset({view.request.key}))
    yield form.build(FormState(facts=facts, more=True, values=typed), words)
    yield form.build(prefilled(text), words)


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
@given(text=ANY_TEXT, state=st.sampled_from(STATES))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_no_message_is_refused_or_pings(words: Words, text: str, state: dict[str, Any]) -> None:
    for message in _messages(_view(text, state), words):
        check_message(message.blocks)
        assert 0 < len(message.text) <= 4000
        assert len(json.dumps(message.blocks, ensure_ascii=False)) <= MESSAGE_SIZE
        assert list(mentioned(message.text, message.blocks)) == []


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
@given(text=ANY_TEXT, state=st.sampled_from(STATES))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_no_modal_is_refused(words: Words, text: str, state: dict[str, Any]) -> None:
    for view in _modals(_view(text, state), text, words):
        check_modal(view)
        assert list(mentioned("", view["blocks"])) == []


@given(typed=ANY_TEXT)
@settings(deadline=None, max_examples=60)
def test_any_customer_can_be_offered(typed: str) -> None:
    offered = form_customers.options([Account("A-001", typed, kana=typed, plan=typed)] * 120, typed, JA)
    assert len(offered) <= 100
    for option in offered:
        assert len(option["value"]) <= 150
        assert 1 <= len(option["text"]["text"]) <= 75
        assert len(option.get("description", {"text": ""})["text"]) <= 75


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
@given(text=ANY_TEXT, many=st.sampled_from([0, 1, 200]))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_home_holds_any_day(words: Words, text: str, many: int) -> None:
    rows = tuple(_view(text, state) for state in STATES) * many
    consults = tuple(_view(text, ANSWERED) for _ in range(many))
    view = home.build(
        HomeView("U_AOI", consults + rows, rows, rows, rows), FloorView(None, None), NO_DIGESTS, words, NOW
    )
    check_home(view)
    assert list(mentioned("", view["blocks"])) == []


def test_the_leads_and_only_they_are_mentioned_where_they_are_asked() -> None:
    message = steps.ask_leads(_view("<!channel> <@U_AOI>", {}), None, JA)
    check_message(message.blocks)
    assert set(mentioned("", message.blocks)) == {("user", "U_LEE"), ("group", "S_LEADS")}
    assert set(mentioned(message.text, [])) == {("user", "U_LEE"), ("group", "S_LEADS")}


@pytest.mark.parametrize("error", ["not_in_channel", "is_archived", "<!channel>", "a" * 40_000])
def test_a_trouble_is_told_whatever_slack_calls_it(error: str) -> None:
    message = troubles.build("C_ESC", error, EN)
    check_message(message.blocks)
    assert list(mentioned(message.text, message.blocks)) == []


def test_a_forged_key_is_named_harmlessly() -> None:
    refused = Refused(Refusal.NO_SUCH_REQUEST, key="<!channel>")
    assert "<!" not in refusals.say(refused, EN)
