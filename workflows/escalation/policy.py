"""Who may take which step of a request, and when: one table, pure, and refused by code."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.vocabulary import RequestType, Status, Verb, Waiting
from workflows.refusals import Refusal, StepRefused


class Role(StrEnum):
    """What someone can be to a request; one person may be several."""

    FILER = "filer"
    FOLLOWER = "follower"
    OWNER = "owner"
    ACCOUNT_MANAGER = "account_manager"
    COVER = "cover"
    LEAD = "lead"
    OFFERED = "offered"
    NEAR = "near"
    """The card is before their eyes."""


class Stage(StrEnum):
    """Where a request stands, as far as rights depend on it: `waiting` is three things."""

    TODO = "todo"
    DOING = "doing"
    ACCEPTANCE = "acceptance"
    REPLY = "reply"
    UNTIL = "until"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Situation:
    """The request as far as rights and order depend on it.

    `entitled` are those to name to someone who may not act: the account manager, or whoever stands in. `declined_by`
    have said no, and will not be asked again.
    """

    key: str
    request_type: RequestType
    status: Status
    owner: str | None
    filed_by: str
    waiting_for: Waiting | None = None
    offered_to: str | None = None
    entitled: tuple[str, ...] = ()
    finished_by: str | None = None
    declined_by: tuple[str, ...] = ()

    @property
    def stage(self) -> Stage:
        """Answer where it stands; what waits without a reason known waits for a moment."""
        if self.status is Status.WAITING:
            return Stage(self.waiting_for or Waiting.UNTIL)
        return Stage(self.status)


@dataclass(frozen=True, slots=True)
class Standing:
    """What someone is to a request, beside what the request itself says of them."""

    user_id: str
    is_known: bool = True
    is_account_manager: bool = False
    is_cover: bool = False
    is_lead: bool = False
    is_follower: bool = False
    sees_card: bool = False

    def roles(self, situation: Situation) -> frozenset[Role]:
        """Answer all that they are."""
        held = {
            Role.FILER: self.user_id == situation.filed_by,
            Role.FOLLOWER: self.is_follower,
            Role.OWNER: self.user_id == situation.owner,
            Role.ACCOUNT_MANAGER: self.is_account_manager,
            Role.COVER: self.is_cover,
            Role.LEAD: self.is_lead,
            Role.OFFERED: self.user_id == situation.offered_to,
            Role.NEAR: self.sees_card,
        }
        return frozenset(role for role, holds in held.items() if holds)


@dataclass(frozen=True, slots=True)
class Rule:
    """At these stages, whoever is any of these may take the step."""

    stages: frozenset[Stage]
    roles: frozenset[Role]


def _rule(stages: frozenset[Stage], *roles: Role) -> Rule:
    return Rule(stages, frozenset(roles))


_TODO = frozenset({Stage.TODO})
_WAITING = frozenset({Stage.ACCEPTANCE, Stage.REPLY, Stage.UNTIL})
_OWNED = _WAITING | {Stage.DOING}
_OPEN = _OWNED | _TODO
_SIDE = (Role.ACCOUNT_MANAGER, Role.COVER, Role.LEAD)
_SEEING = (*_SIDE, Role.OFFERED, Role.NEAR)
_WORK = frozenset({RequestType.ACTION, RequestType.CONSULT})

TABLE: Mapping[Verb, tuple[Rule, ...]] = {
    Verb.EDIT: (_rule(_OPEN, Role.FILER),),
    Verb.ADD: (_rule(_OPEN, Role.FILER, Role.FOLLOWER),),
    Verb.WITHDRAW: (_rule(_OPEN, Role.FILER),),
    Verb.URGENCY: (_rule(_OPEN, Role.OWNER, Role.ACCOUNT_MANAGER, Role.FILER, Role.LEAD),),
    Verb.CLAIM: (_rule(_TODO, *_SEEING), _rule(_WAITING, Role.OWNER)),
    Verb.TAKE_OVER: (_rule(_OWNED, *_SEEING),),
    Verb.READ: (_rule(_TODO, *_SIDE),),
    Verb.ANSWER: (_rule(_TODO, *_SEEING), _rule(_OWNED, Role.OWNER)),
    Verb.ACCEPT_ANSWER: (_rule(frozenset({Stage.ACCEPTANCE}), Role.FILER, Role.LEAD),),
    Verb.ASK_AGAIN: (_rule(frozenset({Stage.ACCEPTANCE}), Role.FILER, Role.LEAD),),
    Verb.ASK: (_rule(_OWNED, Role.OWNER),),
    Verb.REPLY: (_rule(frozenset({Stage.REPLY}), Role.FILER),),
    Verb.WAIT: (_rule(_OWNED, Role.OWNER),),
    Verb.HAND_OFF: (_rule(_OPEN, Role.OWNER, *_SIDE),),
    Verb.ACCEPT: (_rule(_OPEN, Role.OFFERED),),
    Verb.RETURN: (_rule(_OPEN, Role.OFFERED),),
    Verb.DECLINE: (_rule(_OPEN, Role.OWNER, *_SIDE),),
    Verb.RESOLVE: (_rule(_OPEN, Role.OWNER, Role.LEAD),),
    Verb.REOPEN: (_rule(frozenset({Stage.DONE}), Role.FILER, Role.OWNER, Role.LEAD),),
    Verb.TRACK: (_rule(frozenset(Stage), Role.FILER, Role.OWNER, *_SIDE),),
}
"""CONTRACT.md, "Life cycle and who may"."""

TYPES: Mapping[Verb, frozenset[RequestType]] = {
    Verb.READ: frozenset({RequestType.FYI}),
    Verb.ANSWER: frozenset({RequestType.CONSULT}),
    Verb.ACCEPT_ANSWER: frozenset({RequestType.CONSULT}),
    Verb.ASK_AGAIN: frozenset({RequestType.CONSULT}),
    Verb.RESOLVE: frozenset({RequestType.ACTION}),
    Verb.EDIT: frozenset(RequestType),
    Verb.ADD: frozenset(RequestType),
    Verb.WITHDRAW: frozenset(RequestType),
    Verb.URGENCY: frozenset(RequestType),
    Verb.REOPEN: frozenset(RequestType),
    Verb.TRACK: frozenset(RequestType),
}
"""The types that know a step; every other step is for what is worked on, which an `fyi` is not."""

_FILERS = frozenset({Verb.EDIT, Verb.ADD, Verb.WITHDRAW, Verb.REPLY, Verb.ACCEPT_ANSWER, Verb.ASK_AGAIN, Verb.REOPEN})
_OFFERS = frozenset({Verb.ACCEPT, Verb.RETURN})
_CLAIMS = frozenset({Verb.CLAIM, Verb.ANSWER})


def check(verb: Verb, situation: Situation, by: Standing) -> None:
    """Raise StepRefused unless `by` may take the step now; the code says why, the people whom to turn to."""
    code = _obstacle(verb, situation, by)
    if code is not None:
        raise StepRefused(code, people=_people(code, verb, situation), key=situation.key)


def may(verb: Verb, situation: Situation, by: Standing) -> bool:
    """Say whether `by` may take the step: for what to offer, where refusing would come too late."""
    return _obstacle(verb, situation, by) is None


def may_see(situation: Situation, by: Standing) -> bool:
    """Say whether the request is `by`'s to read: theirs in any role, or its card before their eyes.

    To have added to it is not enough: whoever files once more for a customer need not see what others wrote.
    """
    return by.is_known and bool(by.roles(situation) - {Role.FOLLOWER})


def _obstacle(verb: Verb, situation: Situation, by: Standing) -> Refusal | None:
    rules, roles = TABLE[verb], by.roles(situation)
    if not by.is_known:
        return Refusal.NOT_KNOWN_YET
    if not any(rule.roles & roles for rule in rules):
        return _not_entitled(verb, situation)
    if situation.request_type not in TYPES.get(verb, _WORK):
        return Refusal.WRONG_TYPE
    if _is_taken(verb, situation, by, roles):
        return Refusal.ALREADY_HAPPENED
    if any(situation.stage in rule.stages and rule.roles & roles for rule in rules):
        return None
    return _out_of_order(verb, situation, by)


def _is_taken(verb: Verb, situation: Situation, by: Standing, roles: frozenset[Role]) -> bool:
    """Say whether they took this step before, and nobody has asked them since."""
    if verb is Verb.TAKE_OVER:
        return Role.OWNER in roles and situation.stage in _OWNED
    return verb is Verb.DECLINE and by.user_id in situation.declined_by and roles.isdisjoint({Role.OWNER, Role.LEAD})


def _not_entitled(verb: Verb, situation: Situation) -> Refusal:
    """Tell whoever is too late to take an offer what became of it; anyone else whose it is."""
    if verb not in _OFFERS or situation.offered_to is not None:
        return Refusal.NOT_ALLOWED
    return Refusal.ALREADY_DONE if situation.status is Status.DONE else Refusal.OFFER_GONE


def _out_of_order(verb: Verb, situation: Situation, by: Standing) -> Refusal:
    if situation.status is Status.DONE:
        return Refusal.ALREADY_DONE
    if verb in _CLAIMS and situation.owner is not None:
        return Refusal.ALREADY_HAPPENED if situation.owner == by.user_id else Refusal.ALREADY_CLAIMED
    return Refusal.WRONG_STATUS


def _people(code: Refusal, verb: Verb, situation: Situation) -> tuple[str, ...]:
    """Answer the winner, or those who may."""
    named = {
        Refusal.ALREADY_DONE: situation.finished_by,
        Refusal.ALREADY_CLAIMED: situation.owner,
        Refusal.OFFER_GONE: situation.owner,
        Refusal.WRONG_STATUS: situation.owner,
    }
    if code is Refusal.NOT_ALLOWED:
        return _entitled(verb, situation)
    winner = named.get(code)
    return (winner,) if winner else ()


def _entitled(verb: Verb, situation: Situation) -> tuple[str, ...]:
    if verb in _FILERS:
        return (situation.filed_by,)
    if verb in _OFFERS and situation.offered_to is not None:
        return (situation.offered_to,)
    return situation.entitled if situation.owner is None or verb in _CLAIMS else (situation.owner,)
