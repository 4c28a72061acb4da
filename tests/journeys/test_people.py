"""Who is who, as events tell it: each counts once, however often Slack repeats it."""

from sandbox.slack import events
from sandbox.slack.parcels import Delivery, Parcel
from storage.unit_of_work import UnitOfWork
from tests.journeys.team import COVER, ESCALATIONS, Team, every_way

pytestmark = every_way


async def told(team: Team, kind: str) -> Delivery:
    """Wait until Baton has heard an event; answer its delivery."""

    def heard() -> list[Delivery]:
        events = [each for each in team.slack.switchboard.deliveries if each.parcel.kind == "event"]
        return [each for each in events if each.parcel.payload["event"]["type"] == kind]

    await team.slack.settled(lambda _: bool(heard()))
    return heard()[0]


def is_in_channel(team: Team) -> bool:
    """Say whether Baton takes 加藤 to be in the channel."""
    return team.baton.database.read_now(lambda work: work.people.is_in_channel(ESCALATIONS, COVER))


def is_here(work: UnitOfWork) -> bool:
    """Say whether Baton takes 加藤 to be in the company."""
    kept = work.people.get(COVER)
    return kept is not None and not kept.deactivated


async def test_a_repeat_of_somebody_s_coming_does_not_undo_their_going(team: Team) -> None:
    workspace = team.slack.workspace
    workspace.channel(ESCALATIONS).members.remove(COVER)
    workspace.join(ESCALATIONS, COVER)
    joined = await told(team, "member_joined_channel")
    assert is_in_channel(team)
    workspace.leave(ESCALATIONS, COVER)
    await told(team, "member_left_channel")
    assert not is_in_channel(team)

    again = await team.slack.switchboard.deliver(joined.parcel)

    assert again.reply.acked
    assert not is_in_channel(team)


async def test_a_repeat_of_a_changed_person_does_not_bring_back_what_changed_since(team: Team) -> None:
    workspace = team.slack.workspace
    workspace.change_person(COVER, deleted=True)
    changed = await told(team, "user_change")
    await team.knows(lambda work: not is_here(work))
    workspace.change_person(COVER, deleted=False)
    await team.knows(is_here)

    await team.slack.switchboard.deliver(changed.parcel)

    assert team.baton.database.read_now(is_here)


async def test_somebody_s_coming_that_is_told_after_their_going_does_not_bring_them_back(team: Team) -> None:
    workspace, parcels = team.slack.workspace, list[Parcel]()
    workspace.on_event = lambda happening: parcels.extend(
        Parcel("event", events.envelope(event, workspace)) for event in events.subscribed(happening, workspace)
    )
    workspace.add_person("U_GONE", name="gone")
    workspace.change_person("U_GONE", deleted=True)

    for parcel in reversed(parcels):
        assert (await team.slack.switchboard.deliver(parcel)).reply.acked
        kept = team.baton.database.read_now(lambda work: work.people.get("U_GONE"))
        assert kept is not None
        assert kept.deactivated
