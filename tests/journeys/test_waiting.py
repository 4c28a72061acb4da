"""A request waits: for its filer's reply, for an answer to be accepted, for a moment; and what ends meanwhile."""

from datetime import UTC, datetime, timedelta

from storage.vocabulary import Status, Verb
from tests.journeys.team import AOI, Team, every_way
from workflows.escalation import reading, service
from workflows.escalation.views import RequestView


def request(team: Team, key: str) -> RequestView:
    """Read the request as it stands."""
    return team.baton.database.read_now(reading.request, key)


async def test_the_owner_asks_and_the_filer_replies(team: Team) -> None:
    key = await team.file()
    handoff, [receipt] = await team.handoff(key), team.aoi.dm()
    await team.press(team.sato, handoff, "request.claim")
    await team.says(handoff, "対応中")

    await team.form(team.sato, handoff, "request.ask", question="宛名は会社名でよいですか")
    question = await team.told(team.aoi, 2)
    assert "宛名は会社名でよいですか" in question.all_text()
    assert question.buttons == ["request.reply"]
    await team.slack.settled(lambda _: receipt.buttons[0] == "request.reply")

    await team.aoi.press_in(question, "request.reply")
    assert "宛名は会社名でよいですか" in (await team.aoi.modal(until="reply.form")).text()
    await team.aoi.fill(words="はい、部署名も付けてください")
    await team.aoi.submit()
    turn = await team.told(team.sato, 2)
    assert "部署名も付けてください" in turn.all_text()
    await team.slack.settled(lambda _: question.buttons == [])
    assert request(team, key).request.status is Status.DOING
    assert [len(person.pings) for person in (team.sato, team.aoi, team.emma)] == [2, 2, 0]


async def test_an_answer_that_is_not_enough_is_asked_for_again(team: Team) -> None:
    key = await team.file(request_type="consult", summary="契約途中の人数変更は可能か")
    handoff = await team.handoff(key)
    await team.form(team.sato, handoff, "request.answer", answer="はい、可能です。")
    first = await team.told(team.aoi, 2)

    await team.aoi.press_in(first, "request.ask_again")
    assert "はい、可能です。" in (await team.aoi.modal(until="ask_again.form")).text()
    await team.aoi.fill(question="減らすこともできますか")
    await team.aoi.submit()
    turn = await team.told(team.sato, 2)
    assert "減らすこともできますか" in turn.all_text()

    await team.form(team.sato, turn, "request.answer", answer="減らすのは更新時だけです。")
    second = await team.told(team.aoi, 3)
    await team.slack.settled(lambda _: first.buttons == [])
    assert "はい、可能です。" in first.all_text()
    assert second.buttons == ["request.accept_answer", "request.ask_again"]

    await team.aoi.press_in(second, "request.accept_answer")
    await team.says(handoff, "完了")
    await team.slack.settled(lambda _: second.buttons == [])
    await team.told(team.aoi, 4)
    await team.told(team.sato, 3)
    assert [len(person.pings) for person in (team.sato, team.aoi, team.emma)] == [3, 4, 0]


async def test_a_request_rests_until_its_moment_and_comes_back_by_itself(team: Team) -> None:
    key = await team.file()
    handoff, card = await team.handoff(key), await team.card(key)
    await team.press(team.sato, handoff, "request.claim")
    await team.says(handoff, "対応中")
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    await team.form(team.sato, handoff, "request.wait", until=until, reason="見積り待ち")
    await team.says(card, "待ち")
    assert request(team, key).request.waiting_until == until

    desk, database = team.baton.desk, team.baton.database
    assert await database.write(service.resume_due, desk, until - timedelta(seconds=1)) == 0
    assert await database.write(service.resume_due, desk, until) == 1

    turn = await team.told(team.sato, 2)
    assert "見積り待ち" in turn.all_text()
    await team.says(card, "対応中")
    assert request(team, key).request.status is Status.DOING
    assert [len(person.pings) for person in (team.sato, team.aoi, team.emma)] == [2, 1, 0]


async def test_a_moment_that_has_passed_is_told_at_its_field(team: Team) -> None:
    key = await team.file()
    handoff = await team.handoff(key)
    await team.press(team.sato, handoff, "request.claim")
    await team.says(handoff, "対応中")

    past = datetime.now(UTC) - timedelta(minutes=1)
    await team.form(team.sato, handoff, "request.wait", until=past, reason="見積り待ち")

    form = await team.sato.modal(until="wait.form")
    assert list(form.errors) == ["until"]
    assert request(team, key).request.status is Status.DOING


