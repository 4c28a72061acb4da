"""Whatever is said, noted and whispered in a call, no message of it is refused or pings, and channels learn nothing."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.views.parts import MESSAGE_SIZE, Message
from bot.views.whisper import called, card, cockpit, copy, danger, help_sign, summary, whisper
from bot.words import Words
from sandbox.slack.blocks import check_message
from sandbox.slack.texts import mentioned
from storage.accounts import Account
from storage.calls import Note, Sign
from storage.vocabulary import SignKind
from tests.views.examples import EN, JA, NOW
from tests.views.test_texts import ANY_TEXT
from tests.views.whisper.calls import ASKING, HELD, STARTED
from tests.views.whisper.shown import (
    ANSWERED,
    BY_THE_BOOK,
    DELIVERED,
    ENDED,
    FAILED,
    FOLDED,
    LONG,
    SENT,
    WARNED,
    full,
)
from workflows.whisper.views import CallView, DangerView, HelpView, Summary, WhisperView

CALLS: tuple[dict[str, Any], ...] = ({}, ASKING, HELD, ENDED, {"announced": False})
WHISPERS: tuple[dict[str, Any], ...] = (
    {},
    DELIVERED,
    ANSWERED,
    WARNED,
    FOLDED,
    FAILED,
    BY_THE_BOOK,
    {"caution": "dnd"},
    {"caution": "away"},
)
SECRET = "seven-purple-kettles"


def _call(text: str, state: dict[str, Any]) -> CallView:
    account = Account("A-001", text, account_manager="U_MORI")
    signs = (*(Sign(NOW, SignKind.PHRASE, text, text) for _ in range(12)), LONG)
    names = dict.fromkeys(("U_AOI", "U_MORI", "U_LEE"), text)
    notes = tuple(Note(NOW, text) for _ in range(5))
    keys = tuple(f"R-{number}" for number in range(1001, 1009))
    return CallView(replace(STARTED, **state), account, names, notes, signs, keys)


def _in_channels(view: CallView, words: Words) -> Iterator[Message]:
    yield card.build(view, words)
    for ordinal in (1, 2):
        yield help_sign.build(HelpView(view, ordinal), words)
    yield danger.build(DangerView(view), words)


def _in_private(view: CallView, text: str, state: dict[str, Any], words: Words) -> Iterator[Message]:
    said = replace(SENT, **{"advice": text, "link": text, "failed": text} | state)
    yield cockpit.build(view, words)
    yield whisper.build(WhisperView(view, said, 1), words)
    yield copy.build(WhisperView(view, said), words)
    yield called.build(WhisperView(view, said), "failed", words)
    yield summary.build(Summary(view, (said,) * 9), words)


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
@given(text=ANY_TEXT, call=st.sampled_from(CALLS), state=st.sampled_from(WHISPERS))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_no_message_is_refused_or_pings(words: Words, text: str, call: dict[str, Any], state: dict[str, Any]) -> None:
    view = _call(text, call)
    for message in (*_in_channels(view, words), *_in_private(view, text, state, words)):
        check_message(message.blocks)
        assert 0 < len(message.text) <= 4000
        assert len(json.dumps(message.blocks, ensure_ascii=False)) <= MESSAGE_SIZE
        assert list(mentioned(message.text, message.blocks)) == []


@pytest.mark.parametrize("hostile", ["&", "<", '"', "\\", "\0", "*", "語", "😀"])
def test_a_summary_of_nothing_but_marks_stays_within_the_limits(hostile: str) -> None:
    view = _call(hostile * 3000, ENDED)
    whispers = tuple(replace(SENT, advice=hostile * 120, number=number) for number in range(30))
    message = summary.build(Summary(view, whispers), EN)
    check_message(message.blocks)
    assert len(json.dumps(message.blocks, ensure_ascii=False)) <= MESSAGE_SIZE


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
@pytest.mark.parametrize("state", CALLS)
def test_no_note_stands_in_a_channel(words: Words, state: dict[str, Any]) -> None:
    """A whisper cannot: what a channel shows is built of values that hold none."""
    view = replace(full(**state), notes=(Note(NOW, SECRET),))
    assert [message for message in _in_channels(view, words) if SECRET in str(message)] == []
    assert SECRET in str(cockpit.build(replace(view, call=replace(STARTED)), words))


@pytest.mark.parametrize("state", CALLS)
def test_what_was_said_stands_on_no_card(state: dict[str, Any]) -> None:
    said = Sign(NOW, SignKind.PHRASE, "弁護士", SECRET)
    view = replace(full(**state), signs=(said,))
    assert SECRET not in str(card.build(view, JA))
    assert SECRET not in str(help_sign.build(HelpView(view, 1), JA))
    assert SECRET in str(danger.build(DangerView(view), JA))
