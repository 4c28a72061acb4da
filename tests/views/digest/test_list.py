"""The list of digests: where and when each posts, what was just done, and what can be set up."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import ids
from bot.views.digest import list as listing
from bot.views.digest import row
from bot.views.parts import Block
from bot.words import Words
from sandbox.slack.blocks import check_modal
from sandbox.slack.texts import mentioned
from storage.vocabulary import HolidayRule, Weekday
from tests.views.digest.digests import DIGEST, MORNING, a_row, some
from tests.views.examples import EN, JA, NOW, buttons
from tests.views.test_texts import ANY_TEXT
from workflows.digest.views import DigestsView, DigestView

PAUSED: dict[str, Any] = {"paused_at": NOW, "paused_by": "U_MORI"}
NEXT = "<!date^1795482000^{date_short_pretty} {time}|"


def _texts(view: Block) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if "text" in block]


def _built(*rows: DigestView, words: Words = EN) -> Block:
    view = listing.build(DigestsView(rows), words, NOW)
    check_modal(view)
    return view


@pytest.mark.parametrize(
    ("days", "ja", "en"),
    [
        (tuple(Weekday), "毎日", "Every day"),
        (DIGEST.days, "月〜金", "Mon–Fri"),
        ((Weekday.FRI, Weekday.SAT, Weekday.SUN), "金〜日", "Fri–Sun"),
        ((Weekday.MON, Weekday.TUE), "月・火", "Mon, Tue"),
        ((Weekday.MON, Weekday.WED, Weekday.FRI), "月・水・金", "Mon, Wed, Fri"),
        ((Weekday.SUN,), "日", "Sun"),
        ((), "", ""),
    ],
)
def test_days_are_told_in_words(days: tuple[Weekday, ...], ja: str, en: str) -> None:
    assert (row.days(days, JA), row.days(days, EN)) == (ja, en)


def test_a_row_says_what_it_is_where_and_when_and_when_next() -> None:
    ja, en = (_texts(_built(a_row(), words=words))[1] for words in (JA, EN))
    assert ja.startswith("*ダイジェスト* ・ <#C_ESC>\n月〜金 10:00（Asia/Tokyo） ・ 祝日は休み ・ 次回 " + NEXT)
    assert ja.endswith(" ・ 設定 Lee")
    assert en.startswith("*Digest* · <#C_ESC>\nMon–Fri 10:00 (Asia/Tokyo) · not on holidays · next " + NEXT)


def test_holidays_that_change_nothing_are_not_told() -> None:
    assert "holiday" not in _texts(_built(a_row(holidays=HolidayRule.POST)))[1]
    assert "moved past holidays" in _texts(_built(a_row(holidays=HolidayRule.NEXT)))[1]


def test_a_morning_goes_by_everyone_s_own_clock_and_is_posted_for_nobody_at_once() -> None:
    view = _built(a_row(**MORNING))
    assert "a DM to each person\nMon–Fri 10:00 (everyone’s own time)" in _texts(view)[1]
    assert "next from <!date^" in _texts(view)[1]
    assert ids.DIGEST_POST_NOW not in buttons(view["blocks"])


@pytest.mark.parametrize(
    ("changes", "why", "offered"),
    [
        ({}, "next ", ids.DIGEST_PAUSE),
        (PAUSED, "*Paused* <!date^", ids.DIGEST_RESUME),
        (PAUSED | {"trouble": "is_archived"}, "The channel was archived.", ids.DIGEST_RESUME),
        (PAUSED | {"trouble": "no_such_zone"}, "Its time zone no longer exists.", ids.DIGEST_RESUME),
        (PAUSED | {"trouble": "weird"}, "Slack said no (weird)", ids.DIGEST_RESUME),
    ],
)
def test_one_that_is_paused_says_why_and_can_be_resumed(changes: dict[str, Any], why: str, offered: str) -> None:
    view = _built(a_row(**changes))
    assert why in _texts(view)[1]
    [row] = [block for block in view["blocks"] if block["type"] == "actions"]
    assert [button["action_id"] for button in row["elements"]] == [
        ids.DIGEST_POST_NOW,
        ids.DIGEST_PREVIEW,
        offered,
        ids.DIGEST_EDIT,
        ids.DIGEST_DELETE,
    ]
    assert {button["value"] for button in row["elements"]} == {"digest-3"}
    assert "confirm" in row["elements"][-1]


@pytest.mark.parametrize("words", [JA, EN])
def test_each_kind_can_be_set_up_ready_made_the_ordinary_one_first(words: Words) -> None:
    for listed in ((), (a_row(),)):
        view = _built(*listed, words=words)
        new = [block["accessory"] for block in view["blocks"] if "accessory" in block]
        assert [(button["action_id"], button["value"]) for button in new] == [
            (ids.DIGEST_NEW, "open"),
            (ids.DIGEST_NEW, "close"),
            (ids.DIGEST_NEW, "morning"),
        ]


@pytest.mark.parametrize("words", [JA, EN])
@pytest.mark.parametrize("count", [1, listing.MOST_WITH_BUTTONS, listing.MOST_WITH_BUTTONS + 1, listing.MOST, 200])
def test_slack_takes_the_list_however_long(words: Words, count: int) -> None:
    news = listing.told(some(1), "digest-1", listing.SAVED, words)
    view = listing.build(some(count), words, NOW, news, "C_ESC")
    check_modal(view)
    assert [block["accessory"]["value"] for block in view["blocks"][-3:]] == ["open", "close", "morning"]
    rows = sum("<#C_ESC>\n" in text for text in _texts(view))
    assert rows == min(count, listing.MOST)
    assert ("115" in str(view["blocks"])) is (count == 200)


def test_where_rows_are_many_each_has_a_menu() -> None:
    view = _built(*some(listing.MOST_WITH_BUTTONS + 1).digests)
    menu = view["blocks"][1]["accessory"]
    assert menu["action_id"] == ids.DIGEST_MORE
    assert [each["value"] for each in menu["options"]] == [
        "digest.edit:digest-1",
        "digest.post_now:digest-1",
        "digest.preview:digest-1",
        "digest.pause:digest-1",
    ]


@pytest.mark.parametrize(
    ("done", "changes", "said"),
    [
        ("save", {}, "Saved: *Digest* · <#C_ESC> · next <!date^"),
        ("save", PAUSED, "Saved: *Digest* · <#C_ESC> · none ahead"),
        ("post_now", {}, "Posting to <#C_ESC> now."),
        ("preview", {}, "The preview is on its way to your DM with Baton."),
        ("pause", PAUSED, "Paused: *Digest* · <#C_ESC>."),
        ("resume", {}, "Resumed: *Digest* · <#C_ESC> · next <!date^"),
        ("resume", PAUSED | {"trouble": "no_such_zone"}, "*Digest* · <#C_ESC> stays paused. Its time zone no longer"),
    ],
)
def test_what_was_done_is_told(done: str, changes: dict[str, Any], said: str) -> None:
    told = listing.told(DigestsView((a_row(**changes),)), "digest-3", done, EN)
    assert told is not None
    assert told.startswith(said)
    assert listing.told(DigestsView(()), "digest-3", done, EN) is None


def test_what_was_deleted_and_what_was_done_in_a_digest_is_told() -> None:
    assert listing.told_of_deleted(DIGEST, JA).startswith("削除しました: *ダイジェスト* ・ <#C_ESC>。")
    assert listing.told_in_row(ids.REQUEST_CLAIM, "R-1042", EN) == "R-1042 is yours now."
    assert listing.told_in_row(ids.DIGEST_REMIND, "R-1042", JA) == "R-1042 の担当者に催促しました。"


@pytest.mark.parametrize("typed", ["now", " NOW ", "\uff2e\uff4f\uff37"])
def test_now_is_understood_as_people_type_it(typed: str) -> None:
    assert listing.is_now(typed)
    assert not listing.is_now(f"{typed} please")


@pytest.mark.parametrize(("channel", "known"), [("C_ESC", "C_ESC"), ("G_ESC", "G_ESC"), ("D_DM", None), (None, None)])
def test_a_new_one_is_wanted_where_the_list_was_asked_for_but_in_no_dm(channel: str | None, known: str | None) -> None:
    assert listing.channel_of(listing.build(some(1), EN, NOW, channel=channel)) == known
    assert listing.channel_of({}) is None


@given(text=ANY_TEXT.filter(bool), zone=st.text(max_size=64))
def test_hostile_text_mentions_nobody_and_breaks_nothing(text: str, zone: str) -> None:
    paused = a_row(trouble=text[:160], zone=zone, at=text[:5], **PAUSED)
    view = _built(replace(paused, made_by=text), replace(a_row(zone=zone), made_by=text))
    assert {who for _, who in mentioned("", view["blocks"])} <= {"U_MORI"}
