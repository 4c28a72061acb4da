"""What one types after the command to look something up, and what is shown for it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.views.escalation import lookup
from bot.views.escalation.lookup import Look, Wanted
from bot.words import Words
from sandbox.slack.blocks import check_message
from sandbox.slack.texts import mentioned
from storage.accounts import Account
from tests.views.examples import ACCOUNT, ANSWERED, CLAIMED, EN, JA, RESOLVED, a_view, buttons
from tests.views.test_texts import ANY_TEXT
from workflows.escalation.lookup import Customer, Findings, Shown
from workflows.escalation.policy import Standing
from workflows.escalation.views import RequestView

BOTH = pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
OTHER = Account("A-002", "あおば物流")


KEYS = ("R-1042", " r-1042 ", "1042", "R1042", "r 1042", "R - 1042", "#R-1042", "Ｒ－１０４２", "Rー1042", "R‐1042")


@pytest.mark.parametrize("typed", KEYS)
def test_a_key_is_a_key_however_it_is_typed(typed: str) -> None:
    assert lookup.read(typed) == Wanted(Look.SHOW, "R-1042")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("find 青空", Wanted(Look.FIND, "青空")),
        ("FIND  Blue   Sky ", Wanted(Look.FIND, "Blue Sky")),
        ("ｆｉｎｄ　ｱｵｿﾞﾗ", Wanted(Look.FIND, "アオゾラ")),
        ("find", Wanted(Look.HELP)),
        ("Help", Wanted(Look.HELP)),
    ],
)
def test_finding_and_help_are_asked_for_by_a_word(typed: str, wanted: Wanted) -> None:
    assert lookup.read(typed) == wanted


@pytest.mark.parametrize(
    "typed",
    ["", "R-1042 の件", "0312345678", "999", "12", "help me with R-1042", "finding out", "見積 1042", "RR-1042", "R-"],
)
def test_anything_else_is_there_to_be_filed(typed: str) -> None:
    assert lookup.read(typed) is None


@pytest.mark.parametrize(
    ("said", "key"),
    [("どうなった？ r-1042", "R-1042"), ("Ｒ－１０４２は", "R-1042"), ("(R-1042, R-1043)", "R-1042")],
)
def test_a_key_is_found_in_what_someone_says(said: str, key: str) -> None:
    assert lookup.key_in(said) == key
    assert not lookup.is_key(said)


@pytest.mark.parametrize("said", ["1042", "PR-1042", "R-10424242424242", "R-12", "r-1042x", ""])
def test_other_numbers_are_no_keys(said: str) -> None:
    assert lookup.key_in(said) is None


def test_a_key_alone_is_nothing_but_a_key() -> None:
    assert lookup.is_key(" Ｒ－１０４２\n")


@given(typed=ANY_TEXT)
@settings(deadline=None, max_examples=100)
def test_whatever_is_typed_can_be_read(typed: str) -> None:
    lookup.key_in(typed)
    wanted = lookup.read(typed)
    assert wanted is None or isinstance(wanted.look, Look)


def shown(view: RequestView, user_id: str, **standing: bool) -> Shown:
    """Answer `view` as shown to someone."""
    return Shown(view, Standing(user_id, **standing))


@BOTH
def test_each_reader_gets_the_steps_that_are_theirs(words: Words) -> None:
    todo = a_view()
    manager = lookup.build(shown(todo, "U_MORI", is_account_manager=True), words)
    near = lookup.build(shown(todo, "U_NEAR", sees_card=True), words)
    filer = lookup.build(shown(todo, "U_AOI", sees_card=True), words)
    follower = lookup.build(shown(todo, "U_MIA", is_follower=True), words)
    filer_who_owns = lookup.build(shown(a_view(**CLAIMED | {"owner": "U_AOI"}), "U_AOI"), words)

    assert buttons(manager.blocks) == ["request.claim", "request.hand_off", "request.decline"]
    assert buttons(near.blocks) == ["request.claim"]
    assert buttons(filer.blocks) == ["request.edit", "request.add", "request.withdraw"]
    assert buttons(follower.blocks) == ["request.add"]
    assert buttons(filer_who_owns.blocks)[0] == "request.resolve"


def customer(account: Account, *views: RequestView, manager: str | None = "森", hides: bool = False) -> Customer:
    """Answer a customer as it was found."""
    return Customer(account, manager, tuple(replace(view, account=account) for view in views), hides=hides)


@BOTH
def test_customers_stand_one_after_the_other_with_whoever_owns_them(words: Words) -> None:
    first, second = a_view(number=42), a_view(number=43, summary="予約の取り消し", **CLAIMED)
    other = customer(OTHER, manager=None, hides=True)
    found = Findings("ひかり", (customer(ACCOUNT, second, first), other), 2, is_cut_short=False)

    message = lookup.build_found(found, words)

    check_message(message.blocks)
    text = str(message.blocks)
    told = ["ひかり", "ひかり商事", "Pro", "森", "R-1043", "予約の取り消し", "R-1042", "/escalate R-1043"]
    places = [text.index(word) for word in told]
    assert places == sorted(places)
    assert words.plural("lookup.hidden", 2) in text
    assert "あおば物流" not in text, "whoever may not see all cannot be told that there is nothing"


@BOTH
def test_customers_without_anything_in_work_are_named(words: Words) -> None:
    some = Findings("あ", (customer(ACCOUNT, a_view()), customer(OTHER)), 0, is_cut_short=False)
    none = Findings("あ", (customer(OTHER),) * 8, 0, is_cut_short=False)
    cut_short = replace(some, is_cut_short=True)

    assert "あおば物流" in str(lookup.build_found(some, words).blocks)
    assert "あおば物流" not in str(lookup.build_found(cut_short, words).blocks), "theirs may be among what is left out"
    message = lookup.build_found(none, words)
    assert message.text.count("あおば物流") == lookup.MOST_NAMED
    assert words.plural("lookup.more", 3) in message.text
    assert buttons(message.blocks) == ["escalation.open"]


@BOTH
def test_what_is_not_theirs_is_counted_with_whom_to_ask(words: Words) -> None:
    customers = (*(customer(OTHER, manager="杉") for _ in range(5)), customer(ACCOUNT, hides=True))

    message = lookup.build_found(Findings("ひ", customers, 3, is_cut_short=False), words)

    check_message(message.blocks)
    assert message.text == words.plural("lookup.hidden", 3)
    assert "森" in str(message.blocks)
    assert "杉" not in str(message.blocks), "of a customer with nothing in work there is nothing to ask"


@BOTH
def test_a_name_that_no_customer_has_can_be_filed_for(words: Words) -> None:
    message = lookup.build_found(Findings("みどり", (), 0, is_cut_short=False), words)

    assert "みどり" in message.text
    assert buttons(message.blocks) == ["escalation.open"]


@BOTH
@given(text=ANY_TEXT, state=st.sampled_from([{}, CLAIMED, ANSWERED, RESOLVED]), many=st.sampled_from([0, 1, 15]))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_people_write_it_is_shown_and_pings_nobody(
    words: Words, text: str, state: dict[str, Any], many: int
) -> None:
    hostile = Account("A-001", text, plan=text)
    view = replace(a_view(hostile, summary=text, customer_words=text, **state), names={"U_MORI": text, "U_AOI": text})
    customers = tuple(customer(hostile, *[view] * (many // 5), manager=text) for _ in range(5))
    for message in (
        lookup.build_found(Findings(text, customers, many, is_cut_short=True), words),
        lookup.build_found(Findings(text, (), 0, is_cut_short=False), words),
        lookup.build(shown(view, "U_LEE", is_lead=True), words),
    ):
        check_message(message.blocks)
        assert 0 < len(message.text) <= 4000
        assert list(mentioned(message.text, message.blocks)) == []
