"""Row 10: one event four times, out of order, over two replicas. One effect."""

from sandbox.slack import events
from sandbox.slack.parcels import Parcel
from tests.faults.processes import AGENT, Town, a_town

ELSEWHERE = "C_ELSEWHERE"
"""A channel that no look at Slack tells of: what Baton knows of it, it has from events."""


def event_of_the_agent(town: Town, kind: str) -> Parcel:
    """Build an event of the agent's, with an id of its own."""
    happened = {"type": kind, "channel": ELSEWHERE, "channel_type": "C", "user": AGENT, "event_ts": "1.000000"}
    return Parcel("event", events.envelope(happened, town.slack.workspace))


async def _tell(town: Town, door: str, event: Parcel) -> bool:
    """Bring an event to one replica; say whether Baton then takes the agent to be in the channel."""
    town.slack.reach(door)
    assert (await town.slack.switchboard.deliver(event)).reply.acked
    return town.database.read_now(lambda work: work.people.is_in_channel(ELSEWHERE, AGENT))


async def test_an_event_that_comes_again_after_a_later_one_changes_nothing(postgresql_url: str) -> None:
    async with a_town(postgresql_url) as town:
        one, other = await town.door(), await town.door()
        joined, left = (
            event_of_the_agent(town, "member_joined_channel"),
            event_of_the_agent(town, "member_left_channel"),
        )
        assert await _tell(town, one, joined)
        assert not await _tell(town, other, left)

        assert [await _tell(town, door, joined) for door in (other, one, other)] == [False, False, False]
