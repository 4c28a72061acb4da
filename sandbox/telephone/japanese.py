"""Calls in Japanese; every number and address in them is made up."""

from functools import partial

from sandbox.cast import AOI, user_id
from sandbox.telephone.script import Script, spoken

ja = partial(Script, locale="ja")

SCRIPTS = (
    ja(
        name="ja-cancel",
        title={"ja": "料金改定と解約のお申し出", "en": "Cancelling over a new price"},
        agent=AOI.user_id,
        customer={"account_id": "A-001"},
        lines=spoken("""
            1.0 agent お電話ありがとうございます。サポートの青井でございます。
            4.0 customer お世話になっております。青空商事の中村です。
            4.5 agent 中村様、いつもありがとうございます。本日はどのようなご用件でしょうか。
            3.0 customer~ 来月からの新しい料金の
            3.0 customer 来月からの新しい料金のご案内をいただいたんですが、ちょっと納得できなくて。
            5.5 agent ご案内が急になり申し訳ございません。どの点がご不明でしたでしょうか。
            4.0 customer~ 正直、もうかいやく
            2.5 customer 正直、もう解約しようと思っています。社内でもそういう話になっていまして。
            6.5 agent さようでございますか。差し支えなければ、理由をお聞かせいただけますか。
            5.0 customer 他社に乗り換えれば三割安くなると言われたんです。見積りは nakamura@example.com から送ります。
            5.0 agent 貴重なお話をありがとうございます。担当の者とも相談いたします。
            5.0 customer 折り返しは 090-0000-1234 にお願いします。
            4.0 agent 090-0000-1234 でございますね。承知いたしました。
            4.5 customer 今週中に返事がなければ、そのまま解約の手続きをします。
            5.0 agent 必ず今週中にご連絡いたします。お電話ありがとうございました。
        """),
    ),
    ja(
        name="ja-refund",
        title={"ja": "二重請求、返金と弁護士", "en": "Charged twice, refund and a lawyer"},
        agent=user_id("ishida.daisuke"),
        customer={"phone": "03-5550-0012"},
        lines=spoken("""
            1.0 agent お電話ありがとうございます。サポート窓口、石田が承ります。
            3.5 customer 竹林物産ですけど、先月分が二重に請求されているんですよ。
            5.0 agent ご迷惑をおかけしております。確認いたしますので、少々お待ちいただけますか。
            5.0 customer これ、前にも電話したんですよ。もう三回目です。
            4.5 agent 何度もお手数をおかけし、誠に申し訳ございません。
            4.0 customer~ 返金はいつに
            2.5 customer 返金はいつになるんですか。今日中に返金してください。
            5.0 agent はい、返金につきましては、経理に確認のうえ
            3.5 customer そう言って先週も待たされたんです。いい加減にしてください。
            5.0 customer 今日はっきりしないなら、弁護士に相談します。
            6.0 agent 申し訳ございません。ご請求の控えを拝見してもよろしいでしょうか。
            5.0 customer 控えは keiri@example.com から送りました。口座の名義もそこに書いてあります。
            5.5 agent ありがとうございます。ただいま確認いたします。
            5.0 customer 責任者を出してもらえますか。あなたでは話にならない。
            6.0 agent 承知いたしました。上の者に代わりますので、そのままお待ちください。
        """),
    ),
    ja(
        name="ja-privacy",
        title={"ja": "個人情報が他社に見えている", "en": "Personal data seen by another company"},
        agent=user_id("ueno.aya"),
        customer={"name": "株式会社菊水製作所"},
        lines=spoken("""
            1.0 agent お待たせいたしました。サポートの上野でございます。
            3.5 customer 菊水製作所の情報システムの者です。至急確認していただきたいことがあります。
            5.0 agent はい、どのようなことでしょうか。
            3.0 customer~ 管理画面に、うちではない会社の
            3.5 customer 管理画面に、うちではない会社のお客様の個人情報が見えているんです。
            5.5 agent それは、どちらの画面でしょうか。
            4.0 customer 顧客一覧です。氏名と電話番号、たとえば 080-0000-5678 の方まで出ています。
            6.0 customer うちの個人情報も、よそに見えているということですよね。情報漏えいじゃないですか。
            6.0 agent ご心配をおかけして申し訳ございません。画面はそのままにしていただけますか。
            4.5 customer 上に報告しないといけないので、今すぐ止めてください。
            5.0 agent 絶対に漏れてはおりませんので、ご安心ください。
            5.0 customer どうしてそう言い切れるんですか。調べてもいないのに。
            5.0 agent 失礼いたしました。すぐに専門の担当に確認いたします。
            5.0 customer 一時間以内に連絡がなければ、監督官庁に報告します。
        """),
    ),
    ja(
        name="ja-outage",
        title={"ja": "ログインできず業務が止まっている", "en": "Nobody can log in, work has stopped"},
        agent=user_id("endo.takuya"),
        customer={"account_id": "A-005"},
        lines=spoken("""
            1.0 agent サポートの遠藤でございます。
            2.5 customer 朝凪電機です。朝から誰もログインできなくて、業務が止まっています。
            5.5 agent ご不便をおかけしております。表示されている文言を教えていただけますか。
            4.5 customer~ 認証サーバーに
            3.0 customer 「認証サーバーに接続できません」と出ます。五十人全員です。
            5.5 agent ありがとうございます。いつ頃からでしょうか。
            3.5 customer 八時半くらいですね。午後に出荷があるので、それまでに直らないと困ります。
            6.0 agent 状況を確認いたしますので、このままお待ちいただけますか。
            6.0 customer いつ直るんですか。昨日もつながらなかったですよね。
            5.0 agent 昨日の件も含めて、確認しております。
            5.0 customer 障害の情報をホームページに出していないのは、おかしいでしょう。
            5.0 agent おっしゃるとおりでございます。十五分ごとに、こちらからお電話いたします。
            4.5 customer わかりました。090-0000-2468 にお願いします。
        """),
    ),
)
