"""The list of customers and the form of one: who has left is said, and what is emptied is read as nothing."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from bot import ids
from bot.views import account
from bot.views.parts import Block
from bot.words import Words
from sandbox.slack.blocks import check_modal
from sandbox.slack.texts import mentioned
from storage.accounts import Account
from storage.vocabulary import Locale
from tests.views.examples import EN, JA, buttons
from tests.views.test_texts import ANY_TEXT
from workflows.accounts.reading import AccountView, Unattended
from workflows.accounts.sheet import LONGEST
from workflows.refusals import InvalidForm, Misfit

BLUE = Account("A-1", "青空商事", "あおぞら", "U0SATO", "U0KATO", "C0BLUE", "03-1234", "Gold", Locale.JA)
SEEN = AccountView(BLUE, {"U0SATO": "佐藤", "U0KATO": "加藤"})
LEFT = replace(SEEN, left=frozenset({"U0SATO"}))


def _element(view: Block, name: str) -> Block:
    [element] = [block["element"] for block in view["blocks"] if block.get("block_id") == name]
    return dict(element)


def _submitted(inputs: dict[str, Any], account_id: str = "A-1") -> Block:
    carried = f'{{"account":"{account_id}"}}'
    return {"private_metadata": carried, "state": {"values": {name: {name: each} for name, each in inputs.items()}}}


FILLED: dict[str, Any] = {
    "name": {"value": " 青空商事 "},
    "kana": {"value": "あおぞら"},
    "account_manager": {"selected_user": "U0SATO"},
    "cover": {"selected_user": "U0KATO"},
    "team_channel": {"selected_conversation": "C0BLUE"},
    "phone": {"value": "03-1234"},
    "plan": {"value": "Gold"},
    "locale": {"selected_option": {"value": "ja"}},
}


@pytest.mark.parametrize("words", [JA, EN])
def test_the_form_is_filled_with_what_is_known(words: Words) -> None:
    view = account.build(SEEN, words)
    check_modal(view)
    assert _element(view, ids.NAME)["initial_value"] == "青空商事"
    assert _element(view, ids.ACCOUNT_MANAGER)["initial_user"] == "U0SATO"
    assert _element(view, ids.TEAM_CHANNEL)["initial_conversation"] == "C0BLUE"
    assert _element(view, ids.LOCALE)["initial_option"]["value"] == "ja"


def test_whoever_has_left_is_named_and_no_longer_stands_in_the_form() -> None:
    view = account.build(LEFT, EN)
    assert "佐藤, the account manager, has left" in str(view["blocks"][0])
    assert "initial_user" not in _element(view, ids.ACCOUNT_MANAGER)
    assert _element(view, ids.COVER)["initial_user"] == "U0KATO"


def test_what_is_submitted_is_read() -> None:
    assert account.read(_submitted(FILLED)) == BLUE


def test_what_is_emptied_is_read_as_nothing() -> None:
    empty = {
        "name": {"value": "青空商事"},
        "cover": {"selected_user": None},
        "locale": {"selected_option": {"value": account.UNSET}},
    }
    assert account.read(_submitted(empty)) == Account("A-1", "青空商事")


@pytest.mark.parametrize(
    ("inputs", "misfits"),
    [
        ({"name": {"value": "  "}}, {"name": Misfit.REQUIRED}),
        ({"name": {"value": "長" * (LONGEST + 1)}}, {"name": Misfit.TOO_LONG}),
        ({"plan": {"value": "x" * (LONGEST + 1)}}, {"plan": Misfit.TOO_LONG}),
        ({"cover": {"selected_user": "<!channel>"}}, {"cover": Misfit.NO_SUCH_PERSON}),
        ({"team_channel": {"selected_conversation": "D0DM"}}, {"team_channel": Misfit.NOT_A_CHANNEL}),
        ({"locale": {"selected_option": {"value": "fr"}}}, {"locale": Misfit.NOT_A_CHOICE}),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(inputs: dict[str, Any], misfits: dict[str, Misfit]) -> None:
    with pytest.raises(InvalidForm) as invalid:
        account.read(_submitted(FILLED | inputs))
    assert invalid.value.misfits == misfits


@pytest.mark.parametrize("words", [JA, EN])
def test_the_list_names_who_needs_somebody_and_says_how_many_more(words: Words) -> None:
    nobody = AccountView(Account("A-2", "赤坂"))
    view = account.build_list(Unattended((LEFT, nobody), 9), words)
    check_modal(view)
    assert buttons(view["blocks"]) == [ids.ACCOUNT_EDIT, ids.ACCOUNT_EDIT]
    assert words.say("account.nobody") in str(view)
    assert words.plural("home.rest", 7) in str(view)


def test_a_list_without_gaps_says_so() -> None:
    assert EN.say("account.list.attended") in str(account.build_list(Unattended(), EN))


@pytest.mark.parametrize(
    ("action", "picked"),
    [
        ({"selected_option": {"value": "A-1"}}, "A-1"),
        ({"value": "A-2"}, "A-2"),
        ({"selected_option": {"value": "new: みどり\n製作所 "}}, "new:みどり 製作所"),
        ({"selected_option": None}, ""),
        ({"selected_option": {"value": "new:"}}, ""),
    ],
)
def test_what_was_picked_is_read_wherever_it_was_picked(action: Block, picked: str) -> None:
    assert account.picked(action) == picked


@given(text=ANY_TEXT)
def test_whatever_a_customer_is_called_slack_takes_the_screens_and_pings_nobody(text: str) -> None:
    hostile = Account("A-1", text, text, "U0SATO", phone=text, plan=text)
    seen = AccountView(hostile, {"U0SATO": text}, frozenset({"U0SATO"}))
    for view in (account.build(seen, JA), account.build_list(Unattended((seen,), 1), EN)):
        check_modal(view)
        assert not list(mentioned("", view["blocks"]))
