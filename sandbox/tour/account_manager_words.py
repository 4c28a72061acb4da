"""What the account manager's tour says."""

from sandbox.tour.step import Both, Said

ARRIVES = Both(
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
)
CLAIM = Both(
    Said(
        "読んで引き受ける",
        "「メッセージ」を開きます。何をしてほしいか、どれだけ急ぐか、お客様の言葉。読めたら「担当する」を押します。",
        "引き受けました。青井さんの受付票にも、もう出ています。",
    ),
    Said(
        "Read it and claim it",
        "Open the messages: what is asked, how heated, what the customer said. Then press “Claim”.",
        "It is yours, and 青井's receipt already says so.",
    ),
)
TEAM = Both(
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
)
ASK = Both(
    Said(
        "青井さんに聞く",
        "「メッセージ」に戻り、「質問する」で一つ聞いてみましょう。返事は、同じ依頼のところに届きます。",
        "返事が届きました。依頼と並んで残ります。",
    ),
    Said(
        "Ask back",
        "Back in the messages press “Ask Back” and ask one thing. The answer will come to the same request.",
        "Here is the answer, kept with the request.",
    ),
)
ISSUE = Both(
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
)
BOARD = Both(
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
)
RESOLVE = Both(
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
)
HOME = Both(
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
)
END = Both(
    Said(
        "おつかれさまでした",
        "届いた依頼を引き受け、聞き、つなぎ、返すまでを見てきました。次は、全体を見る席へどうぞ。",
        "",
    ),
    Said(
        "That is the whole way", "You claimed, asked, tracked and answered. Next, take the seat of who sees it all.", ""
    ),
)
