"""What the form of an escalation shows, as a value: begun in five ways, kept while it is typed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any, Final

from bot import ids
from bot.views.escalation import form_customers
from bot.views.parts import Block
from bot.views.texts import clean
from storage.vocabulary import Urgency
from workflows.escalation.drafting import KeptDraft, Source
from workflows.escalation.views import AccountFacts, RequestView

ON_DEMAND: Final = (ids.DETAILS, ids.CONVERSATION_URL, ids.ACCOUNT_MANAGER)
"""What stands behind `escalation.more`, as far as it can be kept: Slack takes no initial files."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the inputs, by their ids; `customer` is the whole chosen option, the rest plain values."""

    customer: Block | None = None
    request_type: str | None = None
    urgency: str | None = None
    promised: str | None = None
    next_contact_at: datetime | None = None
    duplicate: str | None = None
    summary: str | None = None
    customer_words: str | None = None
    details: str | None = None
    conversation_url: str | None = None
    account_manager: str | None = None

    @property
    def customer_id(self) -> str | None:
        """Answer the id of the chosen account, or `new:` and a name."""
        return None if self.customer is None else str(self.customer["value"])

    def kept(self) -> dict[str, Any]:
        """Answer what is there, by block id, as values that JSON knows."""
        there = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: _plain(value) for name, value in there.items() if value is not None}


def _plain(value: Any) -> Any:  # noqa: ANN401  any value of Typed
    return int(value.timestamp()) if isinstance(value, datetime) else value


@dataclass(frozen=True, slots=True)
class FormState:
    """All that the form shows: what is typed, the facts of the chosen customer, whether the rest is open.

    `draft` names what is kept of it while it is typed in; `edits` is the key of the request that it changes, None for
    a new one, and `rated` the urgency that this had then; `source` is the message that it began with; `in_home` says
    that it was opened there.
    """

    facts: AccountFacts | None = None
    more: bool = False
    values: Typed = field(default_factory=Typed)
    draft: str | None = None
    edits: str | None = None
    rated: str | None = None
    source: Source | None = None
    in_home: bool = False


def prefilled(text: str) -> FormState:
    """Begin with what someone wrote: the customer's words, their first line as the summary."""
    words = clean(text)
    return FormState(values=Typed(summary=words.partition("\n")[0] or None, customer_words=words or None))


def restored(kept: KeptDraft) -> FormState:
    """Begin with what was kept of a form, or of a message that someone wants to file."""
    known = {name: value for name, value in kept.typed.items() if name in _NAMES}
    values = replace(Typed(**known), next_contact_at=_instant(known.get(ids.NEXT_CONTACT_AT)))
    more = any(known.get(name) for name in ON_DEMAND)
    return FormState(more=more, values=values, draft=kept.draft_id, source=kept.source)


_NAMES: Final = frozenset(each.name for each in fields(Typed))


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def of_request(view: RequestView) -> FormState:
    """Begin with a request that its filer wants to change."""
    request = view.request
    values = Typed(
        customer=form_customers.option(view.account),
        request_type=request.request_type.value,
        urgency=request.urgency.value,
        promised=request.promised,
        next_contact_at=request.next_contact_at,
        summary=request.summary,
        customer_words=request.customer_words,
        details=request.details,
        conversation_url=request.conversation_url,
    )
    return FormState(more=True, values=values, edits=request.key, rated=request.urgency.value)


def is_critical(values: Typed) -> bool:
    """Say whether what was promised must be asked for, too."""
    return values.urgency == Urgency.CRITICAL.value


def opened(state: FormState) -> FormState:
    """Reveal the inputs that stand behind `escalation.more`."""
    return replace(state, more=True)


def kept_of(state: FormState, by: str, now: datetime) -> KeptDraft | None:
    """Answer what is to be kept of a form that `by` has open; None where nothing stands in it, or it keeps nothing."""
    typed: Mapping[str, Any] = state.values.kept()
    if state.draft is None or not (typed or state.source):
        return None
    return KeptDraft(state.draft, by, now, typed, state.source)
