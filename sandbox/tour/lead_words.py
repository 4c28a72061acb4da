"""What the lead's tour says."""

from sandbox.tour.step import Both, Said

RINGS = Both(
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
)
HELP = Both(
    Said(
        "手を挙げた人を助ける",
        "#calls に届いたカードの「助けに入る」を押してください。だれが来るのか、石田さんにすぐ伝わります。",
        "石田さんの画面に、Emma さんが来ると出ました。",
    ),
    Said(
        "Answer the raised hand",
        "Open #calls and press the marked button on the card. A channel has one language; your own screens have yours.",
        "Ben can see that you are coming. Nobody else needs to.",
    ),
)
WHISPER = Both(
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
)
READ = Both(
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
)
DIGEST = Both(
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
)
ACT = Both(
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
)
DAY = Both(
    Said(
        "一日を進める",
        "デモの時計を、次の営業日の終礼まで進めてみましょう。時刻になると、だれも何もしなくても終礼が届きます。",
        "終礼が届きました。だれも作っていません。",
    ),
    Said(
        "Let a day pass",
        "Move the demo's clock to the close of the next business day. At its time the digest posts itself.",
        "The daily close is here, and nobody wrote it.",
    ),
)
OWN = Both(
    Said(
        "自分のチームに合わせる",
        "/digest と送り、「修正」を開きます。場所、時刻、曜日、載せるものを、ここで決められます。",
        "",
    ),
    Said(
        "Make it your own",
        "Send /digest and open “Edit”: place, time, days and sections are yours to choose.",
        "",
    ),
)
END = Both(
    Said(
        "おつかれさまでした",
        "通話を助け、状況をまとめ、一日を締めるまでを見てきました。保存せずに閉じてかまいません。",
        "",
    ),
    Said(
        "That is the whole way",
        "You helped in a call, saw what is open and closed a day. You may close this form without saving.",
        "",
    ),
)
