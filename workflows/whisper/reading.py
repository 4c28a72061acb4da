"""What the screens about calls show, read in one transaction."""

from collections.abc import Collection, Iterable
from datetime import datetime

from storage.accounts import Account, phone_key
from storage.calls import Call, Sign
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON
from workflows.notices import ordinal_of, request_of
from workflows.people.policy import Roles
from workflows.people.reading import is_lead, leads_to_mention, names_of
from workflows.refusals import CallRefused, Refusal
from workflows.whisper import policy
from workflows.whisper.floor import Floor
from workflows.whisper.holding import Press, coach_of, find
from workflows.whisper.views import (
    AgentView,
    CallView,
    DangerView,
    FloorView,
    HelpView,
    Starting,
    Summary,
    WhisperView,
)
from workflows.whisper.whispering import call_of

IN_WORK = 8


def call(work: UnitOfWork, key: str) -> CallView:
    """Answer the call that buttons call `key`, or raise CallRefused."""
    found = work.calls.get(request_of(key))
    if found is None:
        raise CallRefused(Refusal.NO_SUCH_CALL)
    return _view(work, found)


def _view(work: UnitOfWork, found: Call) -> CallView:
    account = None if found.account_id is None else work.accounts.get(found.account_id)
    in_work = () if account is None else work.requests.in_work_for(account.account_id, IN_WORK)
    return CallView(
        found,
        account,
        _names(work, [found], account),
        notes=tuple(work.calls.notes_of(found)),
        signs=tuple(work.calls.signs_of(found)),
        requests=tuple(request.key for request in in_work),
    )


def _names(work: UnitOfWork, calls: Iterable[Call], account: Account | None = None) -> dict[str, str]:
    people = {person for each in calls for person in (each.agent, each.help_by, each.ended_by)}
    people |= set() if account is None else {account.account_manager}
    return names_of(work, {person for person in people if person not in {None, BATON}})


def help_sign(work: UnitOfWork, subject: str, roles: Roles) -> HelpView:
    """Answer one help sign, with whom to mention, or raise CallRefused."""
    view = call(work, subject)
    return HelpView(view, ordinal_of(subject) or view.call.helps, leads_to_mention(work, roles))


def danger(work: UnitOfWork, key: str, roles: Roles) -> DangerView:
    """Answer the danger signs of a call, with whom to mention, or raise CallRefused."""
    return DangerView(call(work, key), leads_to_mention(work, roles))


def whisper(work: UnitOfWork, subject: str) -> WhisperView:
    """Answer a whisper, or the one of its messages that `subject` names, or raise CallRefused.

    It says of its call only who is in it, and of people only their names: it must be quick.
    """
    both = work.whispers.with_call(request_of(subject))
    if both is None:
        raise CallRefused(Refusal.NO_SUCH_CALL)
    found, of = both
    names = names_of(work, {found.agent} if found.by == BATON else {found.agent, found.by})
    return WhisperView(CallView(of, None, names), found, ordinal_of(subject))


def summary(work: UnitOfWork, key: str) -> Summary:
    """Answer what a call came to, or raise CallRefused."""
    view = call(work, key)
    whispers = tuple(work.whispers.of_call(view.call))
    names = names_of(work, {each.by for each in whispers} - {BATON})
    return Summary(CallView(view.call, view.account, {**view.names, **names}, view.notes, view.signs), whispers)


# ---- before something is done


def to_start(work: UnitOfWork, agent: str, typed: str) -> Starting:
    """Answer what `/phone` finds: the one account that fits what was typed, and the call that is on."""
    found = _fitting(work, typed) if typed.strip() else []
    live = work.calls.live_of(agent)
    account, on = found[0] if len(found) == 1 else None, None if live is None else _view(work, live)
    return Starting(typed.strip(), account, on, are_several=len(found) > 1)


def _fitting(work: UnitOfWork, typed: str) -> list[Account]:
    """Answer the accounts that fit what was typed: its very name, its phone number, part of its name."""
    by_phone = work.accounts.called_from(typed) if phone_key(typed) is not None else []
    return work.accounts.named(typed) or by_phone or work.accounts.matching(typed, 2)


def to_whisper(work: UnitOfWork, press: Press, floor: Floor) -> AgentView:
    """Answer into whose call someone wants to whisper; raises CallRefused before anybody types."""
    found = find(work, press)
    policy.check_whisper(found, coach_of(work, press.by, floor))
    view = _view(work, found)
    return AgentView(str(found.agent), view.agent, view)


def to_whisper_to(work: UnitOfWork, agent: str, by: str, floor: Floor) -> AgentView:
    """Answer the agent whom someone names to whisper to, on the phone or not; raises CallRefused as well."""
    live = call_of(work, agent, by, floor)
    return AgentView(agent, names_of(work, {agent}).get(agent, agent), None if live is None else _view(work, live))


def to_note(work: UnitOfWork, press: Press) -> CallView:
    """Answer the call that its agent wants to write something down in; raises CallRefused before anybody types."""
    found = find(work, press)
    policy.check_own(found, press.by)
    return _view(work, found)


def to_file(work: UnitOfWork, press: Press) -> CallView:
    """Answer the call that its agent makes a request of; raises CallRefused for anybody else."""
    found = find(work, press)
    if found.agent != press.by:
        raise CallRefused(Refusal.NOT_YOUR_CALL, people=(found.agent,) if found.agent else ())
    return _view(work, found)


# ---- Home


def floor_of(work: UnitOfWork, person: str, floor: Floor, now: datetime) -> FloorView:
    """Answer what Home shows `person` of calls."""
    own = work.calls.live_of(person)
    sees_all = is_lead(work, floor.roles, person)
    live = _waiting_first(work.calls.live()) if sees_all else []
    huddling = names_of(work, work.calls.in_huddle(now)) if sees_all else {}
    return FloorView(
        None if own is None else _view(work, own),
        _listed(work, live) if sees_all else None,
        tuple(sorted(huddling.values())),
        work.phrases.is_off_for(person),
    )


def _waiting_first(live: Iterable[Call]) -> list[Call]:
    """Order calls: who asks for help and has nobody, the longest waiting first; then who has; then the others."""
    return sorted(
        live,
        key=lambda each: (each.help_asked_at is None, each.help_by is not None, each.help_asked_at or each.started_at),
    )


def _listed(work: UnitOfWork, live: Collection[Call]) -> tuple[CallView, ...]:
    accounts = work.accounts.among({each.account_id for each in live if each.account_id is not None})
    names = _names(work, live)
    signs: dict[int, list[Sign]] = work.calls.signs_among([each.number for each in live]) if live else {}
    return tuple(
        CallView(each, accounts.get(each.account_id or ""), names, signs=tuple(signs.get(each.number, ())))
        for each in live
    )
