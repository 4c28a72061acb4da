"""The agent's tour: a request goes out and comes back, and advice arrives during a call."""

from collections.abc import Sequence

from sandbox import cast
from sandbox.page.screens import HOME
from sandbox.tour import pointers
from sandbox.tour.scene import Scene, key_in
from sandbox.tour.step import Example, Part, Said, Step, Tour
from sandbox.tour.understudy import Ringing, Understudy

FORM = "escalation.form"
CALLS = {
    "ja": Ringing("ja-cancel", cast.AOI.user_id, "解約しようと"),
    "en": Ringing("en-cancel", cast.AOI.user_id, "cancel our"),
}
RESULT = {
    "ja": "お待たせいたしました。請求書は本日 16 時までにメールでお届けします。",
    "en": "Thank you for waiting. The invoice will be in your mail by four o'clock today.",
}


def _opening(_scene: Scene) -> Sequence[str]:
    """The nearest of the ways to the form."""
    return (
        '[data-shortcut="escalate"]',
        '.home [data-action="escalation.open"]',
        ".main .composer .menu summary",
        *pointers.home(),
    )


def _is_open(scene: Scene) -> bool:
    return scene.form == FORM


def _has_customer(scene: Scene) -> bool:
    return scene.form == FORM and scene.has_chosen("customer")


def _customer(scene: Scene) -> Sequence[str]:
    return (
        '.modal .combo[data-block="customer"] [role=option][data-value="A-001"]',
        '.modal .combo[data-block="customer"]',
        *_opening(scene),
    )


def _has_filed(scene: Scene) -> bool:
    """A receipt came; whoever is asked to take the request is remembered, too."""
    receipt = scene.found("request.withdraw")
    if receipt is None:
        return False
    key = key_in(receipt, "request.withdraw")
    asked = scene.asked("request.claim", key)
    scene.notes.update({"key": key, "receipt": receipt.ts, "manager": asked[0] if asked else cast.SATO.user_id})
    return True


def _filing(scene: Scene) -> Sequence[str]:
    return (
        *pointers.choice("customer"),
        *pointers.choice("request_type"),
        *pointers.choice("urgency"),
        *pointers.text("summary"),
        *pointers.SUBMIT,
        *_opening(scene),
    )


def _sees_messages(scene: Scene) -> bool:
    return scene.where.place == scene.dm


def _receipt(scene: Scene) -> Sequence[str]:
    return (f'.message[data-ts="{scene.notes.get("receipt", "")}"]', *pointers.messages(scene.dm))


def _is_claimed(scene: Scene) -> bool:
    return bool(scene.key) and scene.asked("request.claim", scene.key) is None


def _has_outcome(scene: Scene) -> bool:
    found = scene.found("request.reopen", scene.key, since=0.0)
    scene.notes["outcome"] = found.ts if found else ""
    return found is not None


async def _claim(understudy: Understudy, scene: Scene) -> None:
    await understudy.press("request.claim", scene.key)


async def _resolve(understudy: Understudy, scene: Scene) -> None:
    values = {"outcome": "done", "customer_state": "staying", "result": RESULT[scene.locale]}
    await understudy.fill_in("request.resolve", scene.key, "resolve.form", values)


def _has_answered(scene: Scene) -> bool:
    """The advice was there with its button, and then without it but with the button's words."""
    advice = scene.found("whisper.got_it")
    if advice is not None:
        scene.notes.update({"advice": advice.ts, "answer": scene.label(advice, "whisper.got_it")})
        return False
    before = scene.message(scene.dm, scene.notes.get("advice", ""))
    return before is not None and scene.notes["answer"] in before.all_text()


def _advice(scene: Scene) -> Sequence[str]:
    advice = scene.found("whisper.got_it")
    if advice is None and not scene.is_on_the_phone(scene.user):
        return ()
    way = () if scene.where.place == scene.dm else pointers.messages(scene.dm)
    return (*pointers.button(advice, "whisper.got_it"), *way)


async def _ring(understudy: Understudy, scene: Scene) -> None:
    await understudy.ring(CALLS[scene.locale])


