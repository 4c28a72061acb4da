"""The lead's tour: help during a call, a digest that one can act on, and a day that closes itself."""

from collections.abc import Sequence

from sandbox import cast, team
from sandbox.slack.records import Message
from sandbox.tour import pointers
from sandbox.tour.scene import Scene, acts
from sandbox.tour.step import Example, Part, Said, Step, Tour
from sandbox.tour.understudy import Ringing, Understudy

CALLS = {
    "ja": Ringing("ja-refund", cast.user_id("ishida.daisuke"), "返金してください"),
    "en": Ringing("en-cancel", cast.user_id("bokafor"), "cancel our"),
}


def _agent(scene: Scene) -> str:
    """Who is on the phone in this tour."""
    return CALLS[scene.locale].agent


async def _ring(understudy: Understudy, scene: Scene) -> None:
    """Let the phone ring, and the agent ask for help."""
    await understudy.ring(CALLS[scene.locale], holds=True)
    await understudy.press_in_dm(_agent(scene), "call.help")


RING = Part(
    {"ja": "石田さんに電話を受けてもらう", "en": "Let Ben take a call"},
    _agent,
    lambda scene: not scene.is_on_the_phone(_agent(scene)),
    _ring,
)
"""A caller who hung up meanwhile can be called again in each of the steps that need one."""


def _hand(scene: Scene) -> Message | None:
    """The card of a call whose agent asks for help."""
    return scene.found("call.take_help", place=team.CALLS, since=0.0) if scene.is_on_the_phone(_agent(scene)) else None


def _is_raised(scene: Scene) -> bool:
    hand = _hand(scene)
    scene.notes["hand"] = hand.ts if hand else ""
    return hand is not None


def _is_taken(scene: Scene) -> bool:
    """The hand that was up is not any more, and the call goes on."""
    before = scene.message(team.CALLS, scene.notes.get("hand", ""))
    return before is not None and before.buttons == ["call.whisper"]


def _taking(scene: Scene) -> Sequence[str]:
    hand = _hand(scene)
    return (*pointers.button(hand, "call.take_help"), *pointers.place(team.CALLS)) if hand else ()


def _has_whispered(scene: Scene) -> bool:
    """The agent has advice from a person: one may answer it in more than one way."""
    advice = scene.found("whisper.more", place=scene.workspace.dm(_agent(scene)).id)
    if advice is not None:
        scene.notes["whisper"] = advice.ts
    return advice is not None


def _whispering(scene: Scene) -> Sequence[str]:
    card = scene.found("call.whisper", place=team.CALLS, since=0.0)
    return (
        *pointers.text("advice"),
        *pointers.SUBMIT,
        *pointers.button(card, "call.whisper"),
        *pointers.place(team.CALLS),
    )


def _is_unanswered(scene: Scene) -> bool:
    return scene.found("whisper.more", place=scene.workspace.dm(_agent(scene)).id, since=0.0) is not None


def _is_answered(scene: Scene) -> bool:
    return bool(scene.notes.get("whisper")) and not _is_unanswered(scene)


async def _answer(understudy: Understudy, scene: Scene) -> None:
    """Let the agent answer the whisper, and end the call."""
    advice = scene.message(scene.workspace.dm(_agent(scene)).id, scene.notes["whisper"])
    if advice is not None:
        await understudy.press_on(_agent(scene), advice, "whisper.got_it")
    await understudy.hang_up(_agent(scene))


def _has_digest(scene: Scene) -> bool:
    digest = scene.chart(team.ESCALATIONS)
    return digest is not None and float(digest.ts) >= scene.since


def _commanding(_scene: Scene) -> Sequence[str]:
    return (f'.main [data-channel="{team.ESCALATIONS}"] .send', *pointers.place(team.ESCALATIONS))


def _claimable(scene: Scene) -> list[str]:
    """The keys that the newest digest offers to claim."""
    digest = scene.chart(team.ESCALATIONS)
    return [key for action, key in acts(digest) if action == "request.claim"] if digest else []


def _has_acted(scene: Scene) -> bool:
    """Whoever claimed from the table was told so; there may be nothing that nobody has."""
    told = [one.text for one in scene.workspace.window(scene.user).ephemerals if float(one.ts) >= scene.since]
    offered = _claimable(scene)
    return not offered or any(key in words for key in offered for words in told)


def _table(scene: Scene) -> Sequence[str]:
    return (*pointers.button(scene.chart(team.ESCALATIONS), "request.claim"), *pointers.place(team.ESCALATIONS))


def _listing(_scene: Scene) -> Sequence[str]:
    return ('.modal [data-action="digest.edit"]', *_commanding(_scene))