async def test_whoever_waits_brings_it_back_to_work_before_its_moment(team: Team) -> None:
    key = await team.file()
    handoff = await team.handoff(key)
    await team.press(team.sato, handoff, "request.claim")
    await team.says(handoff, "対応中")
    until = datetime.now(UTC) + timedelta(hours=2)
    await team.form(team.sato, handoff, "request.wait", until=until, reason="見積り待ち")
    await team.says(handoff, "対応に戻す")

    await team.press(team.sato, handoff, "request.claim")

    await team.slack.settled(lambda _: "対応に戻す" not in handoff.all_text())
    steps = request(team, key).request.steps
    await team.baton.database.write(service.resume_due, team.baton.desk, until)
    assert request(team, key).request.steps == steps
    assert len(team.sato.pings) == 1


@every_way
async def test_a_request_is_withdrawn_while_a_form_for_it_is_open(team: Team) -> None:
    key = await team.file()
    handoff, [receipt] = await team.handoff(key), team.aoi.dm()
    await team.press(team.sato, handoff, "request.claim")
    await team.says(handoff, "対応中")
    await team.press(team.sato, handoff, "request.resolve")
    form = await team.sato.modal(until="resolve.form")
    await team.sato.fill(outcome="done", customer_state="staying", result="本日お届けします。")

    await team.form(team.aoi, receipt, "request.withdraw", reason="お客様のほうで解決しました")
    await team.told(team.sato, 2)
    await team.sato.submit(form)

    note = await team.sato.modal(until=lambda view: f"<@{AOI}>" in view.text())
    assert note.previous_id == form.id
    assert request(team, key).trail[-1].verb is Verb.WITHDRAW


async def test_a_form_opened_in_home_leaves_home_as_it_is_now(team: Team) -> None:
    key = await team.file()
    handoff = await team.handoff(key)
    await team.press(team.sato, handoff, "request.claim")
    await team.says(handoff, "対応中")
    await team.form(team.sato, handoff, "request.ask", question="宛名は会社名でよいですか")
    await team.told(team.aoi, 2)
    await team.aoi.open_home()
    home = await team.aoi.home_shown(until=lambda view: "宛名は会社名でよいですか" in view.text())
    assert "自分待ちが 1 件です" in home.text()

    await team.aoi.press_home("request.reply")
    await team.aoi.modal(until="reply.form")
    await team.aoi.fill(words="はい")
    await team.aoi.submit()

    await team.aoi.home_shown(until=lambda view: "自分待ちはありません" in view.text())


async def test_the_account_manager_s_own_rating_stands_beside_the_agent_s(team: Team) -> None:
    key = await team.file()
    handoff, card = await team.handoff(key), await team.card(key)

    await team.form(team.sato, handoff, "request.urgency", urgency="critical", reason="役員の方からお電話がありました")

    await team.says(card, "緊急")
    rated = request(team, key).request
    assert (rated.agent_urgency, rated.manager_urgency) == ("high", "critical")
    assert [len(person.pings) for person in (team.sato, team.aoi, team.emma)] == [1, 1, 0]


async def test_what_is_done_is_reopened_with_a_reason(team: Team) -> None:
    key = await team.file()
    handoff = await team.handoff(key)
    await team.press(team.sato, handoff, "request.claim")
    await team.says(handoff, "対応中")
    resolved = {"outcome": "done", "customer_state": "satisfied", "result": "お届けしました。"}
    await team.form(team.sato, handoff, "request.resolve", **resolved)
    outcome = await team.told(team.aoi, 2)
    assert "request.reopen" in outcome.buttons

    await team.form(team.aoi, outcome, "request.reopen", reason="金額が違っていました")

    assert "金額が違っていました" in (await team.told(team.sato, 2)).all_text()
    await team.says(handoff, "対応中")
    assert request(team, key).request.owner == "U_SATO"


async def test_what_is_added_stands_on_the_card_and_pings_nobody(team: Team) -> None:
    key = await team.file()
    card, [receipt] = await team.card(key), team.aoi.dm()
    await team.handoff(key)

    await team.form(team.aoi, receipt, "request.add", words="請求番号は 4711 です")

    await team.says(card, "請求番号は 4711 です")
    assert [len(person.pings) for person in (team.sato, team.aoi, team.emma)] == [1, 1, 0]
