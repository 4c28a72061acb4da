"""The forms around a call: who it is with, what is written down, what is whispered; read with suspicion."""

import json
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from bot.views.parts import Block
from bot.views.whisper import call_form, filing, note, whisper_form
from bot.views.whisper.whisper_form import Whispering, addressed
from bot.words import Words
from sandbox.slack.blocks import check_modal
from sandbox.slack.texts import mentioned
from storage.vocabulary import Tone
from tests.views.escalation.form_inputs import chosen
from tests.views.examples import ACCOUNT, EN, JA
from tests.views.test_texts import ANY_TEXT
from tests.views.whisper.calls import a_call
from tests.views.whisper.shown import ADVICE, full
from workflows.refusals import InvalidForm, Length, Misfit
from workflows.whisper.service import Start
from workflows.whisper.views import AgentView, Starting
from workflows.whisper.whispering import Advice

BOTH = pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
ON_CALL, OFF_CALL = AgentView("U_AOI", "青井", a_call()), AgentView("U_AOI", "青井")
DECOMPOSED = unicodedata.normalize("NFD", "ガ")


def filled(**inputs: Any) -> Block:  # noqa: ANN401  the state of any input
    """A submitted form as Slack sends it."""
    return {"state": {"values": {name: {name: given} for name, given in inputs.items()}}}


def whispered(text: str, tone: str = "info", link: str | None = None) -> Block:
    """A submitted whisper."""
    return filled(advice={"value": text}, tone=chosen(tone), link={"value": link})


def inputs(view: Block) -> dict[str, Block]:
    """Answer the inputs of a form that Slack takes, by their ids."""
    check_modal(view)
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def refused(view: Block) -> InvalidForm:
    """Answer what is wrong with a submitted whisper."""
    with pytest.raises(InvalidForm) as found:
        whisper_form.read(view)
    return found.value


# ---- a call


@BOTH
@pytest.mark.parametrize(
    ("found", "preset"),
    [
        (Starting(), None),
        (Starting("ひかり", ACCOUNT), "A-001"),
        (Starting("みどり工業"), "new:みどり工業"),
        (Starting("株式会社", are_several=True), None),
    ],
)
def test_the_customer_that_was_found_or_typed_is_preset(found: Starting, preset: str | None, words: Words) -> None:
    customer = inputs(call_form.build(found, words))["customer"]
    assert customer.get("initial_option", {}).get("value") == preset


@BOTH
def test_a_form_says_which_call_ends_by_it(words: Words) -> None:
    view = call_form.build(Starting(live=full()), words, home=True)
    assert "ひかり商事" in str(view["blocks"][0])
    assert json.loads(view["private_metadata"]) == {"home": True, "replaces": "call-12"}


@pytest.mark.parametrize(
    ("words", "told"),
    [(JA, "未確認のお客様との通話"), (EN, "on a call with an unknown customer, begun")],
    ids=["ja", "en"],
)
def test_a_customer_of_whom_nobody_knows_yet_is_named_within_the_sentence(words: Words, told: str) -> None:
    view = call_form.build(Starting(live=a_call(None)), words)
    assert told in str(view["blocks"][0])


@BOTH
def test_of_several_customers_the_person_chooses(words: Words) -> None:
    view = call_form.build(Starting("株式会社", are_several=True), words)
    assert "株式会社" in str(view["blocks"][0])


@pytest.mark.parametrize(
    ("view", "start"),
    [
        (filled(), Start("U_AOI", None)),
        (filled(customer={"selected_option": None}), Start("U_AOI", None)),
        (filled(customer=chosen("A-001")), Start("U_AOI", "A-001")),
        (filled(customer=chosen("new:  みどり\n工業 ")), Start("U_AOI", "new:みどり 工業")),
        (filled(customer=chosen("new:")), Start("U_AOI", None)),
        (filled() | {"private_metadata": '{"replaces": "call-12"}'}, Start("U_AOI", None, "call-12")),
        (filled() | {"private_metadata": '{"replaces": ["call-12"]}'}, Start("U_AOI", None)),
    ],
)
def test_a_call_is_read_from_its_form(view: Block, start: Start) -> None:
    assert call_form.read(view, "U_AOI") == start


# ---- a note, and the request of a call


@BOTH
def test_a_note_says_what_becomes_of_numbers(words: Words) -> None:
    view = note.build(words)
    assert list(inputs(view)) == ["text"]
    assert words.say("note.form.hint") in str(view["blocks"])


def test_a_note_without_words_is_none() -> None:
    assert note.read(filled(text={"value": " 折り返す\n10 時 "})) == "折り返す\n10 時"
    with pytest.raises(InvalidForm):
        note.read(filled(text={"value": " \n"}))


