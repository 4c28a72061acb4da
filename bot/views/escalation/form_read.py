"""What an open or submitted escalation form holds, read with suspicion."""

import re
from collections.abc import Iterator
from datetime import datetime

from bot import ids
from bot.views.escalation import guard
from bot.views.escalation.form_customers import customer_of
from bot.views.escalation.form_state import FormState, Typed
from bot.views.parts import Block
from bot.views.submitted import Submitted, is_web_address
from bot.views.texts import one_line
from storage.vocabulary import RequestType, Urgency
from workflows.escalation.draft import Draft, FileLink
from workflows.refusals import Misfit

_DRAFT_ID = re.compile(r"[0-9A-Za-z_-]{1,32}")


def state_of(view: Block) -> FormState:
    """Read what an open form shows, to build it anew or to keep it; facts and source are the caller's to read."""
    inputs = Submitted(view)
    chosen = inputs.chosen(ids.DUPLICATE)
    values = Typed(
        customer=inputs.option(ids.CUSTOMER),
        request_type=inputs.chosen(ids.REQUEST_TYPE),
        urgency=inputs.chosen(ids.URGENCY),
        promised=inputs.text(ids.PROMISED),
        next_contact_at=inputs.instant(ids.NEXT_CONTACT_AT),
        duplicate=None if chosen == guard.NEW else chosen,
        summary=inputs.text(ids.SUMMARY),
        customer_words=inputs.text(ids.CUSTOMER_WORDS),
        details=inputs.text(ids.DETAILS),
        conversation_url=inputs.text(ids.CONVERSATION_URL),
        account_manager=inputs.person(ids.ACCOUNT_MANAGER),
    )
    more = inputs.carried.get("more") is True
    in_home = inputs.carried.get("home") is True
    return FormState(
        more=more,
        values=values,
        draft=_draft_id(inputs),
        edits=_edits(inputs),
        rated=_rated(inputs),
        in_home=in_home,
    )


def _draft_id(inputs: Submitted) -> str | None:
    """Answer what the form is kept as; a forged name that no draft can have is none."""
    name = inputs.carried.get("draft")
    return name if isinstance(name, str) and _DRAFT_ID.fullmatch(name) else None


def _edits(inputs: Submitted) -> str | None:
    key = inputs.carried.get("edits")
    return key if isinstance(key, str) else None


def _rated(inputs: Submitted) -> Urgency | None:
    """Answer the urgency that an edit began with; None for a new request."""
    rated = inputs.carried.get("rated")
    return next((level for level in Urgency if level.value == rated), None)


def draft_of(view: Block) -> str | None:
    """Answer what a form is kept as, or None for one that is not kept."""
    return _draft_id(Submitted(view))


def edited(view: Block) -> str | None:
    """Answer the key of the request that a form changes, or None for a new one."""
    return _edits(Submitted(view))


def asks_for_promise(view: Block) -> bool:
    """Say whether an open form shows what only a critical request asks for."""
    return any(block.get("block_id") == ids.PROMISED for block in view.get("blocks", ()))


def read(view: Block, by: str, now: datetime) -> Draft:
    """Answer what `by` (a user id) has submitted at `now`.

    Raises InvalidForm for inputs that are missing, too long, over before they begin, or that only a forged form holds.
    """
    inputs = Submitted(view)
    urgency = inputs.one_of(ids.URGENCY, Urgency)
    is_critical = urgency is Urgency.CRITICAL
    draft = Draft(
        customer=inputs.required(ids.CUSTOMER, customer_of(inputs.chosen(ids.CUSTOMER) or "")),
        request_type=inputs.one_of(ids.REQUEST_TYPE, RequestType),
        urgency=urgency,
        summary=inputs.required(ids.SUMMARY, one_line(inputs.text(ids.SUMMARY) or "")),
        filed_by=by,
        customer_words=inputs.text(ids.CUSTOMER_WORDS),
        details=inputs.text(ids.DETAILS),
        conversation_url=inputs.address(ids.CONVERSATION_URL),
        files=tuple(_files(inputs)),
        account_manager=inputs.member(ids.ACCOUNT_MANAGER),
        promised=inputs.text(ids.PROMISED) if is_critical else None,
        next_contact_at=_next_contact_at(inputs, now) if is_critical else None,
        duplicate=guard.read(inputs),
        draft_id=_draft_id(inputs),
        urgency_before=_rated(inputs),
    )
    inputs.check()
    return draft


def _next_contact_at(inputs: Submitted, now: datetime) -> datetime | None:
    """Answer by when the customer hears again; a moment that is over is a misfit, unless an edit leaves it there."""
    moment = inputs.instant(ids.NEXT_CONTACT_AT)
    if moment is not None and moment <= now and _edits(inputs) is None:
        inputs.misfits[ids.NEXT_CONTACT_AT] = Misfit.IN_THE_PAST
    return moment


def _files(inputs: Submitted) -> Iterator[FileLink]:
    for each in inputs.files(ids.FILES):
        address = str(each.get("permalink", ""))
        if is_web_address(address):
            yield FileLink(str(each.get("id", "")), str(each.get("name", "")), address)
