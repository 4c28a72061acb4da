"""The mirror, against the sandbox's Slack over true HTTP."""

import asyncio
from dataclasses import replace

import pytest

from bot.delivery.people import OtherTeam
from bot.delivery.profiles import Payload, person_of
from storage.outbox import State
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale
from storage.workspace import Identity
from tests.delivery.mirrors import DEFAULTS, WITHIN, Glass
from tests.delivery.notices import CHANNEL, tell, word

# ---- what Slack says, translated


@pytest.mark.parametrize(
    ("user", "wanted"),
    [
        ({"profile": {"display_name": "Aoi"}, "name": "aoi"}, ("Aoi", Locale.EN, "Asia/Tokyo")),
        ({"real_name": "青井", "locale": "ja-JP"}, ("青井", Locale.JA, "Asia/Tokyo")),
        ({"locale": "en-GB", "tz": "Europe/London"}, ("U1", Locale.EN, "Europe/London")),
        ({"name": "x", "tz": "Not/AZone"}, ("x", Locale.EN, "Asia/Tokyo")),
        ({"name": "x", "tz": "../../etc/passwd"}, ("x", Locale.EN, "Asia/Tokyo")),
    ],
)
def test_a_name_a_language_and_a_zone_are_always_there(user: Payload, wanted: tuple[str, Locale, str]) -> None:
    person = person_of({"id": "U1", **user}, DEFAULTS)
    assert (person.name, person.locale, person.zone) == wanted


@pytest.mark.parametrize("flag", ["is_admin", "is_owner", "is_primary_owner"])
def test_owners_administer_too(flag: str) -> None:
    assert person_of({"id": "U1", flag: True}, DEFAULTS).is_admin


def test_slackbot_is_a_bot_whatever_slack_says() -> None:
    assert person_of({"id": "USLACKBOT", "is_bot": False}, DEFAULTS).is_bot


# ---- a whole look


async def test_a_look_finds_everyone_with_their_language(glass: Glass) -> None:
    assert await glass.mirror.refresh()
    aoi, ben = glass.person("U_AOI"), glass.person("U_BEN")
    assert aoi is not None
    assert (aoi.locale, aoi.zone) == (Locale.JA, "Asia/Tokyo")
    assert ben is not None
    assert ben.is_admin
    assert glass.mirror.has_looked
    assert glass.database.read_now(lambda work: work.people.is_in_channel(CHANNEL, "U_AOI"))


async def test_those_with_rights_are_asked_for_before_everyone(glass: Glass) -> None:
    await glass.mirror.refresh()
    methods = glass.methods()
    assert methods.index("users.info") < methods.index("users.list")


async def test_user_groups_are_kept_with_their_members(glass: Glass) -> None:
    glass.slack.workspace.add_group("S_LEADS", handle="leads", members=["U_AOI"])
    await glass.mirror.refresh()
    assert glass.database.read_now(lambda work: work.people.members_of(["S_LEADS"])) == {"U_AOI"}


async def test_a_method_that_is_refused_is_done_without(glass: Glass) -> None:
    glass.slack.faults.add(kind="refuse", method="usergroups.list", error="missing_scope", times=None)
    assert await glass.mirror.refresh()
    assert glass.person("U_AOI") is not None


async def test_a_look_waits_as_long_as_slack_asks_for(glass: Glass) -> None:
    glass.slack.faults.add(kind="ratelimited", method="users.list", seconds=1)
    assert await glass.mirror.refresh()
    first, second = [call.at for call in glass.slack.workspace.calls if call.method == "users.list"]
    assert second - first >= 1


async def test_a_question_that_is_never_answered_keeps_nobody_else_waiting(glass: Glass) -> None:
    glass.mirror.patience = 0.2
    glass.slack.faults.add(method="users.info", kind="server_error", times=None)
    glass.slack.faults.add(method="usergroups.list", kind="hang", times=None)

    await glass.mirror.start()

    await glass.shows(lambda work: work.people.get("U_AOI") is not None)
    await glass.shows(lambda work: work.people.is_in_channel(CHANNEL, "U_BEN"))


async def test_a_slack_that_is_down_at_the_start_is_asked_again(glass: Glass) -> None:
    glass.slack.faults.add(kind="server_error", method="auth.test", status=503)
    await glass.mirror.start()
    async with asyncio.timeout(WITHIN):
        await glass.mirror.looked_once.wait()
    assert glass.mirror.identity is not None


