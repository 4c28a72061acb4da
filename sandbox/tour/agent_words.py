"""What the agent's tour says."""

from sandbox.tour.step import Both, Said

OPEN = Both(
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
)
FIND = Both(
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
)
FILE = Both(
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
)
RECEIPT = Both(
    Said(
        "受付票を確かめる",
        "Baton の「メッセージ」に受付票が届いています。このあとの動きは、この一通が書き換わって知らせます。",
        "これが受付票です。途中経過のたびに通知が来ることはありません。",
    ),
    Said(
        "Look at your receipt",
        "A receipt waits in Baton's messages. Whatever happens next is told by rewriting this one message.",
        "This is it. Progress will not ping you again and again.",
    ),
)
CLAIMED = Both(
    Said(
        "引き受けてもらう",
        "同じ依頼は {manager} さんの DM にも届いています。引き受けてもらうと、受付票の一行目が変わります。",
        "受付票が「担当しています」に変わりました。もう聞き回らなくて済みます。",
    ),
    Said(
        "Somebody takes it",
        "{manager} has the same request in a DM. Let it be claimed, and watch the first line of your receipt.",
        "The receipt now says who has it. No need to ask around.",
    ),
)
OUTCOME = Both(
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
)
CALL = Both(
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
)
HOME = Both(
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
)
END = Both(
    Said(
        "おつかれさまでした",
        "お客様の声が渡り、返ってくるまでを見てきました。次は、受け取る側の席へどうぞ。",
        "",
    ),
    Said(
        "That is the whole way",
        "A customer's words went out and came back. Next, take the seat of whoever receives them.",
        "",
    ),
)
