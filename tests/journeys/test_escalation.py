"""The thread: an escalation from the agent's form to the outcome."""

from tests.journeys.team import ESCALATIONS, Team, every_way

pytestmark = every_way


async def test_an_agent_escalates_and_learns_the_outcome(team: Team) -> None:
    key = await team.file(customer_words="今日中に届かないなら他社に切り替えます")

    [receipt] = team.aoi.dm()
    assert "佐藤" in receipt.all_text()
    card, handoff = await team.card(key), await team.handoff(key)
    assert "対応依頼" in card.all_text()
    assert "今日中に届かないなら他社に切り替えます" in card.all_text()
    assert card.buttons == ["request.claim", "request.hand_off", "request.decline", "request.more"]
    assert "青井 さんからの引き継ぎです" in handoff.all_text()

    await team.sato.press_in(handoff, "request.claim")
    await team.says(card, "対応中")
    await team.says(receipt, "佐藤 さんが担当しています")
    await team.says(handoff, "対応中")
    assert handoff.buttons[0] == "request.resolve"

    await team.sato.press_in(handoff, "request.resolve")
    await team.sato.modal(until="resolve.form")
    await team.sato.fill(outcome="done", customer_state="staying", result="請求書は本日 16 時までにお届けいたします。")
    await team.sato.submit()
    await team.says(receipt, "完了しました")
    await team.slack.settled(lambda _: len(team.aoi.dm()) == 2)
    outcome = team.aoi.dm()[1]
    assert "継続見込み" in outcome.all_text()
    assert "請求書は本日 16 時までにお届けいたします。" in outcome.all_text()

    await team.emma.open_home()
    home = await team.emma.home_shown(until=lambda view: key in view.text())
    assert "Please do" in home.text()
    assert "Done" in home.text()


async def test_an_ordinary_escalation_pings_each_person_only_where_they_must_look(team: Team) -> None:
    key = await team.file()
    handoff = await team.handoff(key)
    card = await team.card(key)
    await team.sato.press_in(handoff, "request.claim")
    await team.says(handoff, "対応中")
    await team.sato.press_in(handoff, "request.resolve")
    await team.sato.modal(until="resolve.form")
    await team.sato.fill(outcome="partly", customer_state="at_risk", result="一部だけ再発行しました。")
    await team.sato.submit()
    await team.slack.settled(lambda _: len(team.aoi.dm()) == 2)
    await team.slack.settled(lambda ws: len(ws.messages.thread(ESCALATIONS, card.ts)) == 3)

    assert len(team.sato.pings) == 1
    assert len(team.aoi.pings) == 2
    assert team.emma.pings == []


async def test_a_question_is_answered_and_the_answer_accepted(team: Team) -> None:
    key = await team.file(request_type="consult", urgency="medium", summary="契約途中の人数変更は可能か")
    handoff = await team.handoff(key)

    await team.sato.press_in(handoff, "request.answer")
    await team.sato.modal(until="answer.form")
    await team.sato.fill(answer="はい、月末締めで承れます。")
    await team.sato.submit()
    await team.slack.settled(lambda _: len(team.aoi.dm()) == 2)
    answer = team.aoi.dm()[1]
    assert "はい、月末締めで承れます。" in answer.all_text()

    await team.aoi.press_in(answer, "request.accept_answer")
    await team.says(handoff, "完了")
    await team.slack.settled(lambda _: answer.buttons == [])


async def test_news_is_finished_when_it_has_been_read(team: Team) -> None:
    key = await team.file(request_type="fyi", urgency="low", summary="来月ご担当者が変わるとのこと")
    handoff = await team.handoff(key)
    [receipt] = team.aoi.dm()

    await team.sato.press_in(handoff, "request.read")

    await team.says(receipt, "佐藤 さんが確認しました")
    await team.says(handoff, "完了")


async def test_an_unknown_customer_is_added_and_the_leads_are_asked_in_the_channel(team: Team) -> None:
    key = await team.file(customer="new:みどり製作所", typed="みどり製作所")

    await team.slack.settled(lambda _: len(team.emma.pings) == 1)
    assert key in team.emma.pings[0].all_text()
    found = await team.aoi.shortcut("escalate")
    assert found.status == 200
    await team.aoi.modal(until="escalation.form")
    offered = await team.aoi.suggestions("customer", "ﾐﾄﾞﾘ")
    assert any("みどり製作所" in str(option) for option in offered)


async def test_the_second_click_is_told_who_was_first(team: Team) -> None:
    key = await team.file()
    card, handoff = await team.card(key), await team.handoff(key)
    await team.sato.press_in(handoff, "request.claim")
    await team.emma.press_in(card, "request.claim")

    await team.slack.settled(lambda _: bool(team.emma.ephemerals))
    assert "<@U_SATO>" in team.emma.ephemerals[0].all_text()
