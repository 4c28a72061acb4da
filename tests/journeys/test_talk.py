"""Whoever writes to Baton is answered once, with what it can do and the way to file what they wrote."""

from sandbox.slack.parcels import Delivery
from sandbox.slack.records import Message
from tests.journeys.team import EMMA, ESCALATIONS, Team, every_way

FILE_THIS = "escalation.file_this"


async def told(team: Team, kind: str) -> Delivery:
    """Wait until Baton has answered an event; answer its delivery."""

    def heard() -> list[Delivery]:
        events = [each for each in team.slack.switchboard.deliveries if each.parcel.kind == "event"]
        return [each for each in events if each.parcel.payload["event"]["type"] == kind]

    await team.slack.settled(lambda _: bool(heard()))
    return heard()[-1]


async def answered(team: Team, root: Message) -> Message:
    """Wait for Baton's answer in the thread of `root`."""

    def lines() -> list[Message]:
        thread = team.slack.workspace.messages.thread(root.channel, root.thread_ts or root.ts)
        return [line for line in thread if line.bot_id and line.thread_ts]

    await team.slack.settled(lambda _: bool(lines()))
    [line] = lines()
    return line


def _draft_in(answer: Message) -> str:
    """Answer which draft the button of an answer names."""
    rows = (block["elements"] for block in answer.blocks if block["type"] == "actions")
    [value] = [str(button["value"]) for row in rows for button in row]
    return value


def count_answers(team: Team) -> int:
    """Count what Baton has posted, wherever."""
    return sum(1 for post in team.slack.workspace.posts() if post.bot_id)


@every_way
async def test_a_message_is_answered_once_however_often_slack_tells_it(team: Team) -> None:
    team.aoi.say("請求書が届かないそうです\n三日待っているとのこと")
    delivery = await told(team, "message")
    for _ in range(3):
        again = await team.slack.switchboard.deliver(delivery.parcel)
        assert again.reply.acked
    await team.slack.settled(lambda _: bool(team.aoi.dm()))
    team.aoi.say("もう一つ")
    await team.slack.settled(lambda _: len(team.aoi.dm()) >= 2)

    assert len(team.aoi.dm()) == 2
    assert "下書き" in team.aoi.dm()[0].all_text()
    assert team.aoi.dm()[0].buttons == [FILE_THIS]


async def test_what_was_written_is_filed_with_one_click(team: Team) -> None:
    file = team.aoi.upload("error.png")
    team.aoi.say("請求書が届かないそうです\n三日 &lt;待ち&gt; とのこと <https://a.test/7|画面>", files=[file])
    await team.slack.settled(lambda _: bool(team.aoi.dm()))

    await team.aoi.press_in(team.aoi.dm()[0], FILE_THIS)
    form = await team.aoi.modal(until="escalation.form")
    assert "error.png" in form.text()
    await team.aoi.choose("customer", "A-001", typed="アオゾラ")
    await team.aoi.fill(request_type="action", urgency="high")
    reply = await team.aoi.submit()

    assert reply.content == {}
    await team.slack.settled(lambda _: len(team.aoi.dm()) == 2)
    card = await team.card(team.key_in(team.aoi.dm()[1]))
    assert "請求書が届かないそうです" in card.all_text()
    assert "三日 <待ち> とのこと 画面 (https://a.test/7)" in card.all_text()
    assert "error.png" in card.all_text()


async def test_a_mention_is_answered_in_its_thread_in_the_channel_s_language(team: Team) -> None:
    mention = team.emma.say("@Baton what can you do?", ESCALATIONS)

    answer = await answered(team, mention)

    assert answer.thread_ts == mention.ts
    assert "/escalate" in answer.all_text()
    assert "下書き" in answer.all_text()
    assert answer.buttons == [FILE_THIS]
    kept = team.baton.database.read_now(lambda work: work.drafts.offered_to(EMMA, team.baton.now()))
    assert [draft.typed["customer_words"] for draft in kept] == ["what can you do?"]
    assert kept[0].source is not None
    assert kept[0].source.permalink == team.slack.workspace.permalink(mention)


