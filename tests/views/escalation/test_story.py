"""The trail as a story: one paragraph a step, oldest first."""

from datetime import timedelta

from bot.views.escalation import story
from bot.words import Words
from sandbox.slack.blocks import check_modal
from storage.requests import Step
from storage.vocabulary import BATON, Status, Verb
from tests.views.examples import EN, JA, NOW, a_step, a_view
from workflows.escalation.reading import STORY
from workflows.escalation.views import Story

FILED = a_step(Verb.FILE, "請求書", by="U_AOI", ordinal=1, from_status=None, to_status=Status.TODO)
CLAIMED = a_step(Verb.CLAIM, from_status=Status.TODO, at=NOW + timedelta(minutes=6))
WAITED = a_step(
    Verb.WAIT, "見積りを待つ", ordinal=3, at=NOW + timedelta(hours=1), to_status=Status.WAITING, about=NOW.isoformat()
)
RESUMED = a_step(Verb.RESUME, by=BATON, ordinal=4, at=NOW + timedelta(days=1), from_status=Status.WAITING)


def _paragraphs(*steps: Step, words: Words = JA, left_out: int = 0) -> list[str]:
    view = story.build(Story(a_view(), steps, left_out), words)
    check_modal(view)
    told = [block.get("text") or block["elements"][0] for block in view["blocks"][2:]]
    return [text["text"] for text in told]


def test_the_modal_names_the_request() -> None:
    view = story.build(Story(a_view(), (FILED,)), JA)
    assert view["title"]["text"] == "R-1042 の経緯"
    assert "submit" not in view
    assert view["blocks"][1]["elements"][0]["text"] == "対応依頼 ・ 温度感 高 ・ R-1042 ・ ひかり商事（Pro）"


def test_each_step_is_told_with_its_time_its_doer_and_the_change_of_status() -> None:
    filed, claimed, *_ = _paragraphs(FILED, CLAIMED)
    assert filed == "*<!date^1795138920^{date_short_pretty} {time}|2026/11/20 10:42>*　青井 さんが起票しました。"
    assert claimed == "*<!date^1795139280^{time}|10:48>*　森 さんが担当しました。（未対応 → 対応中）"


def test_words_stand_below_as_a_quote() -> None:
    assert _paragraphs(WAITED)[0].endswith("まで待ちにしました。（対応中 → 待ち）\n&gt; 見積りを待つ")


def test_a_new_day_is_named() -> None:
    assert "{date_short_pretty} {time}" in _paragraphs(WAITED, RESUMED)[1]
    assert "Baton brought this back" in _paragraphs(WAITED, RESUMED, words=EN)[1]


def test_a_very_long_story_says_what_it_leaves_out_and_where() -> None:
    first, last = a_step(Verb.ADD, "早い", ordinal=30), a_step(Verb.ADD, "遅い", ordinal=38)
    told = _paragraphs(first, last, words=EN, left_out=7)
    assert told[1] == "7 steps are left out here"


def test_the_longest_story_of_long_words_fits_into_a_view() -> None:
    steps = tuple(a_step(Verb.ADD, "長い\n" * 2000, ordinal=number) for number in range(1, STORY + 1))
    assert len(_paragraphs(*steps)) == STORY
