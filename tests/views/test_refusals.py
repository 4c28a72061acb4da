"""Refusals help: who won, who may, what to do next; in the words of whoever clicked."""

import pytest

from bot.views import refusals
from bot.words import Words
from sandbox.slack.blocks import check_modal
from tests.views.examples import EN, JA
from workflows.refusals import InvalidForm, Length, Misfit, Refusal, Refused, StepRefused


@pytest.mark.parametrize(
    ("words", "said"),
    [(JA, "R-1042 は <@U_MORI> さんが先に担当しました。"), (EN, "<@U_MORI> has already claimed R-1042.")],
)
def test_who_lost_the_race_learns_who_won(words: Words, said: str) -> None:
    refused = StepRefused(Refusal.ALREADY_CLAIMED, people=("U_MORI",), key="R-1042")
    assert refusals.say(refused, words) == said


def test_who_may_not_learns_who_may() -> None:
    refused = Refused(Refusal.NOT_ALLOWED, people=("U_MORI", "S_LEADS"), key="R-1042")
    assert refusals.say(refused, EN) == "<@U_MORI>, <!subteam^S_LEADS> can do that with R-1042. Please ask there."


@pytest.mark.parametrize("code", list(Refusal))
@pytest.mark.parametrize("people", [(), ("U_MORI",)])
@pytest.mark.parametrize("key", [None, "R-1042"])
@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
def test_every_no_has_words(code: Refusal, people: tuple[str, ...], key: str | None, words: Words) -> None:
    said = refusals.say(Refused(code, people=people, key=key), words)
    assert said
    check_modal(refusals.small_modal(said, words))


def test_each_field_says_what_is_wrong_with_it() -> None:
    invalid = InvalidForm({"summary": Misfit.REQUIRED, "conversation_url": Misfit.NOT_A_LINK})
    assert refusals.misfits(invalid, JA) == {
        "summary": "入力してください。",
        "conversation_url": "https:// か http:// で始まるアドレスを入力してください。",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (JA, "120 字のところ、128 字あります。短くしてください。"),
        (EN, "128 of 120 characters. Please shorten it."),
    ],
)
def test_a_field_says_by_how_much_it_is_too_long(words: Words, said: str) -> None:
    invalid = InvalidForm({"advice": Misfit.TOO_LONG}, {"advice": Length(128, 120)})
    assert refusals.misfits(invalid, words) == {"advice": said}


def test_a_fault_can_be_found_again_by_its_reference() -> None:
    assert "7F3K" in refusals.apology("7F3K", JA)


def test_what_was_typed_comes_back_when_the_form_could_not_open() -> None:
    said = refusals.expired(JA, "請求書が届かない\n<!channel>")
    assert said.splitlines()[1:] == ["請求書が届かない", "&lt;!channel&gt;"]
    assert "\n" not in refusals.expired(EN)
