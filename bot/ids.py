"""Every name that Slack hands back to us: commands, shortcuts, forms, buttons and inputs.

An input's block id is its action id; a form's callback id is the stem of the button that opens it.
"""

from typing import Final

# Doors
ESCALATE_COMMAND: Final = "/escalate"
ESCALATE_SHORTCUT: Final = "escalate"
ESCALATION_OPEN: Final = "escalation.open"

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

# Buttons of a request; the value is its key
REQUEST_CLAIM: Final = "request.claim"
REQUEST_READ: Final = "request.read"
REQUEST_ACCEPT_ANSWER: Final = "request.accept_answer"
REQUEST_ANSWER: Final = "request.answer"
REQUEST_RESOLVE: Final = "request.resolve"

# Form of an answer
ANSWER_FORM: Final = "answer.form"
ANSWER: Final = "answer"

# Form of a result
RESOLVE_FORM: Final = "resolve.form"
OUTCOME: Final = "outcome"
CUSTOMER_STATE: Final = "customer_state"
RESULT: Final = "result"
