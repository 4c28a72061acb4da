"""The floor of a whisper is a fair one: on a signed click it truly posts, and on any other it does not."""

import json
import time
from collections.abc import Iterator

import pytest

from benchmarks import payloads, servers, team
from benchmarks.clicks import NotAcked, hand
from benchmarks.floor.whisper import message
from benchmarks.whispers import Ground, floor, listen

AGENT, COACH, ADVICE = "UPHONE007", "UCOACH01", "返金の約束はまだしないでください token-000007"


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    """Run the floor, and a Slack that takes down what comes."""
    with floor() as ground:
        yield ground


def a_click(at: float) -> bytes:
    """A submitted whisper, signed at the unix time `at`."""
    return payloads.signed(payloads.whisper(AGENT, COACH, "V000007", ADVICE), payloads.FORM, int(at))


def arrivals(ground: Ground) -> list[list[object]]:
    """What Slack has taken down so far."""
    _, recorded = servers.ask(ground.slack.port, "/recorded")
    found: list[list[object]] = recorded["arrivals"]
    return found


def test_each_click_becomes_one_post_to_its_agent(ground: Ground) -> None:
    before = len(arrivals(ground))

    heard = listen(ground, iter(range(3)))

    posted = [(channel, token) for _, channel, token in arrivals(ground)[before:]]
    assert posted == [("DPHONE000", "000000"), ("DPHONE001", "000001"), ("DPHONE002", "000002")]
    assert all(0 < each < 1000 for each in (*heard.posted, *heard.acked))


def test_the_post_says_the_advice_and_offers_the_four_answers() -> None:
    body = payloads.whisper(AGENT, COACH, "V000007", ADVICE)

    posted = json.loads(message(body))

    assert posted["channel"] == team.direct_channel(AGENT)
    assert posted["text"] == ADVICE
    assert [button["action_id"] for button in posted["blocks"][1]["elements"]] == [
        "whisper.got_it", "whisper.more", "whisper.hold", "whisper.take_over",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "click",
    [
        pytest.param(a_click(time.time()).replace(b"v0=", b"v0=0"), id="altered signature"),
        pytest.param(a_click(time.time()).replace(b"token-000007", b"token-000008"), id="altered words"),
        pytest.param(a_click(time.time() - 3600), id="an hour old"),
    ],
)
def test_what_slack_did_not_just_sign_is_posted_nowhere(ground: Ground, click: bytes) -> None:
    before = len(arrivals(ground))

    with hand(ground.server.port) as clicking, pytest.raises(NotAcked, match="401"):
        clicking.click(click)

    assert len(arrivals(ground)) == before
