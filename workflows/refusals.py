"""Why Baton says no: typed codes, raised anywhere, worded in one place (`bot/views/refusals.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """A code for each no; every one has words in both languages."""

    ALREADY_CLAIMED = "already_claimed"
    ALREADY_DONE = "already_done"
    ALREADY_HAPPENED = "already_happened"
    NOT_ALLOWED = "not_allowed"
    NOT_KNOWN_YET = "not_known_yet"
    INVALID_FORM = "invalid_form"
    NO_SUCH_REQUEST = "no_such_request"
    WRONG_TYPE = "wrong_type"
    WRONG_STATUS = "wrong_status"
    OFFER_GONE = "offer_gone"
    LEADS_ONLY = "leads_only"
    ADMINS_ONLY = "admins_only"
    NO_SUCH_DRAFT = "no_such_draft"
    NO_SUCH_CALL = "no_such_call"
    CALL_ENDED = "call_ended"
    ALREADY_ON_CALL = "already_on_call"
    HELP_TAKEN = "help_taken"
    NO_HELP_ASKED = "no_help_asked"
    COACHES_ONLY = "coaches_only"
    NOT_YOUR_CALL = "not_your_call"
    NOT_IN_CALLS_CHANNEL = "not_in_calls_channel"
    NO_SUCH_AGENT = "no_such_agent"
    NOBODY_NAMED = "nobody_named"
    ALREADY_ANSWERED = "already_answered"
    WHISPER_FOLDED = "whisper_folded"
    NO_SUCH_PHRASE = "no_such_phrase"
    NO_SUCH_DIGEST = "no_such_digest"
    NOT_A_CHANNEL_HERE = "not_a_channel_here"
    NOT_INVITED = "not_invited"
    NOBODY_TO_REMIND = "nobody_to_remind"
    REMINDED_ALREADY = "reminded_already"
    IN_YOUR_HANDS = "in_your_hands"
    NO_JIRA = "no_jira"
    NO_SUCH_LETTER = "no_such_letter"


class Refused(Exception):  # noqa: N818  a refusal is an answer, not an error
    """An ordinary no: `code` chooses the words, `people` are mentioned in them, `key` names the request."""

    def __init__(self, code: Refusal, *, people: tuple[str, ...] = (), key: str | None = None) -> None:
        """Keep what the words need: Slack ids of the winner or of those entitled, and the request's key."""
        super().__init__(code.value)
        self.code = code
        self.people = people
        self.key = key


class StepRefused(Refused):
    """Someone may not take that step of a request, or not now."""


class CallRefused(Refused):
    """Someone may not do that in a call, or not now."""


class DeskRefused(Refused):
    """Someone may not set Baton up, keep customers, the phrase book or digests, or see what could not be posted."""


class Misfit(StrEnum):
    """What may be wrong with one input; every one has words in both languages."""

    REQUIRED = "required"
    TOO_LONG = "too_long"
    NOT_A_CHOICE = "not_a_choice"
    NO_SUCH_ACCOUNT = "no_such_account"
    ALREADY_LISTED = "already_listed"
    NO_SUCH_PERSON = "no_such_person"
    NOT_A_LINK = "not_a_link"
    NOT_A_CHANNEL = "not_a_channel"
    IN_THE_PAST = "in_the_past"
    ALREADY_THEIRS = "already_theirs"
    NO_LONGER_OPEN = "no_longer_open"
    FIXED = "fixed"
    NO_PHRASE = "no_phrase"
    NOT_SAYABLE = "not_sayable"
    SAME_PHRASES = "same_phrases"
    NOT_SECONDS = "not_seconds"
    NOT_A_TIME = "not_a_time"
    NOT_A_ZONE = "not_a_zone"
    NO_DAYS = "no_days"
    NOT_IN_CHANNEL = "not_in_channel"
    NOT_AN_ISSUE = "not_an_issue"
    ALREADY_LINKED = "already_linked"
    NOT_A_LABEL = "not_a_label"


@dataclass(frozen=True, slots=True)
class Length:
    """How many characters something has, and how many it may have."""

    count: int
    most: int


class InvalidForm(Refused):
    """Inputs that cannot be taken: `misfits` maps a block id to what is wrong with it.

    `lengths` tells of those that are too long by how much, where people are to see the count.
    """

    def __init__(self, misfits: Mapping[str, Misfit], lengths: Mapping[str, Length] | None = None) -> None:
        """Keep what is wrong, by input."""
        super().__init__(Refusal.INVALID_FORM)
        self.misfits = dict(misfits)
        self.lengths = dict(lengths or {})
