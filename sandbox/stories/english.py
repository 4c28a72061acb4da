"""The week's requests that came in English."""

from functools import partial

from sandbox.stories.story import Story

en = partial(Story, "en")

STORIES = (
    en(
        "action",
        "high",
        "Invoices go to an address they left in March",
        "This is the third time. Fix it or we stop paying.",
        "finished",
        "The billing address is corrected, and the three open invoices were sent again today.",
        state="satisfied",
    ),
    en(
        "action",
        "critical",
        "Export of their own data fails; they mention a regulator",
        "We have a legal duty to produce this by Friday. If you cannot, our counsel will write to you.",
        "finished",
        "The full export is ready in your download area, with a signed list of its contents.",
        state="at_risk",
    ),
    en(
        "consult",
        "medium",
        "May they share one workspace with a contractor?",
        "He is with us for six weeks only.",
        "finished",
        "Yes, as a guest seat at no cost for up to 60 days. After that a regular seat is needed.",
    ),
    en(
        "action",
        "medium",
        "Single sign-on loops back to the login page",
        "Half the office cannot get in since this morning.",
        "finished",
        "Your certificate had expired on our side; it is renewed and sign-on works again.",
        state="satisfied",
    ),
    en(
        "fyi",
        "low",
        "Their new CFO starts on the first of next month",
        "She will want to see the numbers herself.",
        "finished",
    ),
    en(
        "action",
        "low",
        "Wants last year's invoices as one archive",
        None,
        "finished",
        "All invoices of last year are in one archive; the link is valid for 14 days.",
        state="satisfied",
    ),
    en(
        "consult",
        "high",
        "Can we promise delivery before their launch?",
        "If it is not live on the 12th, we lose the campaign.",
        "finished",
        "We can promise the 10th for the first two regions; the third follows within a week.",
    ),
    en(
        "action",
        "high",
        "Webhooks arrive twice and create duplicate orders",
        "We shipped 40 parcels twice. Who pays for that?",
        "finished",
        "Duplicates are stopped. We credit the shipping of the 40 parcels on your next invoice.",
        "partly",
        "at_risk",
    ),
    en(
        "action",
        "medium",
        "Wants to move to annual billing",
        "Would simplify life for our bookkeeping.",
        "finished",
        "Annual billing starts with your next period; the discount is already applied.",
        state="satisfied",
    ),
    en(
        "consult",
        "medium",
        "Asks for our penetration test report",
        "Our security team will not sign without it.",
        "answered",
        "We share the summary under NDA. I have sent the NDA; the report follows on signature.",
    ),
    en(
        "consult",
        "high",
        "Wants a refund for the outage. What may I say?",
        "Two hours in the middle of our sale!",
        "answered",
        "Offer five days of service as credit now, and say that I will call before six today.",
    ),
    en(
        "action",
        "high",
        "Report totals differ from the dashboard by 3%",
        "Which number do I show my board tomorrow?",
        "claimed",
    ),
    en("action", "medium", "Needs a purchase order number on the contract", None, "claimed"),
    en(
        "action",
        "critical",
        "Threatens to cancel after a fourth failed migration",
        "I have a resignation letter for you: ours. One more night like this and we are gone.",
        "claimed",
        details="Four attempts since Monday, each stopped at the attachments. Their window is 22:00 to 02:00.",
    ),
    en(
        "action",
        "high",
        "Cannot add users: seat limit shown although 30 are free",
        "We have 12 people starting on Monday.",
    ),
    en("consult", "low", "Is there a discount for charities?", "We are a registered charity in two countries."),
    en(
        "action", "medium", "Asks for a call in their evening, 7 pm London", "Mornings are impossible for our director."
    ),
    en(
        "action",
        "critical",
        "Says our e-mails reveal other customers' addresses",
        "I can read 60 strangers' names in the To line.",
    ),
    en("fyi", "medium", "They merged with a competitor's customer", "We will be one company from January."),
    en(
        "action",
        "low",
        "New prospect asks for a trial extension",
        "Two more weeks would do.",
        customer="Thistle & Crane Ltd",
    ),
)
