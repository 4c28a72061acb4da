"""Setting Baton up: what is fixed is shown, what is open is asked, and what a forged form holds is refused."""

from typing import Any

import pytest

from bot import ids
from bot.views import setup
from bot.views.parts import Block
from bot.words import Words
from sandbox.slack.blocks import check_message, check_modal
from tests.views.examples import EN, JA, buttons
from workflows.refusals import InvalidForm, Misfit
from workflows.setup.reading import SetUp
from workflows.setup.service import Chosen

LEADS = frozenset({"U0LEAD", "S0GROUP"})
FIXED = Chosen("C0ENV", "C0CALLS", LEADS)
CHOSEN = Chosen("C0ESC", None, frozenset({"U0LEAD"}))


def _inputs(view: Block) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def _submitted(**inputs: Any) -> Block:  # noqa: ANN401  whatever a forged form may hold
    return {"state": {"values": {name: {name: value} for name, value in inputs.items()}}}


@pytest.mark.parametrize("words", [JA, EN])
@pytest.mark.parametrize(
    ("fixed", "asked"),
    [
        (Chosen(), [ids.ESCALATION_CHANNEL, ids.CALLS_CHANNEL, ids.LEADS]),
        (Chosen("C0ENV"), [ids.CALLS_CHANNEL, ids.LEADS]),
        (FIXED, []),
    ],
)
def test_only_what_the_environment_leaves_open_is_asked(words: Words, fixed: Chosen, asked: list[str]) -> None:
    view = setup.build(SetUp(CHOSEN, fixed), words)
    check_modal(view)
    assert _inputs(view) == asked
    assert str(view).count(words.say("setup.fixed", label="", value="").strip("*\n ")) == 3 - len(asked)


def test_what_was_chosen_before_is_preset() -> None:
    channel, _, leads = setup.build(SetUp(CHOSEN, Chosen()), EN)["blocks"][1:]
    assert channel["element"]["initial_conversation"] == "C0ESC"
    assert leads["element"]["initial_users"] == ["U0LEAD"]


def test_what_is_submitted_is_read() -> None:
    view = _submitted(
        escalation_channel={"selected_conversation": "C0ESC"},
        calls_channel={"selected_conversation": None},
        leads={"selected_users": ["U0LEAD"]},
    )
    assert setup.read(view) == CHOSEN
    assert setup.read({}) == Chosen()


@pytest.mark.parametrize(
    ("inputs", "misfits"),
    [
        ({"escalation_channel": {"selected_conversation": "D0DM"}}, {"escalation_channel": Misfit.NOT_A_CHANNEL}),
        ({"calls_channel": {"selected_conversation": ["C0"]}}, {"calls_channel": Misfit.NOT_A_CHANNEL}),
        ({"leads": {"selected_users": ["U0LEAD", "<!channel>"]}}, {"leads": Misfit.NO_SUCH_PERSON}),
    ],
)
def test_what_only_a_forged_form_holds_is_refused(inputs: dict[str, Any], misfits: dict[str, Misfit]) -> None:
    with pytest.raises(InvalidForm) as invalid:
        setup.read(_submitted(**inputs))
    assert invalid.value.misfits == misfits


@pytest.mark.parametrize("words", [JA, EN])
def test_after_the_choice_a_test_is_offered_and_where_to_invite_baton_is_said(words: Words) -> None:
    view = setup.build_chosen(SetUp(CHOSEN, Chosen(), absent=("C0ESC",)), words)
    check_modal(view)
    assert buttons(view["blocks"]) == [ids.SETUP_TEST]
    assert "/invite @Baton" in str(view)
    assert "/invite" not in str(setup.build_chosen(SetUp(CHOSEN, Chosen()), words, is_tested=True))


@pytest.mark.parametrize("words", [JA, EN])
def test_where_calls_are_shown_is_said_and_what_happens_without(words: Words) -> None:
    without, with_calls = (str(setup.build_chosen(SetUp(CHOSEN, fixed), words)) for fixed in (Chosen(), FIXED))
    assert words.say("setup.chosen.no_calls") in without
    assert "<#C0CALLS>" in with_calls
    tested = str(setup.build_chosen(SetUp(CHOSEN, FIXED), words, is_tested=True))
    assert "<#C0ENV>" in tested
    assert "<#C0CALLS>" in tested


@pytest.mark.parametrize("words", [JA, EN])
@pytest.mark.parametrize("about", ["cards", "calls", "both"])
def test_the_test_names_its_admin_and_pings_nobody(words: Words, about: str) -> None:
    message = setup.build_test("<!channel> <@U0LEAD>", about, words)
    check_message(message.blocks)
    assert "<!channel>" not in str(message)
    assert "<@U0LEAD>" not in str(message)
