"""Every verb against every stage and every role, as one table: CONTRACT.md, "Life cycle and who may"."""

from itertools import product

import pytest

from storage.vocabulary import RequestType, Status, Verb, Waiting
from workflows.escalation import policy
from workflows.escalation.policy import Role, Situation, Stage, Standing
from workflows.refusals import Refusal, StepRefused

ACTION, CONSULT, FYI = RequestType
OWNER, FILER, MANAGER, OFFERED = "U_OWNER", "U_FILER", "U_MANAGER", "U_OFFERED"
TODO, DOING, ACCEPTANCE, REPLY, UNTIL, DONE = Stage
WAITING = (ACCEPTANCE, REPLY, UNTIL)
OPEN = (TODO, DOING, *WAITING)

ROLES = {
    "filer": Standing(FILER),
    "follower": Standing("U_FOLLOWER", is_follower=True),
    "owner": Standing(OWNER),
    "account_manager": Standing(MANAGER, is_account_manager=True),
    "cover": Standing("U_COVER", is_cover=True),
    "lead": Standing("U_LEAD", is_lead=True),
    "offered": Standing(OFFERED),
    "sees_card": Standing("U_NEAR", sees_card=True),
    "stranger": Standing("U_FAR"),
    "unknown": Standing("U_NEW", is_known=False, sees_card=True, is_account_manager=True, is_lead=True),
}
SEEING = "account_manager cover lead offered sees_card"
SIDE = "account_manager cover lead"


def rows(
    verb: Verb, types: tuple[RequestType, ...], stages: tuple[Stage, ...], who: str
) -> dict[tuple[Verb, RequestType, Stage], set[str]]:
    """Spell a line of the contract out."""
    return {(verb, request_type, stage): set(who.split()) for request_type in types for stage in stages}


ALL, WORK = (ACTION, CONSULT, FYI), (ACTION, CONSULT)
ALLOWED = {
    **rows(Verb.EDIT, ALL, OPEN, "filer"),
    **rows(Verb.ADD, ALL, OPEN, "filer follower"),
    **rows(Verb.WITHDRAW, ALL, OPEN, "filer"),
    **rows(Verb.URGENCY, ALL, (TODO,), "account_manager filer lead"),
    **rows(Verb.URGENCY, ALL, (DOING, *WAITING), "owner account_manager filer lead"),
    **rows(Verb.CLAIM, WORK, (TODO,), SEEING),
    **rows(Verb.CLAIM, WORK, WAITING, "owner"),
    **rows(Verb.TAKE_OVER, WORK, (DOING, *WAITING), SEEING),
    **rows(Verb.READ, (FYI,), (TODO,), SIDE),
    **rows(Verb.ANSWER, (CONSULT,), (TODO,), SEEING),
    **rows(Verb.ANSWER, (CONSULT,), (DOING, *WAITING), "owner"),
    **rows(Verb.ACCEPT_ANSWER, (CONSULT,), (ACCEPTANCE,), "filer lead"),
    **rows(Verb.ASK_AGAIN, (CONSULT,), (ACCEPTANCE,), "filer lead"),
    **rows(Verb.ASK, WORK, (DOING, *WAITING), "owner"),
    **rows(Verb.REPLY, WORK, (REPLY,), "filer"),
    **rows(Verb.WAIT, WORK, (DOING, *WAITING), "owner"),
    **rows(Verb.HAND_OFF, WORK, (TODO,), SIDE),
    **rows(Verb.HAND_OFF, WORK, (DOING, *WAITING), f"owner {SIDE}"),
    **rows(Verb.ACCEPT, WORK, OPEN, "offered"),
    **rows(Verb.RETURN, WORK, OPEN, "offered"),
    **rows(Verb.DECLINE, WORK, (TODO,), SIDE),
    **rows(Verb.DECLINE, WORK, (DOING, *WAITING), f"owner {SIDE}"),
    **rows(Verb.RESOLVE, (ACTION,), (TODO,), "lead"),
    **rows(Verb.RESOLVE, (ACTION,), (DOING, *WAITING), "owner lead"),
    **rows(Verb.REOPEN, ALL, (DONE,), "filer owner lead"),
    **rows(Verb.TRACK, ALL, (TODO,), f"filer {SIDE}"),
    **rows(Verb.TRACK, ALL, (DOING, *WAITING, DONE), f"filer owner {SIDE}"),
}


def situation(request_type: RequestType, stage: Stage, *, is_offered: bool = True) -> Situation:
    """Build a request at a stage; it has an owner wherever somebody has taken it up."""
    waits = stage in WAITING
    is_done = stage is DONE
    return Situation(
        key="R-1042",
        request_type=request_type,
        status=Status.WAITING if waits else Status(stage.value),
        owner=None if stage is TODO else OWNER,
        filed_by=FILER,
        waiting_for=Waiting(stage.value) if waits else None,
        offered_to=OFFERED if is_offered and not is_done else None,
        entitled=(MANAGER,),
        finished_by=OWNER if is_done else None,
    )