async def test_whoever_sees_the_answer_may_file_what_was_said(team: Team) -> None:
    answer = await answered(team, team.emma.say("@Baton the export fails for 青空", ESCALATIONS))

    await team.sato.press_in(answer, FILE_THIS)

    form = await team.sato.modal(until="escalation.form")
    assert "the export fails for 青空" in str(form.state)
    assert "Emma" in form.text()


async def test_a_mention_within_a_thread_is_answered_there(team: Team) -> None:
    root = team.emma.say("the export fails", ESCALATIONS)
    line = team.aoi.say("@Baton これは急ぎです", ESCALATIONS, thread_ts=root.ts)

    answer = await answered(team, line)

    assert answer.thread_ts == root.ts
    assert answer.buttons == [FILE_THIS]


async def test_a_message_in_a_thread_of_the_dm_is_answered_there(team: Team) -> None:
    await team.file()
    [receipt] = team.aoi.dm()
    line = team.aoi.say("これはいつ終わりますか", thread_ts=receipt.ts)

    answer = await answered(team, line)

    assert answer.buttons == [FILE_THIS]
    kept = team.baton.database.read_now(lambda work: work.drafts.get(_draft_in(answer)))
    assert kept is not None
    assert kept.source is not None
    assert kept.source.permalink is None, "nobody else can open a link to a DM"


async def test_a_mention_without_words_has_nothing_to_file(team: Team) -> None:
    answer = await answered(team, team.aoi.say("@Baton", ESCALATIONS))

    assert "/escalate" in answer.all_text()
    assert answer.buttons == []


async def test_whoever_names_a_request_is_told_how_to_look_it_up(team: Team) -> None:
    team.emma.say("Ｒ－１０４２")
    await team.slack.settled(lambda _: bool(team.emma.dm()))

    [answer] = team.emma.dm()
    assert "/escalate R-1042" in answer.all_text()
    assert answer.buttons == []


async def test_apps_edits_and_baton_itself_are_not_answered(team: Team) -> None:
    team.aoi.say("請求書が届かない")
    delivery = await told(team, "message")
    await team.slack.settled(lambda _: bool(team.aoi.dm()))
    spoken = delivery.parcel.payload["event"]
    bot = team.slack.workspace.app
    others = (
        {"subtype": "message_changed", "hidden": True, "message": spoken},
        {"subtype": "message_deleted", "hidden": True},
        {"subtype": "channel_join"},
        {"bot_id": "B_OTHER"},
        {"bot_id": bot.bot_id, "user": bot.bot_user_id},
        {"user": "USLACKBOT"},
        {"edited": {"user": "U_AOI", "ts": "1.0"}},
        {"channel_type": "channel"},
    )
    for number, changes in enumerate(others):
        payload = delivery.parcel.payload | {"event_id": f"Ev_OTHER_{number}", "event": spoken | changes}
        reply = await team.slack.switchboard.send("event", payload)
        assert reply.status == 200

    team.aoi.say("もう一つ")
    await team.slack.settled(lambda _: len(team.aoi.dm()) >= 2)
    assert count_answers(team) == 2


async def test_a_mention_where_baton_may_not_post_troubles_nobody(team: Team) -> None:
    delivery_of = team.emma.say("@Baton hello", ESCALATIONS)
    delivery = await told(team, "app_mention")
    await answered(team, delivery_of)
    elsewhere = delivery.parcel.payload["event"] | {"channel": "C_ELSEWHERE", "ts": "1.000001"}
    payload = delivery.parcel.payload | {"event_id": "Ev_ELSEWHERE", "event": elsewhere}

    reply = await team.slack.switchboard.send("event", payload)

    assert reply.acked
    await team.slack.settled(lambda ws: any(not call.ok and call.method == "chat.postMessage" for call in ws.calls))
    team.emma.say("still there?")
    await team.slack.settled(lambda _: bool(team.emma.dm()))
    assert len(team.emma.dm()) == 1