async def test_a_token_of_another_team_is_told(glass: Glass) -> None:
    glass.database.write_now(lambda work: work.workspace.remember(Identity("T_OTHER", "B", "U", None)))
    assert not await glass.mirror.refresh()
    assert [(type(other), "T_OTHER" in str(other)) for other in glass.others] == [(OtherTeam, True)]


# ---- in between


async def test_someone_unknown_is_asked_for_once(glass: Glass) -> None:
    glass.mirror.ask_for("U_AOI")
    glass.mirror.ask_for("U_AOI")
    await glass.shows(lambda work: work.people.get("U_AOI") is not None)
    assert glass.methods() == ["users.info"]


async def test_an_event_without_a_locale_makes_us_ask(glass: Glass) -> None:
    await glass.mirror.apply({"type": "user_change", "user": {"id": "U_AOI", "name": "aoi"}})
    await glass.shows(lambda work: work.people.get("U_AOI") is not None)
    aoi = glass.person("U_AOI")
    assert aoi is not None
    assert aoi.locale is Locale.JA


async def test_an_event_with_everything_is_kept_as_it_is(glass: Glass) -> None:
    user = {"id": "U_AOI", "name": "aoi", "locale": "ja-JP", "deleted": True}
    await glass.mirror.apply({"type": "user_change", "user": user})
    aoi = glass.person("U_AOI")
    assert aoi is not None
    assert aoi.deactivated
    assert glass.methods() == []


async def test_someone_asked_for_while_slack_answers_is_asked_for_again(glass: Glass) -> None:
    asker = glass.slow("users.info")
    glass.mirror.ask_for("U_AOI")
    await asker.answered.wait()
    glass.slack.workspace.change_person("U_AOI", deleted=True)
    glass.mirror.ask_for("U_AOI")

    asker.arrive.set()

    await glass.shows(lambda work: (aoi := work.people.get("U_AOI")) is not None and aoi.deactivated)


async def test_coming_and_going_is_followed(glass: Glass) -> None:
    in_channel = {"channel": CHANNEL, "user": "U_NEW"}
    await glass.mirror.apply({"type": "member_joined_channel", **in_channel})
    assert glass.database.read_now(lambda work: work.people.is_in_channel(CHANNEL, "U_NEW"))
    await glass.mirror.apply({"type": "member_left_channel", **in_channel})
    assert not glass.database.read_now(lambda work: work.people.is_in_channel(CHANNEL, "U_NEW"))


@pytest.mark.parametrize("private", [True, False])
async def test_who_may_read_a_channel_is_known_from_a_look_and_from_our_own_coming(
    glass: Glass, *, private: bool
) -> None:
    own = glass.slack.workspace.bot_user_id
    glass.slack.workspace.add_channel("C_OLD", name="old", members=[own], private=private)
    await glass.mirror.refresh()
    assert glass.database.read_now(lambda work: "C_OLD" in work.channels.public_among(["C_OLD"])) is not private

    glass.slack.workspace.add_channel("C_NEW", name="new", members=[own, "U_AOI"], private=private)
    await glass.mirror.apply({"type": "member_joined_channel", "channel": "C_NEW", "user": own})
    await glass.shows(lambda work: work.people.is_in_channel("C_NEW", "U_AOI"))
    assert glass.database.read_now(lambda work: "C_NEW" in work.channels.public_among(["C_NEW"])) is not private


async def test_a_group_that_changes_is_looked_at(glass: Glass) -> None:
    glass.slack.workspace.add_group("S_LEADS", handle="leads", members=["U_AOI"])
    await glass.mirror.apply({"type": "subteam_members_changed", "subteam_id": "S_LEADS"})
    await glass.shows(lambda work: work.people.members_of(["S_LEADS"]) == {"U_AOI"})


@pytest.mark.parametrize("kind", ["member_joined_channel", "channel_unarchive"])
async def test_what_a_channel_refused_is_tried_again_once_it_is_open(glass: Glass, kind: str) -> None:
    await glass.mirror.refresh()
    glass.database.write_now(tell, word("a"))
    glass.database.write_now(_bury)
    own = glass.slack.workspace.bot_user_id
    await glass.mirror.apply({"type": kind, "channel": CHANNEL, "user": own})
    assert glass.database.read_now(lambda work: work.outbox.dead()) == []


def _bury(work: UnitOfWork) -> None:
    """Leave the one notice as a dead letter, as a refusal of Slack's would."""
    waiting = work.deliveries.first_waiting(CHANNEL)
    assert waiting is not None
    dead = replace(waiting.progress, state=State.DEAD, error="not_in_channel")
    work.deliveries.keep(waiting.number, dead, work.clock())
