"""What becomes of words that are typed and not filed yet: kept, taken up again, thrown away."""

from dataclasses import replace
from datetime import datetime

from storage.drafts import KeptDraft, Source
from storage.unit_of_work import UnitOfWork
from workflows.refusals import Refusal, Refused

__all__ = ["KeptDraft", "Source", "drop", "keep", "locate", "own_draft", "source_of", "take_up"]


def keep(work: UnitOfWork, draft: KeptDraft) -> None:
    """Keep what is typed, so that a closed form, a late trigger or a failed submission loses nothing."""
    work.drafts.keep(draft)


def locate(work: UnitOfWork, draft_id: str, person: str, permalink: str) -> None:
    """Keep where the message stands that a draft of `person` began with."""
    work.drafts.locate(draft_id, person, permalink)


def own_draft(work: UnitOfWork, draft_id: str, by: str) -> KeptDraft:
    """Answer a draft of `by`'s own to go on with; raises Refused for one that is forgotten, or another's."""
    kept = work.drafts.get(draft_id)
    if kept is None or kept.person != by:
        raise Refused(Refusal.NO_SUCH_DRAFT)
    return kept


def take_up(work: UnitOfWork, draft_id: str, by: str, copy_id: str, now: datetime) -> KeptDraft:
    """Answer the draft that a message offers to everyone who sees it.

    Another person than its author gets a draft of their own, called `copy_id`: with what the message said, and nothing
    that its author has typed since. Raises Refused once it is forgotten.
    """
    kept = work.drafts.get(draft_id)
    if kept is None:
        raise Refused(Refusal.NO_SUCH_DRAFT)
    if kept.person == by:
        return kept
    said = {} if kept.source is None else kept.source.said
    copy = replace(kept, draft_id=copy_id, person=by, typed_at=now, typed=said, filed_at=None)
    work.drafts.keep(copy)
    return copy


def source_of(work: UnitOfWork, draft_id: str, by: str) -> Source | None:
    """Answer the message that a draft of `by` began with, or None."""
    kept = work.drafts.get(draft_id)
    return kept.source if kept is not None and kept.person == by else None


def drop(work: UnitOfWork, draft_id: str, by: str) -> None:
    """Throw a draft of `by`'s own away; raises Refused where there is none."""
    own_draft(work, draft_id, by)
    work.drafts.drop(draft_id, by)
