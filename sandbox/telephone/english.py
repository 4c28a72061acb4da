"""Calls in English; every number and address in them is made up."""

from functools import partial

from sandbox.cast import user_id
from sandbox.telephone.script import Script, spoken

en = partial(Script, locale="en")

SCRIPTS = (
    en(
        name="en-cancel",
        title={"ja": "解約して他社に移りたい", "en": "Cancelling for a competitor"},
        agent=user_id("bokafor"),
        customer={"account_id": "A-151"},
        lines=spoken("""
            1.0 agent Thank you for calling support, this is Ben. How can I help?
            4.0 customer Hi, this is Dana from Harborlight Logistics.
            3.5 agent Hello Dana, good to hear from you.
            2.5 customer~ I'm afraid I'm calling to can
            2.5 customer I'm afraid I'm calling to cancel our subscription.
            4.0 agent I'm sorry to hear that. May I ask what happened?
            4.5 customer The export has failed three times this month, and nobody called us back.
            5.5 agent I understand, that must have been frustrating.
            4.0 customer We are switching to a competitor, a third cheaper. The offer went to dana@example.com.
            5.5 agent Let me see what we can do for you.
            4.0 customer You can reach me on 090-0000-4321, or dana@example.com.
            5.5 agent Thank you, I've made a note of both.
            4.0 customer If I don't hear back by Friday, please cancel it at the end of the month.
            5.0 agent I'll make sure that your account manager calls you before Friday.
        """),
    ),
    en(
        name="en-manager",
        title={"ja": "上司に代われと言われる", "en": "“Let me speak to your manager”"},
        agent="dreyes@example.com",
        customer={"phone": "+44 20 5550 0155"},
        lines=spoken("""
            1.0 agent Support, Daniel speaking.
            2.0 customer Yes, I've been on hold for twenty minutes. This is the third time I'm calling.
            5.0 agent I'm really sorry about the wait.
            3.0 customer Our invoices are still wrong. You overcharged us again.
            4.5 agent Let me pull up your account. May I have the name of the company?
            4.0 customer Larkspur Insurance. I gave it to your machine already.
            4.0 agent Thank you. I can see two invoices for October.
            4.0 customer~ I want a re
            2.0 customer I want a refund, today, for both of them.
            4.0 agent I promise we will refund it by tomorrow.
            4.5 customer That's what your colleague said last week. This is unacceptable.
            5.0 customer Let me speak to your manager.
            4.0 agent I understand. Let me see whether my manager is free.
            4.0 customer My direct line is 090-0000-8765, I am not calling again.
            5.0 agent Thank you, I'll have somebody call you right back.
        """),
    ),
    en(
        name="en-lawyer",
        title={"ja": "法的措置と口コミの予告", "en": "Legal action and a bad review"},
        agent=user_id("cmartin"),
        customer={"name": "Redcliff Media Inc."},
        lines=spoken("""
            1.0 agent Good afternoon, this is Chloe at support.
            2.5 customer Hello. I've just spoken to our lawyer about your data breach.
            5.0 agent I'm sorry, could you tell me which incident you mean?
            4.0 customer You sent our customer list to somebody else. Under GDPR you had to tell us.
            5.5 agent Let me check what we have on record.
            4.0 customer~ If this isn't sol
            3.0 customer If this isn't solved by tonight we will take legal action.
            5.0 agent I understand how serious this is.
            4.0 customer And I will post this on Twitter and leave a review on every site I can find.
            5.5 agent May I take the mail address at which you got our message?
            4.5 customer It's legal@example.com. And the card you have on file is 4111 1111 1111 1111, delete it.
            7.0 agent I'll pass this on to our privacy team right away.
            4.5 customer I expect a call from them within the hour.
        """),
    ),
    en(
        name="en-calm",
        title={"ja": "落ち着いた質問とお礼", "en": "A calm question and a thank-you"},
        agent=user_id("anovak"),
        customer={"name": "Juniper & Vale Bakery"},
        lines=spoken("""
            1.0 agent Thank you for calling, Alice speaking.
            2.5 customer Hi Alice, a quick question about the monthly report.
            3.5 agent Of course, go ahead.
            2.5 customer Can I have it sent to two people instead of one?
            4.0 agent Yes. Open the settings, then reports, and add the second address there.
            6.0 customer~ Let me
            3.0 customer Let me see. Yes, there it is.
            4.0 agent You can also choose the day on which it goes out.
            4.0 customer I wish it could go out every two weeks, but never mind.
            4.5 agent I'll pass that wish on to the people who build it.
            4.0 customer Thank you so much, that was really helpful.
            3.5 agent You're welcome. Have a lovely day.
        """),
    ),
)
