"""How the team has set Baton up, as the database has it: what an operator asks when something is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from storage.accounts import Account
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from workflows.escalation.routing import Desk
from workflows.people.policy import Roles, people_in
from workflows.people.reading import admins, is_active


@dataclass(frozen=True, slots=True)
class DigestChannel:
    """Where a digest is posted, at which local time; `trouble` is Slack's word where Baton paused it by itself."""

    channel: str
    at: str
    trouble: str | None


@dataclass(frozen=True, slots=True)
class Wiring:
    """What is set up: the environment first, then what was chosen in Slack, as `leads_are_chosen` says of the leads.

    `people` are those of `roles` whom the mirror knows, `has_met_nobody` says that it knows none at all though Baton
    has been started; `admins` the names of those who administer; `orphans` the accounts that nobody active stands for;
    `team_channels` maps each to one account of that team; `digests` are those that a person has not paused.
    """

    team_id: str | None
    escalation_channel: str | None
    calls_channel: str | None
    roles: Roles
    leads_are_chosen: bool = False
    people: Mapping[str, Person] = field(default_factory=dict)
    has_met_nobody: bool = False
    admins: tuple[str, ...] = ()
    accounts: int = 0
    orphans: tuple[str, ...] = ()
    team_channels: Mapping[str, str] = field(default_factory=dict)
    digests: tuple[DigestChannel, ...] = ()


def unread_wiring(desk: Desk) -> Wiring:
    """Answer what the environment alone sets up, where there is no database to read."""
    return Wiring(None, desk.channel, desk.calls_channel, desk.roles)


def wiring(work: UnitOfWork, desk: Desk) -> Wiring:
    """Answer what is set up; `desk` is the environment's."""
    chosen, accounts = work.setup.chosen(), work.accounts.all()
    roles = Roles(desk.roles.leads or chosen.leads, desk.roles.admins)
    administering = work.people.among(people_in(admins(work, roles))).values()
    team_id = work.workspace.identity().team_id
    return Wiring(
        team_id=team_id,
        escalation_channel=desk.channel or chosen.escalation_channel,
        calls_channel=desk.calls_channel or chosen.calls_channel,
        roles=roles,
        leads_are_chosen=not desk.roles.leads and bool(chosen.leads),
        people=work.people.among(people_in(roles.leads | roles.admins)),
        has_met_nobody=team_id is not None and not work.people.are_known(),
        admins=tuple(sorted(person.name for person in administering if is_active(person))),
        accounts=len(accounts),
        orphans=tuple(_orphans(work, accounts)),
        team_channels={account.team_channel: account.account_id for account in accounts if account.team_channel},
        digests=tuple(_digests(work)),
    )


def _digests(work: UnitOfWork) -> Iterable[DigestChannel]:
    for digest in work.digests.all():
        if digest.channel is not None and (digest.paused_at is None or digest.trouble is not None):
            yield DigestChannel(digest.channel, digest.at, digest.trouble)


def _orphans(work: UnitOfWork, accounts: list[Account]) -> Iterable[str]:
    """Answer the accounts without anyone who could be asked: whoever the mirror has not met may well be there."""
    named = {owner for account in accounts for owner in (account.account_manager, account.cover) if owner}
    gone = {user_id for user_id, person in work.people.among(named).items() if not is_active(person)}
    nobody = gone | {None}
    return [account.account_id for account in accounts if {account.account_manager, account.cover} <= nobody]
