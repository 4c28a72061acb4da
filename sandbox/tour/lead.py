"""The lead's tour: help during a call, a digest that one can act on, and a day that closes itself."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

from sandbox import cast, team
from sandbox.slack.records import Message
from sandbox.tour import lead_words as words
from sandbox.tour import pointers
from sandbox.tour.scene import Scene, acts
from sandbox.tour.step import Example, Part, Step, Tour, nothing
from sandbox.tour.understudy import Ringing, Understudy

CALLS = {
    "ja": Ringing("ja-refund", cast.user_id("ishida.daisuke"), "返金してください"),
    "en": Ringing("en-cancel", cast.user_id("bokafor"), "cancel our"),
}

CLOSE, ZONE = time(17, 30), ZoneInfo("Asia/Tokyo")
"""When the daily close of the demo comes, as it was set up."""
WEEKEND = frozenset({5, 6})


def _agent(scene: Scene) -> str:
    """Who is on the phone in this tour."""
    return CALLS[scene.locale].agent


async def _ring(understudy: Understudy, scene: Scene) -> None:
    """Let the phone ring, and the agent ask for help."""
    await understudy.ring(CALLS[scene.locale], holds=True)
    await understudy.press_in_dm(_agent(scene), "call.help")


RING = Part(
    {"ja": "石田さんに電話を受けてもらう", "en": "Let Ben take a call"},
    _agent,
    lambda scene: not scene.is_on_the_phone(_agent(scene)),
    _ring,
)
"""A caller who hung up meanwhile can be called again in each of the steps that need one."""


def _hand(scene: Scene) -> Message | None:
    """The card of a call whose agent asks for help."""
    return scene.found("call.take_help", place=team.CALLS, since=0.0) if scene.is_on_the_phone(_agent(scene)) else None


def _is_raised(scene: Scene) -> bool:
    hand = _hand(scene)
    scene.notes["hand"] = hand.ts if hand else ""
    return hand is not None


def _is_taken(scene: Scene) -> bool:
    """The hand that was up is not any more, and the call goes on."""
    before = scene.message(team.CALLS, scene.notes.get("hand", ""))
    return before is not None and before.buttons == ["call.whisper"]


def _taking(scene: Scene) -> Sequence[str]:
    hand = _hand(scene)
    return (*pointers.button(hand, "call.take_help"), *pointers.place(team.CALLS)) if hand else ()


def _has_whispered(scene: Scene) -> bool:
    """The agent has advice from a person: one may answer it in more than one way."""
    advice = scene.found("whisper.more", place=scene.workspace.dm(_agent(scene)).id)
    if advice is not None:
        scene.notes["whisper"] = advice.ts
    return advice is not None


def _whispering(scene: Scene) -> Sequence[str]:
    card = scene.found("call.whisper", place=team.CALLS, since=0.0)
    return (
        *pointers.form(scene, "whisper.form", pointers.text("advice")),
        *pointers.button(card, "call.whisper"),
        *pointers.place(team.CALLS),
    )


def _is_unanswered(scene: Scene) -> bool:
    return scene.found("whisper.more", place=scene.workspace.dm(_agent(scene)).id, since=0.0) is not None


def _is_answered(scene: Scene) -> bool:
    return scene.where.place == scene.dm and bool(scene.notes.get("whisper")) and not _is_unanswered(scene)


async def _answer(understudy: Understudy, scene: Scene) -> None:
    """Let the agent answer the whisper, and end the call."""
    advice = scene.found("whisper.more", place=scene.workspace.dm(_agent(scene)).id, since=0.0)
    if advice is not None:
        await understudy.press_on(_agent(scene), advice, "whisper.got_it")
    await understudy.hang_up(_agent(scene))


def _has_digest(scene: Scene) -> bool:
    digest = scene.chart(team.ESCALATIONS)
    return digest is not None and float(digest.ts) >= scene.since


def _commanding(_scene: Scene) -> Sequence[str]:
    return pointers.composer(team.ESCALATIONS)


def _claimable(scene: Scene) -> list[str]:
    """The keys that the newest digest offers to claim."""
    digest = scene.chart(team.ESCALATIONS)
    return [key for action, key in acts(digest) if action == "request.claim"] if digest else []


def _has_acted(scene: Scene) -> bool:
    """Whoever claimed from the table was told so; there may be nothing that nobody has."""
    told = [one.text for one in scene.workspace.window(scene.user).ephemerals if float(one.ts) >= scene.since]
    offered = _claimable(scene)
    return not offered or any(key in words for key in offered for words in told)


def _table(scene: Scene) -> Sequence[str]:
    return (*pointers.button(scene.chart(team.ESCALATIONS), "request.claim"), *pointers.place(team.ESCALATIONS))


def next_close(now: datetime) -> datetime:
    """When the demo's daily close posts itself next; it rests on weekends and holidays."""
    local = now.astimezone(ZONE)
    day = local.date() if local.time() < CLOSE else local.date() + timedelta(days=1)
    rest = holidays.country_holidays("JP")
    while day.weekday() in WEEKEND or day in rest:
        day += timedelta(days=1)
    return datetime.combine(day, CLOSE, ZONE)


async def _pass_a_day(understudy: Understudy, scene: Scene) -> None:
    understudy.wait_until(next_close(scene.stage.clock()))


def _newest(scene: Scene) -> Sequence[str]:
    """The digest that has just come."""
    digest = scene.chart(team.ESCALATIONS)
    return (f'.main .message[data-ts="{digest.ts}"]',) if digest else ()


def _listing(_scene: Scene) -> Sequence[str]:
    return ('.modal [data-action="digest.edit"]', *_commanding(_scene))


TOUR = Tour(
    steps=(
        Step(
            words.RINGS,
            _is_raised,
            nothing,
            part=RING,
        ),
        Step(
            words.HELP,
            _is_taken,
            _taking,
            part=RING,
        ),
        Step(
            words.WHISPER,
            _has_whispered,
            _whispering,
            Example(
                "whisper.form",
                {"advice": "返金の約束はまだしないでください", "tone": "stop"},
                {"advice": "Do not promise a discount yet", "tone": "stop"},
            ),
            RING,
        ),
        Step(
            words.READ,
            _is_answered,
            lambda scene: () if scene.where.place == scene.dm else pointers.messages(scene.dm),
            part=Part(
                {"ja": "石田さんに「了解」を押してもらう", "en": "Let Ben press “Got it”"},
                _agent,
                lambda scene: scene.where.place == scene.dm and _is_unanswered(scene),
                _answer,
            ),
        ),
        Step(
            words.DIGEST,
            _has_digest,
            _commanding,
            Example("", {"composer": "/digest now"}, {"composer": "/digest now"}, team.ESCALATIONS),
        ),
        Step(
            words.ACT,
            _has_acted,
            _table,
        ),
        Step(
            words.DAY,
            _has_digest,
            lambda scene: () if scene.where.place == team.ESCALATIONS else pointers.place(team.ESCALATIONS),
            part=Part(
                {"ja": "時計を次の終礼まで進める", "en": "Move the clock to the next close"},
                lambda scene: scene.user,
                lambda _scene: True,
                _pass_a_day,
            ),
        ),
        Step(
            words.OWN,
            lambda scene: "digest.form" in scene.forms(),
            _listing,
            Example("", {"composer": "/digest"}, {"composer": "/digest"}, team.ESCALATIONS),
            shows=_newest,
        ),
    ),
    end=words.END,
)
