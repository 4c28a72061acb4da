"""The account manager's tour: a request arrives by one ping, is worked on with others, and goes back as an outcome."""

from collections.abc import Sequence

from sandbox import backlog, cast
from sandbox.jira.records import Issue
from sandbox.page.board import PLACE as BOARD
from sandbox.page.screens import HOME
from sandbox.slack.records import Message
from sandbox.tour import pointers
from sandbox.tour.scene import Scene, key_in
from sandbox.tour.step import Example, Part, Said, Step, Tour
from sandbox.tour.understudy import Understudy

CUSTOMER = ("A-001", "あおぞらしょうじ")
"""A customer of Sato's, and how Aoi finds them."""
FILED = {
    "ja": {
        "request_type": "action",
        "urgency": "high",
        "summary": "請求書の再発行が三日止まっている",
        "customer_words": "今日中に届かないなら、他社に切り替えます。",
    },
    "en": {
        "request_type": "action",
        "urgency": "high",
        "summary": "A new invoice has been stuck for three days",
        "customer_words": "If it is not here today, we will go elsewhere.",
    },
}
REPLY = {"ja": "経理部の山本様宛てでお願いします。", "en": "To Ms Yamamoto in their accounts department, please."}


def _handoff(scene: Scene) -> Message | None:
    """The message that asked for it."""
    return scene.message(scene.dm, scene.notes.get("handoff", ""))


def _card(scene: Scene) -> Message | None:
    """What everyone sees of the request in a channel."""
    places = [channel for channel in scene.workspace.channels.values() if scene.user in channel.members]
    found = (scene.found("request.trail", scene.key, place=one.id, since=0.0) for one in places if not one.is_im)
    return next((one for one in found if one), None)


def _arrived(scene: Scene) -> bool:
    handoff = scene.found("request.claim")
    if handoff is not None:
        scene.notes.update({"handoff": handoff.ts, "key": key_in(handoff, "request.claim")})
    return handoff is not None


async def _file(understudy: Understudy, scene: Scene) -> None:
    await understudy.file(*CUSTOMER, FILED[scene.locale])


def _is_claimed(scene: Scene) -> bool:
    return scene.found("request.resolve", scene.key, since=0.0) is not None


def _claiming(scene: Scene) -> Sequence[str]:
    handoff = scene.found("request.claim", scene.key, since=0.0)
    return (*pointers.button(handoff, "request.claim"), *pointers.messages(scene.dm))


def _reads_thread(scene: Scene) -> bool:
    card = _card(scene)
    return card is not None and (scene.where.place, scene.where.thread) == (card.channel, card.ts)


def _thread(scene: Scene) -> Sequence[str]:
    card = _card(scene)
    if card is None:
        return ()
    return (f'.main .message[data-ts="{card.ts}"] .replies', *pointers.place(card.channel))


def _got_reply(scene: Scene) -> bool:
    """A second message of the same request came, after the one that asked to take it."""
    newest, handoff = scene.found("request.resolve", scene.key), _handoff(scene)
    return newest is not None and handoff is not None and newest.ts != handoff.ts


def _on_request(scene: Scene, action: str) -> Sequence[str]:
    """A button of the request, in the messages or on its card."""
    newest = scene.found(action, scene.key, since=0.0)
    return (*pointers.button(newest, action), *pointers.button(_card(scene), action), *pointers.messages(scene.dm))


def _asking(scene: Scene) -> Sequence[str]:
    if scene.asked("request.reply", scene.key):
        return ()
    return (*pointers.text("question"), *pointers.SUBMIT, *_on_request(scene, "request.ask"))


async def _reply(understudy: Understudy, scene: Scene) -> None:
    await understudy.fill_in("request.reply", scene.key, "reply.form", {"words": REPLY[scene.locale]})


def _issue(scene: Scene) -> Issue | None:
    """The issue that was made in this step."""
    made = scene.stage.site.issues.values()
    ours = [one for one in made if one.reporter == backlog.BOT and one.created.timestamp() >= scene.since]
    return ours[-1] if ours else None


def _has_issue(scene: Scene) -> bool:
    issue = _issue(scene)
    if issue is not None:
        done = scene.stage.site.statuses(scene.stage.site.projects[issue.project_id])[-1]
        scene.notes.update({"issue": issue.key, "done": done.name})
    return issue is not None


def _tracking(scene: Scene) -> Sequence[str]:
    newest, entry = scene.found("request.jira", scene.key, since=0.0), f"request.jira:{scene.key}"
    return (
        *pointers.SUBMIT,
        *pointers.menu(newest, entry),
        *pointers.menu(_card(scene), entry),
        *pointers.messages(scene.dm),
    )


def _is_moved(scene: Scene) -> bool:
    site, key = scene.stage.site, scene.notes.get("issue", "")
    return any(one.key == key and site.status(one).category == "done" for one in site.issues.values())


def _board(scene: Scene) -> Sequence[str]:
    return (f'[data-board-issue="{scene.notes.get("issue", "")}"]', *pointers.place(BOARD))


def _is_resolved(scene: Scene) -> bool:
    return scene.found("request.reopen", scene.key, since=0.0) is not None


def _resolving(scene: Scene) -> Sequence[str]:
    form = (*pointers.choice("outcome"), *pointers.choice("customer_state"), *pointers.text("result"))
    return (*form, *pointers.SUBMIT, *_on_request(scene, "request.resolve"))