TOUR = Tour(
    steps=(
        Step(
            Said(
                "電話が始まる",
                "ここは、だれが何を持っているかが見えるリーダーのホームです。石田さんに電話を受けてもらいましょう。",
                "石田さんが電話に出て、手を挙げました。",
            ),
            Said(
                "A call begins",
                "This is a lead's Home: who works on what, and what nobody has. Now let Ben take a call.",
                "Ben is on the phone and has raised his hand.",
            ),
            _is_raised,
            lambda _scene: (),
            part=RING,
        ),
        Step(
            Said(
                "手を挙げた人を助ける",
                "#calls にカードが届いています。挙手のボタンを押すと、助けに来る人が石田さんにすぐ伝わります。",
                "石田さんの画面に、Emma さんが来ると出ました。",
            ),
            Said(
                "Answer the raised hand",
                "A card is in #calls. Press the marked button (a channel has one language, here maybe not yours).",
                "Ben can see that you are coming. Nobody else needs to.",
            ),
            _is_taken,
            _taking,
            part=RING,
        ),
        Step(
            Said(
                "ささやく",
                "同じカードから、短い助言を一行送ります。お客様には聞こえず、石田さんの画面にだけ大きく出ます。",
                "石田さんの画面に出ました。",
            ),
            Said(
                "Whisper",
                "From the same card send one line of advice. The customer hears nothing; Ben alone sees it, large.",
                "It is on Ben's screen.",
            ),
            _has_whispered,
            _whispering,
            Example(
                "whisper.form",
                {"advice": "返金の約束はまだしないでください", "tone": "stop"},
                {"advice": "Do not promise a discount yet", "tone": "stop"},
            ),
            RING,
        ),
        Step(
            Said(
                "届いたか確かめる",
                "「メッセージ」に自分の控えがあります。届いた時刻が出ていて、石田さんが答えると続きに並びます。",
                "届いて、読まれて、答えが返りました。",
            ),
            Said(
                "Know that it was read",
                "Your copy is in the messages: it says when the whisper was delivered, and what Ben answers.",
                "Delivered, read, answered, without a word to the customer.",
            ),
            _is_answered,
            lambda scene: () if scene.where.place == scene.dm else pointers.messages(scene.dm),
            part=Part(
                {"ja": "石田さんに「了解」を押してもらう", "en": "Let Ben press “Got it”"},
                _agent,
                lambda scene: bool(scene.notes.get("whisper")) and _is_unanswered(scene),
                _answer,
            ),
        ),
        Step(
            Said(
                "いまの状況をまとめる",
                "#escalations で /digest now と送ります。残っているもの、担当がいないもの、動いたものがその場にまとまります。",
                "まとまりました。一行目だけでも状況がわかります。",
            ),
            Said(
                "Ask for a digest",
                "In #escalations send /digest now: what is open, what nobody has and what moved, in one message.",
                "There it is. Its first line can be read alone.",
            ),
            _has_digest,
            _commanding,
            Example("", {"composer": "/digest now"}, {"composer": "/digest now"}, team.ESCALATIONS),
        ),
        Step(
            Said(
                "表から引き受ける",
                "グラフの下の表は、担当がいないものから始まります。その行のボタンで、ひとつ引き受けてください。",
                "まとめは、読むだけでなく動かせます。",
            ),
            Said(
                "Act on it",
                "The table below the chart begins with what nobody has. Claim one of them, right in its row.",
                "A digest is for acting, not for reading only.",
            ),
            _has_acted,
            _table,
        ),
        Step(
            Said(
                "一日を進める",
                "上の「+1 日」を押すと、終礼がひとりでに届きます。土日と祝日は休みです。届かなければ、もう一度どうぞ。",
                "終礼が届きました。だれも作っていません。",
            ),
            Said(
                "Let a day pass",
                "Press “+1 day” above: the daily close posts itself. It skips weekends and holidays; then press again.",
                "The daily close is here, and nobody wrote it.",
            ),
            _has_digest,
            lambda _scene: ('[data-hours="24"]',),
        ),
        Step(
            Said(
                "自分のチームに合わせる",
                "/digest と送り、「編集」を開きます。場所、時刻、曜日、載せるものを、ここで決められます。",
                "",
            ),
            Said(
                "Make it your own",
                "Send /digest and open “Edit”: place, time, days and sections are yours to choose.",
                "",
            ),
            lambda scene: "digest.form" in scene.forms(),
            _listing,
            Example("", {"composer": "/digest"}, {"composer": "/digest"}, team.ESCALATIONS),
        ),
    ),
    ja=Said(
        "おつかれさまでした",
        "通話を助け、状況をまとめ、一日を締めるまでを見てきました。保存せずに閉じてかまいません。",
        "",
    ),
    en=Said(
        "That is the whole way",
        "You helped in a call, saw what is open and closed a day. You may close this form without saving.",
        "",
    ),
)
