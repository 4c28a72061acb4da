"""A seed is a plan: always the same one, within its time, and of everything that can strike in its world."""

from itertools import islice, pairwise

import pytest

from tests.chaos.plan import STREAMS, WORLDS, Kind, Leg, legs, stream_of


def some(seed: int, minutes: float = 3) -> list[Leg]:
    """The first legs of a seed, one for each world."""
    return list(islice(legs(seed, minutes), len(WORLDS)))


def test_the_same_seed_is_the_same_plan_and_another_one_is_not() -> None:
    assert some(7) == some(7)
    assert some(7) != some(8)
    assert str(some(7)[0]) == str(some(7)[0])


@pytest.mark.parametrize("seed", range(20))
def test_everything_strikes_during_the_storm_and_never_two_of_a_kind_at_once(seed: int) -> None:
    for leg in some(seed):
        for stream in STREAMS:
            blows = [blow for blow in leg.blows if stream_of(blow.kind) == stream]
            assert all(0 < blow.at <= leg.stormy for blow in blows)
            assert all(one.at + one.seconds <= next_.at for one, next_ in pairwise(blows))


def test_a_leg_knows_only_what_there_is_in_its_world() -> None:
    for leg in some(3):
        kinds = {blow.kind for blow in leg.blows}
        assert Kind.LOCKED not in kinds or leg.storage == "sqlite"
        assert Kind.SERVER_STOPPED not in kinds or leg.storage == "postgresql"
        assert Kind.SOCKETS_CUT not in kinds or leg.transport == "socket"


def test_over_some_seeds_everything_strikes() -> None:
    struck = {blow.kind for seed in range(10) for leg in some(seed, minutes=10) for blow in leg.blows}
    assert struck == set(Kind)


def test_jira_has_time_to_be_looked_through_after_what_it_takes_long_to_get_over() -> None:
    slow = {Kind.JIRA_FAILS, Kind.JIRA_HANGS}
    for leg in some(5):
        assert not slow & {blow.kind for blow in leg.blows}
    for leg in some(5, minutes=10):
        assert all(blow.at <= leg.stormy / 2 for blow in leg.blows if blow.kind in slow)
