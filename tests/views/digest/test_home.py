"""What Home shows of digests: to leads each with its buttons, to everyone whether they get a morning of their own."""

import pytest

from bot import ids
from bot.views.digest import home
from bot.views.digest.home import Shown
from bot.words import Words
from sandbox.slack.blocks import check_home
from tests.views.digest.digests import NO_DIGESTS, some
from tests.views.examples import EN, JA, NOW, buttons
from workflows.digest.views import DigestsView, MorningView

NO_MORNING = NO_DIGESTS.morning


def test_whoever_does_not_lead_sees_none_and_a_lead_nothing_where_none_is_set_up() -> None:
    assert list(home.team(NO_DIGESTS, EN, NOW)) == []
    assert list(home.team(Shown(DigestsView(()), NO_MORNING), EN, NOW)) == []


@pytest.mark.parametrize("words", [JA, EN])
@pytest.mark.parametrize(("count", "blocks"), [(1, 3), (2, 5), (3, 4), (4, 5), (9, 6)])
def test_it_stays_short_however_many_there_are(words: Words, count: int, blocks: int) -> None:
    built = list(home.team(Shown(some(count), NO_MORNING), words, NOW))
    check_home({"type": "home", "blocks": built})
    assert len(built) == blocks
    assert (built[-1]["type"] == "context") is (count == 9)


def test_a_few_have_buttons_more_have_a_menu_each() -> None:
    few, many = (list(home.team(Shown(some(count), NO_MORNING), EN, NOW)) for count in (1, 3))
    assert buttons(few) == [
        ids.DIGEST_POST_NOW,
        ids.DIGEST_PREVIEW,
        ids.DIGEST_PAUSE,
        ids.DIGEST_EDIT,
        ids.DIGEST_DELETE,
    ]
    assert [block["accessory"]["action_id"] for block in many[1:]] == [ids.DIGEST_MORE] * 3


@pytest.mark.parametrize(
    ("morning", "offered"),
    [
        (NO_MORNING, []),
        (MorningView(is_set_up=False, is_off=True), []),
        (MorningView(is_set_up=True, is_off=False), [ids.MORNING_OFF]),
        (MorningView(is_set_up=True, is_off=True), [ids.MORNING_ON]),
    ],
)
@pytest.mark.parametrize("words", [JA, EN])
def test_everyone_can_switch_their_morning_where_one_is_set_up(
    morning: MorningView, offered: list[str], words: Words
) -> None:
    built = list(home.switch(Shown(None, morning), words))
    assert buttons(built) == offered
