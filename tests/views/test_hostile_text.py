"""Whatever people write, every screen stays within Slack's rules and pings nobody it should not."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.views import home, refusals, troubles
from bot.views.escalation import answer, card, form, outcome, receipt, steps
from bot.views.escalation.form import FormState, Typed
from bot.views.parts import Block, Message
from bot.words import Words
from sandbox.slack.blocks import check_home, check_message, check_modal
from sandbox.slack.texts import mentioned
from storage.accounts import Account
from storage.requests import FileLink
from storage.vocabulary import Verb
from tests.views.escalation.step_forms import STEP_FORMS
from tests.views.examples import ACCEPTED, ANSWERED, CLAIMED, EN, JA, NOW, READ, RESOLVED, a_view
from tests.views.test_texts import ANY_TEXT
from workflows.escalation.views import AccountFacts, HomeView, RequestView
from workflows.refusals import Refusal, Refused

STATES: tuple[dict[str, Any], ...] = ({}, CLAIMED, ANSWERED, ACCEPTED, RESOLVED, READ)


def _view(text: str, state: dict[str, Any]) -> RequestView:
    hostile = Account("A-001", text, kana=text, account_manager="U_MORI", plan=text)
    written: dict[str, Any] = {"summary": text, "customer_words": text, "details": text, "conversation_url": text}
    said = {name: text for name in ("answer", "result", "question") if state.get(name)}
    files = (FileLink("F1", text, "https://files.test/x"),)
    view = a_view(hostile, unposted=text, **(state | written | said | {"files": files}))
    return replace(view, names=dict.fromkeys(view.names, text))


def _messages(view: RequestView, words: Words) -> Iterator[Message]:
    yield card.build(view, words)
    yield card.build_handoff(view, words)
    yield receipt.build(view, words)
    yield outcome.build(view, words)
    yield answer.build_message(view, words)
    yield from (steps.build(view, verb, "U_AOI", words) for verb in Verb)


def _modals(view: RequestView, text: str, words: Words) -> Iterator[Block]:
    yield from (build(view, words) for build in STEP_FORMS.values())
    yield refusals.small_modal(text, words)
    yield refusals.small_modal(refusals.expired(words, text), words)
    typed = Typed(None, None, None, text, text, text, text)
    facts = AccountFacts(view.account, text, 3)
    yield form.build(FormState(facts=facts, more=True, values=typed), words)
    yield form.build(form.prefilled(text), words)


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
@given(text=ANY_TEXT, state=st.sampled_from(STATES))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_no_message_is_refused_or_pings(words: Words, text: str, state: dict[str, Any]) -> None:
    for message in _messages(_view(text, state), words):
        check_message(message.blocks)
        assert 0 < len(message.text) <= 4000
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
    offered = form.options([Account("A-001", typed, kana=typed, plan=typed)] * 120, typed, JA)
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
    view = home.build(HomeView("U_AOI", consults + rows, rows, rows, rows), words, NOW)
    check_home(view)
    assert list(mentioned("", view["blocks"])) == []


def test_the_leads_and_only_they_are_mentioned_where_they_are_asked() -> None:
    message = steps.ask_leads(_view("<!channel> <@U_AOI>", {}), JA)
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