TOUR = Tour(
    steps=(
        Step(
            Said(
                "引き継ぎが届く",
                "まず、青井さんにお客様の依頼を出してもらいましょう。届くと、左の Baton に印がつきます。",
                "届きました。佐藤さんへの通知は、この一通だけです。",
            ),
            Said(
                "A handoff arrives",
                "First let 青井, the agent, file what a customer needs. Watch the mark beside Baton on the left.",
                "Here it is: one ping, to the one person who can act.",
            ),
            _arrived,
            lambda _scene: (),
            part=Part(
                {"ja": "青井 美咲 さんに出してもらう", "en": "Let 青井 美咲 file it"},
                lambda _scene: cast.AOI.user_id,
                lambda _scene: True,
                _file,
            ),
        ),
        Step(
            Said(
                "読んで引き受ける",
                "「メッセージ」を開きます。何をしてほしいか、どれだけ急ぐか、お客様の言葉。読めたら「担当する」を押します。",
                "引き受けました。青井さんの控えにも、もう出ています。",
            ),
            Said(
                "Read it and claim it",
                "Open the messages: what is asked, how heated, what the customer said. Then press “Claim”.",
                "It is yours, and 青井's receipt already says so.",
            ),
            _is_claimed,
            _claiming,
        ),
        Step(
            Said(
                "チームからの見え方",
                "チャンネルのカードも「対応中」に変わりました。カードの下の返信を開くと、経緯が一行ずつ残っています。",
                "経緯はだれにも通知せず、ここに残ります。",
            ),
            Said(
                "What the team sees",
                "The card in the channel has followed. Open the replies below it: each step is one line there.",
                "The story is kept here, and pings nobody.",
            ),
            _reads_thread,
            _thread,
        ),
        Step(
            Said(
                "青井さんに聞く",
                "「質問する」で一つ聞いてみましょう。返事は同じ依頼に戻ってくるので、DM を探し回らずに済みます。",
                "返事が届きました。",
            ),
            Said(
                "Ask back",
                "Press “Ask Back” and ask one thing. The answer comes back to this request, not somewhere in your DMs.",
                "Here is the answer.",
            ),
            _got_reply,
            _asking,
            Example(
                "ask.form",
                {"question": "再発行の宛先は、どなたにすればよいでしょうか。"},
                {"question": "To whom should the new invoice go?"},
            ),
            Part(
                {"ja": "青井 美咲 さんに答えてもらう", "en": "Let 青井 美咲 answer"},
                lambda _scene: cast.AOI.user_id,
                lambda scene: scene.asked("request.reply", scene.key) is not None,
                _reply,
            ),
        ),
        Step(
            Said(
                "Jira の課題にする",
                "開発に頼むことは「⋯」の「Jira 課題を追加」から。中身はもう入っているので、そのまま送れます。",
                "{issue} ができました。カードからも見えます。",
            ),
            Said(
                "Make it a Jira issue",
                "Choose “Add Jira Issue” in the “⋯” menu. The form is filled in already: just send it.",
                "{issue} exists, and the card shows it.",
            ),
            _has_issue,
            _tracking,
        ),
        Step(
            Said(
                "開発が終わるまで",
                "Jira のボードで {issue} を「{done}」までドラッグします。進み具合がカードに映り、終わると DM が届きます。",
                "開発の完了が、依頼まで戻ってきました。",
            ),
            Said(
                "Until it is built",
                "On the Jira board drag {issue} to “{done}” (done). The card keeps step, and a DM tells you at the end.",
                "Done in Jira has come back to the request.",
            ),
            _is_moved,
            _board,
        ),
        Step(
            Said(
                "結果を返す",
                "「完了する」を押し、お客様に伝える言葉を書きます。その言葉が、そのまま青井さんに届きます。",
                "{key} が完了しました。青井さんにも結果が届いています。",
            ),
            Said(
                "Send the outcome back",
                "Press “Resolve” and write what the customer may be told. 青井 gets these very words.",
                "{key} is done, and 青井 has the outcome.",
            ),
            _is_resolved,
            _resolving,
            Example(
                "resolve.form",
                {
                    "outcome": "done",
                    "customer_state": "staying",
                    "result": "お待たせいたしました。請求書は本日 16 時までにメールでお届けします。",
                },
                {
                    "outcome": "done",
                    "customer_state": "staying",
                    "result": "Thank you for waiting. The invoice will be in your mail by four o'clock today.",
                },
            ),
        ),
        Step(
            Said(
                "残りを見渡す",
                "「ホーム」には、自分を待つもの、担当中のものが急ぐ順に並びます。朝はここから始められます。",
                "",
            ),
            Said(
                "What is left",
                "“Home” lists what waits for you and what you work on, the most urgent first. A day can begin here.",
                "",
            ),
            lambda scene: scene.where.place == HOME,
            lambda _scene: pointers.home(),
        ),
    ),
    ja=Said(
        "おつかれさまでした",
        "届いた依頼を引き受け、聞き、つなぎ、返すまでを見てきました。次は、全体を見る席へどうぞ。",
        "",
    ),
    en=Said(
        "That is the whole way", "You claimed, asked, tracked and answered. Next, take the seat of who sees it all.", ""
    ),
)
