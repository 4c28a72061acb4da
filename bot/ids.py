"""Every name that Slack hands back to us: commands, shortcuts, forms, buttons and inputs.

An input's block id is its action id; a form's callback id is the stem of the button that opens it.
"""

from typing import Final

# Doors
ESCALATE_COMMAND: Final = "/escalate"
ESCALATE_SHORTCUT: Final = "escalate"
ESCALATE_MESSAGE: Final = "escalate_message"
ESCALATION_OPEN: Final = "escalation.open"
ESCALATION_FILE_THIS: Final = "escalation.file_this"

# Drafts, offered in Home; the value is the draft's id
DRAFT_OPEN: Final = "draft.open"
DRAFT_DROP: Final = "draft.drop"

# Form of an escalation
ESCALATION_FORM: Final = "escalation.form"
ESCALATION_MORE: Final = "escalation.more"
CUSTOMER: Final = "customer"
REQUEST_TYPE: Final = "request_type"
URGENCY: Final = "urgency"
SUMMARY: Final = "summary"
CUSTOMER_WORDS: Final = "customer_words"
DETAILS: Final = "details"
CONVERSATION_URL: Final = "conversation_url"
FILES: Final = "files"
ACCOUNT_MANAGER: Final = "account_manager"
PROMISED: Final = "promised"
NEXT_CONTACT_AT: Final = "next_contact_at"
DUPLICATE: Final = "duplicate"

# Buttons of a request; the value is its key, in the menu `<action id>:<key>`
REQUEST_MORE: Final = "request.more"
REQUEST_CLAIM: Final = "request.claim"
REQUEST_READ: Final = "request.read"
REQUEST_TAKE_OVER: Final = "request.take_over"
REQUEST_ACCEPT: Final = "request.accept"
REQUEST_ACCEPT_ANSWER: Final = "request.accept_answer"
REQUEST_ANSWER: Final = "request.answer"
REQUEST_ASK: Final = "request.ask"
REQUEST_REPLY: Final = "request.reply"
REQUEST_ASK_AGAIN: Final = "request.ask_again"
REQUEST_RETURN: Final = "request.return"
REQUEST_DECLINE: Final = "request.decline"
REQUEST_HAND_OFF: Final = "request.hand_off"
REQUEST_WAIT: Final = "request.wait"
REQUEST_RESOLVE: Final = "request.resolve"
REQUEST_REOPEN: Final = "request.reopen"
REQUEST_EDIT: Final = "request.edit"
REQUEST_ADD: Final = "request.add"
REQUEST_WITHDRAW: Final = "request.withdraw"
REQUEST_URGENCY: Final = "request.urgency"
REQUEST_TRAIL: Final = "request.trail"

# Forms of a request's steps
ANSWER_FORM: Final = "answer.form"
ASK_FORM: Final = "ask.form"
REPLY_FORM: Final = "reply.form"
ASK_AGAIN_FORM: Final = "ask_again.form"
RETURN_FORM: Final = "return.form"
DECLINE_FORM: Final = "decline.form"
HAND_OFF_FORM: Final = "hand_off.form"
WAIT_FORM: Final = "wait.form"
RESOLVE_FORM: Final = "resolve.form"
REOPEN_FORM: Final = "reopen.form"
ADD_FORM: Final = "add.form"
WITHDRAW_FORM: Final = "withdraw.form"
URGENCY_FORM: Final = "urgency.form"

# Their inputs
ANSWER: Final = "answer"
QUESTION: Final = "question"
WORDS: Final = "words"
REASON: Final = "reason"
OWNER: Final = "owner"
NOTE: Final = "note"
UNTIL: Final = "until"
OUTCOME: Final = "outcome"
CUSTOMER_STATE: Final = "customer_state"
RESULT: Final = "result"

# The list of customers, kept by leads
ACCOUNT_OPEN: Final = "account.open"
ACCOUNT_PICK: Final = "account.pick"
ACCOUNT_EDIT: Final = "account.edit"
ACCOUNT_FORM: Final = "account.form"
NAME: Final = "name"
KANA: Final = "kana"
COVER: Final = "cover"
TEAM_CHANNEL: Final = "team_channel"
PHONE: Final = "phone"
PLAN: Final = "plan"
LOCALE: Final = "locale"

# How an admin sets Baton up
SETUP_OPEN: Final = "setup.open"
SETUP_FORM: Final = "setup.form"
SETUP_TEST: Final = "setup.test"
ESCALATION_CHANNEL: Final = "escalation_channel"
CALLS_CHANNEL: Final = "calls_channel"
LEADS: Final = "leads"
