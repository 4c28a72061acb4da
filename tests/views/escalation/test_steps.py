"""Lines in the thread of a card: who did what, in which words; nobody is mentioned but the leads, once."""

import pytest

from bot.views.escalation import steps
from bot.views.parts import Message
from bot.words import Words
from storage.requests import Step
from storage.vocabulary import BATON, Verb
from tests.views.escalation.shown import lines, quotes
from tests.views.examples import EN, JA, NOW, PASSED, a_step, a_view, told

ABOUT = {
    Verb.HAND_OFF: "U_LEE",
    Verb.MOVE: "U_LEE",
    Verb.WAIT: NOW.isoformat(),
    Verb.URGENCY: "critical",
    Verb.LINK: "R-1050",
}


def _line(step: Step, words: Words = JA) -> Message:
    return steps.build(told(a_view(), step), words)


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
@pytest.mark.parametrize("verb", list(Verb))
def test_a_line_in_the_thread_names_and_does_not_mention(verb: Verb, words: Words) -> None:
    message = _line(a_step(verb, "言葉", about=ABOUT.get(verb)), words)
    assert "森" in message.text
    assert "<@" not in str(message)


@pytest.mark.parametrize(
    ("step", "japanese", "english"),
    [
        (
            a_step(Verb.HAND_OFF, about="U_LEE"),
            "森 さんが Lee さんに引き継ぎを依頼しました。",
            "森 asked Lee to take this over.",
        ),
        (
            a_step(Verb.URGENCY, about="critical"),
            "森 さんが温度感を「緊急」にしました。",
            "森 set the urgency to Critical.",
        ),
        (a_step(Verb.LINK, about="R-1050"), "森 さんが R-1050 を関連づけました。", "森 linked R-1050 to this."),
        (
            a_step(Verb.MOVE, by=BATON, about="U_LEE"),
            "Lee さんが Slack から抜けたため、Baton が担当から外しました。",
            "Lee has left; Baton took them off this.",
        ),
        (
            a_step(Verb.RESUME, by=BATON),
            "待ちの日時になり、Baton が対応中に戻しました。",
            "Baton brought this back: the wait is over.",
        ),
        (
            a_step(Verb.WAIT, about=NOW.isoformat()),
            "森 さんが 2026/11/20 10:42 まで待ちにしました。",
            "森 set this waiting until Nov 20, 2026 01:42.",
        ),
    ],
)
def test_a_line_says_what_the_step_was_about(step: Step, japanese: str, english: str) -> None:
    assert _line(step).text == japanese
    assert _line(step, EN).text == english


def test_slack_tells_the_moment_where_the_reader_is() -> None:
    [shown] = lines(_line(a_step(Verb.WAIT, about=NOW.isoformat())))
    assert "<!date^1795138920^{date_short_pretty} {time}|2026/11/20 10:42>" in shown


def test_words_behind_a_step_are_quoted_and_shortened() -> None:
    assert quotes(_line(a_step(Verb.ADD, "追記です"))) == ["追記です"]
    [long] = quotes(_line(a_step(Verb.ADD, "長" * 5000)))
    assert len(long) == steps.MOST_SAID
    assert long.endswith("…")
    assert quotes(_line(a_step(Verb.FILE, "請求書の再発行が三日止まっている"))) == []


def test_an_edit_tells_what_stood_there_before_under_the_labels_of_the_form() -> None:
    kept = (
        "request_type: consult\nurgency: low\nsummary: 届かない: urgency: low\ncustomer_words: 一行目\n二行目\n"
        "details: —\nnext_contact_at: 2026-11-20 01:42:00+00:00"
    )
    [before] = quotes(_line(a_step(Verb.EDIT, kept, by="U_AOI")))
    assert before.splitlines() == [
        "依頼の種類（修正前）: ご相談",
        "温度感（修正前）: 低",
        "要点（修正前）: 届かない: urgency: low",
        "お客様の言葉（修正前）: 一行目",
        "二行目",
        "くわしい経緯（修正前）: —",
        "次のご連絡の期限（修正前）: 2026/11/20 10:42",
    ]


def test_an_edit_of_codes_that_no_longer_exist_is_told_as_it_stands() -> None:
    kept = "urgency: boiling\nnext_contact_at: —"
    [before] = quotes(_line(a_step(Verb.EDIT, kept), EN))
    assert before.splitlines()[0] == "Urgency before: boiling"


def test_the_leads_are_mentioned_once() -> None:
    message = steps.ask_leads(a_view(account_manager=None), None, JA)
    assert lines(message) == [
        "<@U_LEE> <!subteam^S_LEADS> R-1042 は担当者につながりません。どなたか担当をお願いします。"
    ]


def test_the_leads_read_who_cannot_be_reached_or_has_declined() -> None:
    [missing] = lines(steps.ask_leads(a_view(), "U_MORI", EN))
    assert missing.endswith("森 cannot be reached about R-1042. Please claim it or find someone who does.")
    [declined] = lines(steps.ask_leads(a_view(**(PASSED | {"account_manager": None})), None, EN))
    assert declined.endswith("森 has declined R-1042. Please claim it or find someone who does.")
