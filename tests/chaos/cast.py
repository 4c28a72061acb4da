"""Who is there: agents, account managers, a lead and an operator, their customers and their two channels."""

from itertools import count

import yaml

from sandbox.slack.workspace import Workspace
from storage.accounts import Account
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale
from tests.faults.processes import AGENT, CHANNEL, MANAGER, OPERATOR, ROOT, SECRET

CALLS, LEAD = "C_CALLS", "U_LEAD"
AGENTS = (AGENT, "U_AGENT2", "U_AGENT3")
MANAGERS = (MANAGER, "U_MANAGER2")
EVERYBODY = (*AGENTS, *MANAGERS, LEAD, OPERATOR)
JAPANESE = frozenset({AGENT, LEAD})
CUSTOMERS = ("Blue Sky", "Green Field", "Red Rock", "株式会社青空商事")
WORD, WHISPER = "kotoba", "sasayaki"
"""How every text begins that anybody types, and every whisper: whoever finds it knows what it is."""
SAYINGS = (
    "the export has failed since this morning",
    "請求書の再発行が三日止まっている",
    "<!channel> *loud* <@U_LEAD> & more",
    "🔥 they say that they will leave 👋",
    "they want it by Friday, and a word from you before that",
)


def a_workspace() -> Workspace:
    """Everybody in their two channels."""
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
    workspace = Workspace.new(
        team="T_TEST", bot_token="xoxb-test", app_token="xapp-test", signing_secret=SECRET, manifest=manifest
    )
    for person in EVERYBODY:
        locale = "ja-JP" if person in JAPANESE else "en-US"
        workspace.add_person(person, name=person[2:].lower(), real_name=person[2:].title(), locale=locale)
    for channel, name in ((CHANNEL, "escalations"), (CALLS, "calls")):
        workspace.add_channel(channel, name=name, members=[*EVERYBODY, workspace.bot_user_id])
    return workspace


def settle(work: UnitOfWork) -> None:
    """Store the customers, and everybody as an earlier look left them; the last customer is nobody's."""
    owners = (*MANAGERS, MANAGER, None)
    named = zip(count(1), CUSTOMERS, owners, strict=False)
    work.accounts.save([Account(f"A-{number}", name, account_manager=owner) for number, name, owner in named])
    work.people.remember([_person(each) for each in EVERYBODY])
    for channel in (CHANNEL, CALLS):
        work.people.replace_channel(channel, list(EVERYBODY))


def _person(identity: str) -> Person:
    locale = Locale.JA if identity in JAPANESE else Locale.EN
    flags = {"is_admin": False, "is_bot": False, "deactivated": False}
    return Person(identity, identity[2:].title(), None, locale, "Asia/Tokyo", **flags)
