"""What Baton can do is said in a few lines, with what one can do next."""

import pytest

from bot.views import help as usage
from bot.words import Words
from sandbox.slack.blocks import check_message
from sandbox.slack.texts import mentioned
from tests.views.examples import EN, JA, buttons

BOTH = pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])


@BOTH
def test_help_shows_every_way_in_and_opens_the_form(words: Words) -> None:
    message = usage.build(words)

    check_message(message.blocks)
    assert buttons(message.blocks) == ["escalation.open"]
    for way in ("/escalate`", "/escalate R-1042", "/escalate find", "/phone`", "/whisper @", "/digest now`"):
        assert way in str(message.blocks)


@BOTH
@pytest.mark.parametrize("draft_id", [None, "d1"])
@pytest.mark.parametrize("key", [None, "R-1042", "R-999999999999"])
def test_the_answer_says_first_what_was_asked_about(words: Words, draft_id: str | None, key: str | None) -> None:
    message = usage.build_answer(words, draft_id, key)

    check_message(message.blocks)
    assert list(mentioned(message.text, message.blocks)) == []
    assert buttons(message.blocks) == (["escalation.file_this"] if draft_id else [])
    assert (key or words.say("help.greeting" if draft_id is None else "help.kept")) in message.text
    assert str(message.blocks).count(words.say("help.greeting")) == 1


def test_the_button_brings_the_draft() -> None:
    [button] = next(
        block["elements"] for block in usage.build_answer(EN, "d1", None).blocks if block["type"] == "actions"
    )

    assert button["value"] == "d1"
    assert button["style"] == "primary"
