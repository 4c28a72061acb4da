"""Who leads and who administers: each is there, and can be reached."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from bot.console.doctor.findings import Finding, Wording, listed
from bot.console.doctor.inquiry import Inquiry
from bot.delivery.profiles import Defaults, groups_of, person_of
from bot.delivery.transitions import Refused
from workflows.escalation.wiring import Wiring
from workflows.people.policy import Roles, groups_in, is_group
from workflows.people.reading import is_active
from workflows.people.service import Person

Groups = Mapping[str, Sequence[str]] | Refused


async def about_people(inquiry: Inquiry, known: Wiring) -> AsyncIterator[Finding]:
    """Look at everyone configured; say who leads where nobody is. Raises SlackSilent."""
    say, roles = inquiry.say, known.roles
    if fallback := _about_fallback(say, known):
        yield fallback
    register = _Register(inquiry, known, await _groups(inquiry, roles))
    lead_setting = say.words.say("doctor.chosen_leads") if known.leads_are_chosen else "BATON_LEADS"
    leads = [await register.find(each, lead_setting) for each in sorted(roles.leads)]
    admins = [await register.find(each, "BATON_ADMINS") for each in sorted(roles.admins)]
    if names := [each for each in leads if isinstance(each, str)]:
        yield say.ok("leads", names=listed(names))
    if names := [each for each in admins if isinstance(each, str)]:
        yield say.ok("admins", names=listed(names))
    for each in (*leads, *admins):
        if isinstance(each, Finding):
            yield each
    if known.has_met_nobody:
        yield say.wrong("people_unmet")


def _about_fallback(say: Wording, known: Wiring) -> Finding | None:
    """Say who takes the place of the leads or admins that nobody has set; None where both are set."""
    roles, names = known.roles, listed(known.admins) or say.words.say("doctor.nobody_known")
    if roles.leads:
        return None if roles.admins else say.ok("workspace_admins", names=names)
    return say.ok("admins_lead", names=names) if roles.admins else say.ok("workspace_admins_lead", names=names)


async def _groups(inquiry: Inquiry, roles: Roles) -> Groups:
    """Answer the members of each user group; Slack is asked only where one is configured."""
    if not groups_in(roles.leads | roles.admins):
        return {}
    answer = await inquiry.ask("usergroups.list", include_users=True)
    return answer if isinstance(answer, Refused) else groups_of(answer)


@dataclass(frozen=True, slots=True)
class _Register:
    """People as the mirror has them, else as Slack says; user groups as Slack says."""

    inquiry: Inquiry
    known: Wiring
    groups: Groups

    async def find(self, identifier: str, setting: str) -> str | Finding:
        """Answer the name of whom `setting` names, or what is wrong with them."""
        say = self.inquiry.say
        if is_group(identifier):
            return self._group(identifier, setting)
        person = self.known.people.get(identifier) or await self._met(identifier)
        if isinstance(person, Refused):
            return say.wrong("person_unknown", id=identifier, setting=setting, error=person.code)
        if not is_active(person):
            return say.wrong("person_gone", name=person.name, id=identifier, setting=setting)
        return person.name

    async def _met(self, user_id: str) -> Person | Refused:
        answer = await self.inquiry.ask("users.info", user=user_id)
        words = self.inquiry.say.words
        defaults = Defaults(words.locale, words.zone)
        return answer if isinstance(answer, Refused) else person_of(answer["user"], defaults)

    def _group(self, group_id: str, setting: str) -> str | Finding:
        say = self.inquiry.say
        if isinstance(self.groups, Refused):
            return say.wrong("groups_refused", id=group_id, setting=setting, error=self.groups.code)
        if not self.groups.get(group_id):
            return say.wrong("group_empty", id=group_id, setting=setting)
        return say.words.plural("doctor.group", len(self.groups[group_id]), id=group_id)