@pytest.mark.parametrize(
    ("changes", "account", "customer"),
    [({}, ACCOUNT, "A-001"), ({"customer": "みどり工業"}, None, "new:みどり工業"), ({}, None, None)],
)
def test_a_request_begins_with_what_is_known_of_the_call(changes: Any, account: Any, customer: str | None) -> None:  # noqa: ANN401
    view = replace(full(account=account, **changes), notes=full().notes * 2)
    state = filing.prefilled(view, JA)
    values = state.values
    assert values.customer_id == customer
    assert (values.summary, values.customer_words) == ("請求書の再発行を希望", None)
    assert (state.more, values.details) == (True, "請求書の再発行を希望\n請求書の再発行を希望")


# ---- a whisper


@BOTH
@pytest.mark.parametrize("agent", [ON_CALL, OFF_CALL])
@pytest.mark.parametrize("caution", [None, "dnd", "away"])
def test_a_whisper_asks_for_one_line_its_tone_and_a_link(agent: AgentView, caution: str | None, words: Words) -> None:
    asked = inputs(whisper_form.build(Whispering(agent, ADVICE, caution), words))
    assert list(asked) == ["advice", "tone", "link"]
    assert asked["advice"]["initial_value"] == ADVICE
    assert asked["tone"]["initial_option"]["value"] == "info"


def test_a_form_says_to_whom_and_what_stands_in_between() -> None:
    on, off = (str(whisper_form.build(Whispering(agent), EN)["blocks"]) for agent in (ON_CALL, OFF_CALL))
    assert "ひかり商事" in on
    assert "starts one" in off
    assert "paused" in str(whisper_form.build(Whispering(ON_CALL, caution="dnd"), EN))
    assert "away" in str(whisper_form.build(Whispering(ON_CALL, caution="away"), EN))


@BOTH
def test_what_was_typed_too_long_stands_there_whole_with_its_count(words: Words) -> None:
    typed = "あ" * 128
    view = whisper_form.build(Whispering(ON_CALL, typed), words)
    assert inputs(view)["advice"]["initial_value"] == typed
    assert inputs(view)["advice"]["max_length"] > len(typed)
    assert inputs(view)["advice"]["multiline"]
    assert "128" in str(view["blocks"][1])


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (f" {ADVICE}\n", ADVICE),
        ("一行目\n二行目", "一行目 二行目"),
        (DECOMPOSED * 120, "ガ" * 120),
        ("😀" * 120, "😀" * 120),
    ],
)
def test_advice_is_one_line_counted_as_people_count(typed: str, text: str) -> None:
    read = whisper_form.read(whispered(typed, "stop", "https://example.com"))
    assert read == Advice(text, Tone.STOP, "https://example.com")


@pytest.mark.parametrize(
    ("view", "misfits"),
    [
        (whispered(""), {"advice": Misfit.REQUIRED}),
        (whispered(" \n\t"), {"advice": Misfit.REQUIRED}),
        (whispered("あ" * 121, link="ftp://x"), {"advice": Misfit.TOO_LONG, "link": Misfit.NOT_A_LINK}),
        (whispered(ADVICE, "shout"), {"tone": Misfit.NOT_A_CHOICE}),
        (filled(), {"advice": Misfit.REQUIRED, "tone": Misfit.REQUIRED}),
    ],
)
def test_what_is_wrong_is_told_at_each_field(view: Block, misfits: dict[str, Misfit]) -> None:
    assert refused(view).misfits == misfits


def test_too_much_advice_is_told_with_its_count() -> None:
    assert refused(whispered("あ" * 128)).lengths == {"advice": Length(128, 120)}


@pytest.mark.parametrize(
    ("text", "agent", "rest"),
    [
        ("<@U_AOI|aoi> 折り返す", "U_AOI", " 折り返す"),
        ("  <@U_AOI>折り返す\n<@U_SATO|sato>", "U_AOI", "折り返す\n<@U_SATO|sato>"),
        ("<@U_AOI|aoi>", "U_AOI", ""),
        ("折り返す <@U_AOI|aoi>", None, "折り返す <@U_AOI|aoi>"),
        ("@aoi 折り返す", None, "@aoi 折り返す"),
        ("<!channel> 折り返す", None, "<!channel> 折り返す"),
        ("<#C1|calls>", None, "<#C1|calls>"),
        ("", None, ""),
    ],
)
def test_a_command_begins_with_whom_it_is_for(text: str, agent: str | None, rest: str) -> None:
    assert addressed(text) == (agent, rest)


@given(text=ANY_TEXT)
def test_whatever_is_typed_or_called_slack_takes_every_form(text: str) -> None:
    agent = AgentView("U_AOI", text, a_call(None, customer=text))
    for view in (
        call_form.build(Starting(text, live=agent.view), JA),
        call_form.build(Starting(text, are_several=True), JA),
        whisper_form.build(Whispering(agent, text, "dnd"), JA),
    ):
        check_modal(view)
        assert list(mentioned("", view["blocks"])) == []
