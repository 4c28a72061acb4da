"""Who may take which step of a request, and when: pure, and refused by code."""

from collections.abc import Callable
from dataclasses import dataclass

from storage.vocabulary import RequestType, Status
from workflows.refusals import (
    AcceptRefused,
    AnswerRefused,
    ClaimRefused,
    ReadRefused,
    Refusal,
    Refused,
    ResolveRefused,
)


@dataclass(frozen=True, slots=True)
class Situation:
    """The request as far as rights and order depend on it.

    `entitled` are those to name to someone who may not act: the account manager, or whoever stands in.
    """

    key: str
    request_type: RequestType
    status: Status
    owner: str | None
    filed_by: str
    entitled: tuple[str, ...] = ()
    finished_by: str | None = None
    answered_by: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What someone is to a request."""

    user_id: str
    is_known: bool = True
    is_account_manager: bool = False
    is_cover: bool = False
    is_lead: bool = False
    sees_card: bool = False

    @property
    def answers_for_account(self) -> bool:
        """Say whether they speak for the customer: its account manager, the cover or a lead."""
        return self.is_account_manager or self.is_cover or self.is_lead

    @property
    def may_see(self) -> bool:
        """Say whether the card is before their eyes, in the channel or by their role."""
        return self.sees_card or self.answers_for_account


Check = Callable[[Situation, Standing], None]


def may(check: Check, situation: Situation, by: Standing) -> bool:
    """Say whether `check` lets `by` take its step: for what to offer, where refusing would come too late."""
    try:
        check(situation, by)
    except Refused:
        return False
    return True


def check_claim(situation: Situation, by: Standing) -> None:
    """Raise ClaimRefused unless `by` may make the request theirs; the first one wins."""
    _check_known(ClaimRefused, situation, by)
    _require(
        by.may_see or situation.owner == by.user_id, ClaimRefused, Refusal.NOT_ALLOWED, situation, situation.entitled
    )
    _require(situation.request_type is not RequestType.FYI, ClaimRefused, Refusal.WRONG_TYPE, situation)
    _check_not_done(ClaimRefused, situation)
    _check_unowned(ClaimRefused, situation, by)
    _require(situation.status is not Status.DOING, ClaimRefused, Refusal.ALREADY_HAPPENED, situation)


def check_read(situation: Situation, by: Standing) -> None:
    """Raise ReadRefused unless `by` answers for the account and the `fyi` is still unread."""
    _check_known(ReadRefused, situation, by)
    _require(by.answers_for_account, ReadRefused, Refusal.NOT_ALLOWED, situation, situation.entitled)
    _require(situation.request_type is RequestType.FYI, ReadRefused, Refusal.WRONG_TYPE, situation)
    _check_not_done(ReadRefused, situation)


def check_answer(situation: Situation, by: Standing) -> None:
    """Raise AnswerRefused unless `by` owns the `consult` or may claim it; answering claims, too."""
    _check_known(AnswerRefused, situation, by)
    _require(
        by.may_see or situation.owner == by.user_id, AnswerRefused, Refusal.NOT_ALLOWED, situation, situation.entitled
    )
    _require(situation.request_type is RequestType.CONSULT, AnswerRefused, Refusal.WRONG_TYPE, situation)
    _check_not_done(AnswerRefused, situation)
    _check_unowned(AnswerRefused, situation, by)


def check_accept_answer(situation: Situation, by: Standing) -> None:
    """Raise AcceptRefused unless an answer waits and `by` filed the request or leads."""
    _check_known(AcceptRefused, situation, by)
    _require(
        by.user_id == situation.filed_by or by.is_lead,
        AcceptRefused,
        Refusal.NOT_ALLOWED,
        situation,
        (situation.filed_by,),
    )
    _check_not_done(AcceptRefused, situation)
    answered = (
        situation.request_type is RequestType.CONSULT and situation.status is Status.WAITING and situation.answered_by
    )
    _require(bool(answered), AcceptRefused, Refusal.WRONG_STATUS, situation)


def check_resolve(situation: Situation, by: Standing) -> None:
    """Raise ResolveRefused unless `by` owns the claimed `action` or leads."""
    _check_known(ResolveRefused, situation, by)
    entitled = (situation.owner,) if situation.owner else situation.entitled
    _require(by.user_id == situation.owner or by.is_lead, ResolveRefused, Refusal.NOT_ALLOWED, situation, entitled)
    _require(situation.request_type is RequestType.ACTION, ResolveRefused, Refusal.WRONG_TYPE, situation)
    _check_not_done(ResolveRefused, situation)


def _require(
    holds: bool,  # noqa: FBT001  the condition itself
    refused: type[Refused],
    code: Refusal,
    situation: Situation,
    people: tuple[str, ...] = (),
) -> None:
    if not holds:
        raise refused(code, people=people, key=situation.key)


def _check_known(refused: type[Refused], situation: Situation, by: Standing) -> None:
    _require(by.is_known, refused, Refusal.NOT_KNOWN_YET, situation)


def _check_not_done(refused: type[Refused], situation: Situation) -> None:
    winner = (situation.finished_by,) if situation.finished_by else ()
    _require(situation.status is not Status.DONE, refused, Refusal.ALREADY_DONE, situation, winner)


def _check_unowned(refused: type[Refused], situation: Situation, by: Standing) -> None:
    if situation.owner not in {None, by.user_id}:
        raise refused(Refusal.ALREADY_CLAIMED, people=(str(situation.owner),), key=situation.key)
