"""What is whispered in a call as the views get it, and what a message shows of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.views.parts import Block, Message
from sandbox.slack.blocks import check_message
from sandbox.slack.texts import visible
from storage.calls import Note, Sign, Whisper
from storage.vocabulary import BATON, SignKind, Tone, WhisperAnswer
from tests.views.examples import NOW
from tests.views.whisper.calls import a_call
from workflows.whisper.views import CallView, WhisperView

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ADVICE = "返金の約束はまだしないでください"
SENT = Whisper(
    call=12,
    agent="U_AOI",
    by="U_LEE",
    advice=ADVICE,
    tone=Tone.STOP,
    link=None,
    phrase_id=None,
    sent_at=NOW + 2 * MINUTE,
    due_at=None,
    number=7,
)
DELIVERED: dict[str, Any] = {"delivered_at": SENT.sent_at + SECOND}
ANSWERED: dict[str, Any] = DELIVERED | {"answer": WhisperAnswer.GOT_IT, "answered_at": SENT.sent_at + 7 * SECOND}
WARNED: dict[str, Any] = DELIVERED | {"sendings": 2, "warned_at": SENT.sent_at + 30 * SECOND}
FOLDED: dict[str, Any] = DELIVERED | {"folded_at": SENT.sent_at + 2 * MINUTE}
FAILED: dict[str, Any] = {"failed": "user_disabled"}
BY_THE_BOOK: dict[str, Any] = {"by": BATON, "phrase_id": "refund"}
ENDED: dict[str, Any] = {"ended_at": NOW + 12 * MINUTE, "ended_by": "U_AOI"}
LAWYER = Sign(NOW + 2 * MINUTE, SignKind.PHRASE, "弁護士", "弁護士に ●●● まで電話させます")
LONG = Sign(NOW + 20 * MINUTE, SignKind.LONG)
NOTE = Note(NOW + MINUTE, "請求書の再発行を希望")


def whispered(sending: int | None = 1, call: CallView | None = None, **changes: Any) -> WhisperView:  # noqa: ANN401
    """Answer `SENT` with `changes`, as its message number `sending` gets it, None for the coach's copy."""
    return WhisperView(call or a_call(), replace(SENT, **changes), sending)


def full(**changes: Any) -> CallView:  # noqa: ANN401  any field of a call
    """Answer a call in which everything has happened that a message could tell."""
    return replace(a_call(**changes), notes=(NOTE,), signs=(LAWYER, LONG), requests=("R-1042", "R-1038"))


def lines(message: Message) -> list[str]:
    """Answer what a message that Slack takes says, block by block, the buttons left out."""
    check_message(message.blocks)
    return [visible(block) for block in message.blocks if block["type"] not in {"actions", "divider"}]


def kinds(message: Message) -> list[str]:
    """Answer the kinds of its blocks, in the order of reading."""
    return [block["type"] for block in message.blocks]


def primary(blocks: list[Block]) -> list[str]:
    """Answer the action ids of buttons that stand out."""
    held = [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
    return [element["action_id"] for element in held if element.get("style") == "primary"]