@pytest.mark.parametrize(
    ("verb", "request_type", "stage", "role"), list(product(policy.TABLE, RequestType, Stage, ROLES))
)
def test_only_those_in_the_table_may_act(verb: Verb, request_type: RequestType, stage: Stage, role: str) -> None:
    found, by = situation(request_type, stage), ROLES[role]
    if role in ALLOWED.get((verb, request_type, stage), set()):
        policy.check(verb, found, by)
        assert policy.may(verb, found, by)
        return
    assert not policy.may(verb, found, by)
    with pytest.raises(StepRefused) as refused:
        policy.check(verb, found, by)
    assert refused.value.key == "R-1042"


def test_every_step_that_a_person_takes_on_a_request_is_in_the_table() -> None:
    not_on_a_request = {Verb.FILE, Verb.LINK}
    by_baton_alone = {Verb.RESUME, Verb.MOVE}
    assert set(policy.TABLE) == set(Verb) - not_on_a_request - by_baton_alone


@pytest.mark.parametrize(
    ("verb", "found", "by", "code", "people"),
    [
        (Verb.CLAIM, situation(ACTION, DOING), "lead", Refusal.ALREADY_CLAIMED, (OWNER,)),
        (Verb.CLAIM, situation(ACTION, DOING), "owner", Refusal.ALREADY_HAPPENED, ()),
        (Verb.CLAIM, situation(ACTION, DONE), "lead", Refusal.ALREADY_DONE, (OWNER,)),
        (Verb.CLAIM, situation(ACTION, TODO), "stranger", Refusal.NOT_ALLOWED, (MANAGER,)),
        (Verb.CLAIM, situation(FYI, TODO), "lead", Refusal.WRONG_TYPE, ()),
        (Verb.TAKE_OVER, situation(ACTION, TODO), "lead", Refusal.WRONG_STATUS, ()),
        (Verb.READ, situation(FYI, TODO), "sees_card", Refusal.NOT_ALLOWED, (MANAGER,)),
        (Verb.ANSWER, situation(CONSULT, DOING), "lead", Refusal.ALREADY_CLAIMED, (OWNER,)),
        (Verb.ACCEPT_ANSWER, situation(CONSULT, ACCEPTANCE), "owner", Refusal.NOT_ALLOWED, (FILER,)),
        (Verb.ACCEPT_ANSWER, situation(CONSULT, DOING), "filer", Refusal.WRONG_STATUS, (OWNER,)),
        (Verb.REPLY, situation(ACTION, DOING), "filer", Refusal.WRONG_STATUS, (OWNER,)),
        (Verb.RESOLVE, situation(ACTION, DOING), "account_manager", Refusal.NOT_ALLOWED, (OWNER,)),
        (Verb.RESOLVE, situation(ACTION, TODO), "unknown", Refusal.NOT_KNOWN_YET, ()),
        (Verb.ACCEPT, situation(ACTION, DOING), "lead", Refusal.NOT_ALLOWED, (OFFERED,)),
        (Verb.ACCEPT, situation(ACTION, DOING, is_offered=False), "lead", Refusal.OFFER_GONE, (OWNER,)),
        (Verb.RETURN, situation(ACTION, DONE), "offered", Refusal.ALREADY_DONE, (OWNER,)),
        (Verb.WITHDRAW, situation(ACTION, DONE), "filer", Refusal.ALREADY_DONE, (OWNER,)),
        (Verb.REOPEN, situation(ACTION, DOING), "filer", Refusal.WRONG_STATUS, (OWNER,)),
    ],
)
def test_a_no_names_its_reason_and_the_people_to_turn_to(
    verb: Verb, found: Situation, by: str, code: Refusal, people: tuple[str, ...]
) -> None:
    with pytest.raises(StepRefused) as refused:
        policy.check(verb, found, ROLES[by])
    assert (refused.value.code, refused.value.people) == (code, people)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"unknown", "stranger", "follower"}))
def test_whoever_is_anything_to_a_request_may_read_it(role: str) -> None:
    assert policy.may_see(situation(ACTION, DOING), ROLES[role])


@pytest.mark.parametrize("role", ["unknown", "stranger", "follower"])
def test_a_request_is_not_read_by_those_it_is_no_business_of(role: str) -> None:
    assert not policy.may_see(situation(ACTION, DOING), ROLES[role])


def test_every_role_has_its_line_in_the_table() -> None:
    assert {role for rules in policy.TABLE.values() for rule in rules for role in rule.roles} == set(Role)
