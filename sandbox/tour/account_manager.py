"""The account manager's tour: a request arrives by one ping, is worked on with others, and goes back as an outcome."""

from collections.abc import Sequence

from sandbox import backlog, cast
from sandbox.jira.records import Issue
from sandbox.page.board import PLACE as BOARD
from sandbox.page.screens import HOME
from sandbox.slack.records import Message
from sandbox.tour import account_manager_words as words
from sandbox.tour import pointers
from sandbox.tour.scene import Scene, key_in
from sandbox.tour.step import Example, Part, Step, Tour, nothing
from sandbox.tour.understudy import Understudy
from sandbox.tour.words import FILED

CUSTOMER = ("A-001", "あおぞらしょうじ")
"""A customer of Sato's, and how Aoi finds them."""
REPLY = {"ja": "経理部の山本様宛てでお願いします。", "en": "To Ms Yamamoto in their accounts department, please."}


def _handoff(scene: Scene) -> Message | None:
    """The message that asked for it."""
    return scene.message(scene.dm, scene.notes.get("handoff", ""))


def _card(scene: Scene) -> Message | None:
    """What everyone sees of the request in a channel."""
    places = [channel for channel in scene.workspace.channels.values() if scene.user in channel.members]
    found = (scene.found("request.trail", scene.key, place=one.id, since=0.0) for one in places if not one.is_im)
    return next((one for one in found if one), None)


def _arrived(scene: Scene) -> bool:
    handoff = scene.found("request.claim")
    if handoff is not None:
        scene.notes.update({"handoff": handoff.ts, "key": key_in(handoff, "request.claim")})
    return handoff is not None


async def _file(understudy: Understudy, scene: Scene) -> None:
    await understudy.file(*CUSTOMER, FILED[scene.locale])


def _is_claimed(scene: Scene) -> bool:
    return scene.found("request.resolve", scene.key, since=0.0) is not None


def _claiming(scene: Scene) -> Sequence[str]:
    handoff = scene.found("request.claim", scene.key, since=0.0)
    return (*pointers.button(handoff, "request.claim"), *pointers.messages(scene.dm))


def _reads_thread(scene: Scene) -> bool:
    card = _card(scene)
    return card is not None and (scene.where.place, scene.where.thread) == (card.channel, card.ts)


def _thread(scene: Scene) -> Sequence[str]:
    card = _card(scene)
    if card is None:
        return ()
    return (f'.main .message[data-ts="{card.ts}"] .replies', *pointers.place(card.channel))


def _got_reply(scene: Scene) -> bool:
    """A second message of the same request came, after the one that asked to take it."""
    newest, handoff = scene.found("request.resolve", scene.key), _handoff(scene)
    return newest is not None and handoff is not None and newest.ts != handoff.ts


def _on_request(scene: Scene, action: str) -> Sequence[str]:
    """A button of the request in the messages, which speak this person's language."""
    return (*pointers.button(scene.found(action, scene.key, since=0.0), action), *pointers.messages(scene.dm))


def _is_asked(scene: Scene) -> bool:
    return scene.asked(scene.key, "request.reply") is not None


def _asking(scene: Scene) -> Sequence[str]:
    if _is_asked(scene):
        return pointers.messages(scene.dm) if scene.where.place != scene.dm else ()
    return (*pointers.form(scene, "ask.form", pointers.text("question")), *_on_request(scene, "request.ask"))


async def _reply(understudy: Understudy, scene: Scene) -> None:
    asked = scene.asked(scene.key, "request.reply")
    await understudy.fill_in(asked, scene.key, {"reply.form": {"words": REPLY[scene.locale]}})


def _issue(scene: Scene) -> Issue | None:
    """The issue that was made in this step."""
    made = scene.stage.site.issues.values()
    ours = [one for one in made if one.reporter == backlog.BOT and one.created.timestamp() >= scene.since]
    return ours[-1] if ours else None


def _has_issue(scene: Scene) -> bool:
    issue = _issue(scene)
    if issue is not None:
        done = scene.stage.site.statuses(scene.stage.site.projects[issue.project_id])[-1]
        scene.notes.update({"issue": issue.key, "done": done.name})
    return issue is not None


def _tracking(scene: Scene) -> Sequence[str]:
    newest, entry = scene.found("request.jira", scene.key, since=0.0), f"request.jira:{scene.key}"
    return (
        *pointers.form(scene, "jira.form"),
        *pointers.menu(newest, entry),
        *pointers.messages(scene.dm),
    )


def _is_moved(scene: Scene) -> bool:
    """The issue of the step before is done; for whoever made none, any that was moved in this step."""
    site, key = scene.stage.site, scene.notes.get("issue", "")
    done = [one for one in site.issues.values() if site.status(one).category == "done"]
    return any(one.key == key if key else one.updated.timestamp() >= scene.since for one in done)


def _board(scene: Scene) -> Sequence[str]:
    key = scene.notes.get("issue", "")
    return (f'[data-board-issue="{key}"]' if key else ".ticket", *pointers.place(BOARD))


def _is_resolved(scene: Scene) -> bool:
    return scene.found("request.reopen", scene.key, since=0.0) is not None


def _resolving(scene: Scene) -> Sequence[str]:
    fields = (pointers.choice("outcome"), pointers.choice("customer_state"), pointers.text("result"))
    return (*pointers.form(scene, "resolve.form", *fields), *_on_request(scene, "request.resolve"))


TOUR = Tour(
    steps=(
        Step(
            words.ARRIVES,
            _arrived,
            nothing,
            part=Part(
                {"ja": "青井 美咲 さんに出してもらう", "en": "Let 青井 美咲 file it"},
                lambda _scene: cast.AOI.user_id,
                lambda _scene: True,
                _file,
            ),
        ),
        Step(
            words.CLAIM,
            _is_claimed,
            _claiming,
        ),
        Step(
            words.TEAM,
            _reads_thread,
            _thread,
        ),
        Step(
            words.ASK,
            _got_reply,
            _asking,
            Example(
                "ask.form",
                {"question": "再発行の宛先は、どなたにすればよいでしょうか。"},
                {"question": "To whom should the new invoice go?"},
            ),
            Part(
                {"ja": "青井 美咲 さんに答えてもらう", "en": "Let 青井 美咲 answer"},
                lambda _scene: cast.AOI.user_id,
                lambda scene: scene.where.place == scene.dm and _is_asked(scene),
                _reply,
            ),
        ),
        Step(
            words.ISSUE,
            _has_issue,
            _tracking,
        ),
        Step(
            words.BOARD,
            _is_moved,
            _board,
        ),
        Step(
            words.RESOLVE,
            _is_resolved,
            _resolving,
            Example(
                "resolve.form",
                {
                    "outcome": "done",
                    "customer_state": "staying",
                    "result": "お待たせいたしました。請求書は本日 16 時までにメールでお届けします。",
                },
                {
                    "outcome": "done",
                    "customer_state": "staying",
                    "result": "Thank you for waiting. The invoice will be in your mail by four o'clock today.",
                },
            ),
        ),
        Step(
            words.HOME,
            lambda scene: scene.where.place == HOME,
            lambda _scene: pointers.home(),
        ),
    ),
    end=words.END,
)
