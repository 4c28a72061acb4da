"""Who is who, as events tell it: each counts once, however often Slack repeats it."""

from sandbox.slack.parcels import Delivery
from tests.journeys.team import COVER, ESCALATIONS, Team


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
    workspace.change_person(COVER, deleted=False)
    await team.slack.settled(lambda _: _changes(team) == 2)

    await team.slack.switchboard.deliver(changed.parcel)

    kept = team.baton.database.read_now(lambda work: work.people.get(COVER))
    assert kept is not None
    assert not kept.deactivated


def _changes(team: Team) -> int:
    """Count how often Baton has been told of a changed person."""
    payloads = [each.parcel.payload for each in team.slack.switchboard.deliveries if each.parcel.kind == "event"]
    return sum(payload["event"]["type"] == "user_change" for payload in payloads)
