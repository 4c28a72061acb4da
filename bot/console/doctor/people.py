"""Who leads and who administers: each is there, and can be reached."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from bot.console.doctor.findings import Finding, listed, ok, wrong
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
    words, roles = inquiry.words, known.roles
    if fallback := _fallback(roles):
        yield ok(words.say(fallback, names=listed(known.admins) or words.say("doctor.nobody_known")))
    register = _Register(inquiry, known, await _groups(inquiry, roles))
    lead_setting = words.say("doctor.chosen_leads") if known.leads_are_chosen else "BATON_LEADS"
    for key, setting, configured in (
        ("doctor.leads", lead_setting, roles.leads),
        ("doctor.admins", "BATON_ADMINS", roles.admins),
    ):
        found = [await register.find(each, setting) for each in sorted(configured)]
        names = [each for each in found if isinstance(each, str)]
        if names:
            yield ok(words.say(key, names=listed(names)))
        for each in found:
            if isinstance(each, Finding):
                yield each


def _fallback(roles: Roles) -> str | None:
    """Answer the words for whoever stands in where leads or admins are not configured."""
    if roles.leads:
        return None if roles.admins else "doctor.workspace_admins"
    return "doctor.admins_lead" if roles.admins else "doctor.workspace_admins_lead"


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
        words = self.inquiry.words
        if is_group(identifier):
            return self._group(identifier, setting)
        person = self.known.people.get(identifier) or await self._met(identifier)
        if isinstance(person, Refused):
            return wrong(words.say("doctor.person_unknown", id=identifier, setting=setting, error=person.code))
        if not is_active(person):
            return wrong(words.say("doctor.person_gone", name=person.name, id=identifier, setting=setting))
        return person.name

    async def _met(self, user_id: str) -> Person | Refused:
        answer = await self.inquiry.ask("users.info", user=user_id)
        defaults = Defaults(self.inquiry.words.locale, self.inquiry.words.zone)
        return answer if isinstance(answer, Refused) else person_of(answer["user"], defaults)

    def _group(self, group_id: str, setting: str) -> str | Finding:
        words = self.inquiry.words
        if isinstance(self.groups, Refused):
            return wrong(words.say("doctor.groups_refused", id=group_id, setting=setting, error=self.groups.code))
        if not self.groups.get(group_id):
            return wrong(words.say("doctor.group_empty", id=group_id, setting=setting))
        return words.plural("doctor.group", len(self.groups[group_id]), id=group_id)
