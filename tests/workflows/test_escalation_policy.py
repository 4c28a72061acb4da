"""Every verb against every status and every role, as one table."""

from collections.abc import Callable
from itertools import product

import pytest

from storage.vocabulary import RequestType, Status
from workflows.escalation import policy
from workflows.escalation.policy import Situation, Standing
from workflows.refusals import Refusal, Refused

ACTION, CONSULT, FYI = RequestType
TODO, DOING, WAITING, DONE = Status
OWNER, FILER, MANAGER = "U_OWNER", "U_FILER", "U_MANAGER"

ROLES = {
    "filer": Standing(FILER),
    "owner": Standing(OWNER),
    "account_manager": Standing(MANAGER, is_account_manager=True),
    "cover": Standing("U_COVER", is_cover=True),
    "lead": Standing("U_LEAD", is_lead=True),
    "sees_card": Standing("U_NEAR", sees_card=True),
    "stranger": Standing("U_FAR"),
    "unknown": Standing("U_NEW", is_known=False, sees_card=True, is_account_manager=True, is_lead=True),
}


def situation(request_type: RequestType, status: Status) -> Situation:
    owned = status in {DOING, WAITING} or (status is DONE and request_type is not FYI)
    return Situation(
        key="R-1042",
        request_type=request_type,
        status=status,
        owner=OWNER if owned else None,
        filed_by=FILER,
        entitled=(MANAGER,),
        finished_by=OWNER if status is DONE else None,
        answered_by=OWNER if request_type is CONSULT and status is WAITING else None,
    )


EVERYONE_WHO_SEES = {"account_manager", "cover", "lead", "sees_card"}
Check = Callable[[Situation, Standing], None]

ALLOWED: dict[tuple[Check, RequestType, Status], set[str]] = {
    (policy.check_claim, ACTION, TODO): EVERYONE_WHO_SEES,
    (policy.check_claim, CONSULT, TODO): EVERYONE_WHO_SEES,
    (policy.check_claim, ACTION, WAITING): {"owner"},
    (policy.check_claim, CONSULT, WAITING): {"owner"},
    (policy.check_read, FYI, TODO): {"account_manager", "cover", "lead"},
    (policy.check_read, FYI, DOING): {"account_manager", "cover", "lead"},
    (policy.check_read, FYI, WAITING): {"account_manager", "cover", "lead"},
    (policy.check_answer, CONSULT, TODO): EVERYONE_WHO_SEES,
    (policy.check_answer, CONSULT, DOING): {"owner"},
    (policy.check_answer, CONSULT, WAITING): {"owner"},
    (policy.check_accept_answer, CONSULT, WAITING): {"filer", "lead"},
    (policy.check_resolve, ACTION, TODO): {"lead"},
    (policy.check_resolve, ACTION, DOING): {"owner", "lead"},
    (policy.check_resolve, ACTION, WAITING): {"owner", "lead"},
}
VERBS = [
    policy.check_claim,
    policy.check_read,
    policy.check_answer,
    policy.check_accept_answer,
    policy.check_resolve,
]


@pytest.mark.parametrize(("check", "request_type", "status", "role"), list(product(VERBS, RequestType, Status, ROLES)))
def test_only_those_in_the_table_may_act(check: Check, request_type: RequestType, status: Status, role: str) -> None:
    may_act = role in ALLOWED.get((check, request_type, status), set())
    if may_act:
        check(situation(request_type, status), ROLES[role])
        return
    with pytest.raises(Refused) as refused:
        check(situation(request_type, status), ROLES[role])
    assert refused.value.key == "R-1042"


@pytest.mark.parametrize(
    ("check", "found", "by", "code", "people"),
    [
        (policy.check_claim, situation(ACTION, DOING), ROLES["lead"], Refusal.ALREADY_CLAIMED, (OWNER,)),
        (policy.check_claim, situation(ACTION, DOING), ROLES["owner"], Refusal.ALREADY_HAPPENED, ()),
        (policy.check_claim, situation(ACTION, DONE), ROLES["lead"], Refusal.ALREADY_DONE, (OWNER,)),
        (policy.check_claim, situation(ACTION, TODO), ROLES["stranger"], Refusal.NOT_ALLOWED, (MANAGER,)),
        (policy.check_claim, situation(FYI, TODO), ROLES["lead"], Refusal.WRONG_TYPE, ()),
        (policy.check_read, situation(FYI, TODO), ROLES["sees_card"], Refusal.NOT_ALLOWED, (MANAGER,)),
        (policy.check_answer, situation(CONSULT, DOING), ROLES["lead"], Refusal.ALREADY_CLAIMED, (OWNER,)),
        (policy.check_accept_answer, situation(CONSULT, WAITING), ROLES["owner"], Refusal.NOT_ALLOWED, (FILER,)),
        (policy.check_accept_answer, situation(CONSULT, DOING), ROLES["filer"], Refusal.WRONG_STATUS, ()),
        (policy.check_resolve, situation(ACTION, DOING), ROLES["account_manager"], Refusal.NOT_ALLOWED, (OWNER,)),
        (policy.check_resolve, situation(ACTION, TODO), ROLES["unknown"], Refusal.NOT_KNOWN_YET, ()),
    ],
)
def test_a_no_names_its_reason_and_the_people_to_turn_to(
    check: Check, found: Situation, by: Standing, code: Refusal, people: tuple[str, ...]
) -> None:
    with pytest.raises(Refused) as refused:
        check(found, by)
    assert (refused.value.code, refused.value.people) == (code, people)
