"""Whoever speaks to Baton gets an answer, and loses none of their words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from storage.drafts import KeptDraft, Source
from storage.unit_of_work import UnitOfWork
from workflows.escalation.draft import FileLink
from workflows.notices import HelpOffered
from workflows.people.reading import names_of


@dataclass(frozen=True, slots=True)
class Remark:
    """What `by` (a user id) said to Baton.

    It is answered in `place`, their DM or the channel, in the thread of the message `under` where there is one.
    `typed` is what a form would begin with, by its block ids: empty where nothing was said that could be filed.
    `key` is the request that was named. `draft_id` is new.
    """

    draft_id: str
    by: str
    place: str
    under: str | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    key: str | None = None
    permalink: str | None = None
    files: tuple[FileLink, ...] = ()


def offer_help(work: UnitOfWork, said: Remark, now: datetime) -> None:
    """Keep what was said as a draft of whoever said it, and tell them what Baton can do."""
    if said.typed or said.files:
        author = names_of(work, [said.by]).get(said.by)
        source = Source(author, said.permalink, said.files, dict(said.typed))
        work.drafts.keep(KeptDraft(said.draft_id, said.by, now, said.typed, source))
    work.tell([HelpOffered(said.draft_id, said.place, said.under, said.key)])


def is_kept(work: UnitOfWork, draft_id: str) -> bool:
    """Say whether there is a draft to file."""
    kept = work.drafts.get(draft_id)
    return kept is not None and kept.filed_at is None