TOUR = Tour(
    steps=(
        Step(
            Said(
                "フォームを開く",
                "お客様の声を、担当者へ渡してみましょう。「エスカレーション」を押してください。"
                "どのチャンネルからでも、ショートカットで同じフォームが開きます。",
                "フォームが開きました。",
            ),
            Said(
                "Open the form",
                "Hand on what a customer needs: press “Escalate”. In any channel a shortcut opens the same form.",
                "The form is open.",
            ),
            _is_open,
            _opening,
        ),
        Step(
            Said(
                "お客様を探す",
                "「あおぞら」と打って、株式会社青空商事を選びます。かなでも漢字でも見つかり、担当者もその場でわかります。",
                "担当者まで、ひと目でわかりました。",
            ),
            Said(
                "Find the customer",
                "Type “あおぞら” and choose 株式会社青空商事. Any spelling finds it, "
                "and the account manager's name appears by itself.",
                "And there is who looks after them.",
            ),
            _has_customer,
            _customer,
            Example(FORM, {"customer": "あおぞら"}, {"customer": "あおぞら"}),
        ),
        Step(
            Said(
                "書いて渡す",
                "種類、温度感、要点を入れて「エスカレーション」を押します。お客様の言葉は、そのまま書くといちばん伝わります。",
                "{key} を渡しました。フォームが閉じたときには、もう保存されています。",
            ),
            Said(
                "Write it and send it",
                "Choose type and urgency, write one line, press “Escalate”. Quote the customer as they said it.",
                "{key} is on its way. When a form closes, the request is already saved.",
            ),
            _has_filed,
            _filing,
            Example(
                FORM,
                {
                    "request_type": "action",
                    "urgency": "high",
                    "summary": "請求書の再発行が三日止まっている",
                    "customer_words": "今日中に届かないなら、他社に切り替えます。",
                },
                {
                    "request_type": "action",
                    "urgency": "high",
                    "summary": "A new invoice has been stuck for three days",
                    "customer_words": "If it is not here today, we will go elsewhere.",
                },
            ),
        ),
        Step(
            Said(
                "控えを確かめる",
                "Baton の「メッセージ」に控えが届いています。このあとの動きは、この一通が書き換わって知らせます。",
                "これが控えです。途中経過のたびに通知が来ることはありません。",
            ),
            Said(
                "Look at your receipt",
                "A receipt waits in Baton's messages. Whatever happens next is told by rewriting this one message.",
                "This is it. Progress will not ping you again and again.",
            ),
            _sees_messages,
            _receipt,
        ),
        Step(
            Said(
                "引き受けてもらう",
                "同じ依頼は {manager} さんの DM にも届いています。引き受けてもらうと、控えの一行目が変わります。",
                "控えが「担当しています」に変わりました。もう聞き回らなくて済みます。",
            ),
            Said(
                "Somebody takes it",
                "{manager} has the same request in a DM. Let it be claimed, and watch the first line of your receipt.",
                "The receipt now says who has it. No need to ask around.",
            ),
            _is_claimed,
            _receipt,
            part=Part(
                {"ja": "{manager} さんに担当してもらう", "en": "Let {manager} claim it"},
                lambda scene: scene.manager,
                lambda scene: scene.asked("request.claim", scene.key) is not None,
                _claim,
            ),
        ),
        Step(
            Said(
                "結果が返ってくる",
                "{manager} さんが完了すると、新しい DM が届きます。お客様にそのまま伝えられる言葉つきです。",
                "結果が届きました。お客様への言葉まで、そろっています。",
            ),
            Said(
                "The outcome comes back",
                "When {manager} resolves it, a new DM tells you, with words that you can pass on to the customer.",
                "Here is the outcome, with the words for the customer.",
            ),
            _has_outcome,
            _receipt,
            part=Part(
                {"ja": "{manager} さんに完了してもらう", "en": "Let {manager} resolve it"},
                lambda scene: scene.manager,
                lambda scene: scene.asked("request.resolve", scene.key) is not None,
                _resolve,
            ),
        ),
        Step(
            Said(
                "電話中に助けてもらう",
                "電話を受けてみましょう。お客様が「解約」と口にすると助言が DM に届くので、「了解」で答えます。",
                "お客様を待たせずに、助言を受け取れました。",
            ),
            Said(
                "Get help during a call",
                "Take a call. When the customer says “cancel”, advice arrives in your DM: answer it with “Got it”.",
                "Advice taken, and the customer never had to wait.",
            ),
            _has_answered,
            _advice,
            part=Part(
                {"ja": "電話をかけてもらう", "en": "Let the phone ring"},
                lambda scene: scene.user,
                lambda scene: not scene.is_on_the_phone(scene.user),
                _ring,
            ),
        ),
        Step(
            Said(
                "ホームで見渡す",
                "「ホーム」を開くと、出したもののその後が新しい順に並んでいます。聞きに行く先は、ここだけです。",
                "",
            ),
            Said(
                "See it all in Home",
                "Open “Home”: what became of everything you filed, newest first. It is the only place you need to ask.",
                "",
            ),
            lambda scene: scene.where.place == HOME,
            lambda _scene: pointers.home(),
        ),
    ),
    ja=Said(
        "おつかれさまでした",
        "お客様の声が渡り、返ってくるまでを見てきました。次は、受け取る側の席へどうぞ。",
        "",
    ),
    en=Said(
        "That is the whole way",
        "A customer's words went out and came back. Next, take the seat of whoever receives them.",
        "",
    ),
)
