"""How an admin sets Baton up: the form, what it says when that is done, the message that shows that it works."""

from collections.abc import Iterator

from bot import ids
from bot.views import parts
from bot.views.parts import Block, Field, Frame, Message
from bot.views.submitted import Submitted
from bot.views.texts import Markup, channel_link, mention, say
from bot.words import Words
from workflows.setup.reading import SetUp
from workflows.setup.service import Chosen


def build(known: SetUp, words: Words) -> Block:
    """Build the form; what the environment sets is shown as it is, and cannot be changed here."""
    frame = Frame(
        title=words.say("setup.title"),
        submit=words.say("setup.submit"),
        close=words.say("cancel"),
        callback_id=ids.SETUP_FORM,
    )
    inputs = [_escalation_channel(known, words), _calls_channel(known, words), _leads(known, words)]
    return parts.modal(frame, [parts.section(say(words, "setup.intro")), *inputs])


def _escalation_channel(known: SetUp, words: Words) -> Block:
    if known.fixed.escalation_channel is not None:
        return _fixed(words, words.say("setup.escalation_channel"), channel_link(known.fixed.escalation_channel))
    asked = Field(
        ids.ESCALATION_CHANNEL, words.say("setup.escalation_channel"), words.say("setup.escalation_channel.hint")
    )
    return parts.channel_select(asked, known.chosen.escalation_channel)


def _calls_channel(known: SetUp, words: Words) -> Block:
    if known.fixed.calls_channel is not None:
        return _fixed(words, words.say("setup.calls_channel"), channel_link(known.fixed.calls_channel))
    asked = Field(
        ids.CALLS_CHANNEL, words.say("setup.calls_channel"), words.say("setup.calls_channel.hint"), optional=True
    )
    return parts.channel_select(asked, known.chosen.calls_channel)


def _leads(known: SetUp, words: Words) -> Block:
    if known.fixed.leads:
        people = Markup(words.say("people.between").join(mention(lead) for lead in sorted(known.fixed.leads)))
        return _fixed(words, words.say("setup.leads"), people)
    asked = Field(ids.LEADS, words.say("setup.leads"), words.say("setup.leads.hint"), optional=True)
    return parts.people_select(asked, sorted(known.chosen.leads))


def _fixed(words: Words, label: str, value: Markup) -> Block:
    return parts.section(say(words, "setup.fixed", label=label, value=value))


def read(view: Block) -> Chosen:
    """Answer what was chosen; raises InvalidForm for what only a forged form can hold."""
    inputs = Submitted(view)
    chosen = Chosen(
        inputs.channel(ids.ESCALATION_CHANNEL), inputs.channel(ids.CALLS_CHANNEL), inputs.members(ids.LEADS)
    )
    inputs.check()
    return chosen


def build_chosen(known: SetUp, words: Words, *, is_tested: bool = False) -> Block:
    """Build what comes after the form: where cards go, where Baton must be invited first, and a test."""
    frame = Frame(title=words.say("setup.title"), close=words.say("close"))
    test = parts.button(ids.SETUP_TEST, words.say("button.setup.test"), style=None if is_tested else "primary")
    return parts.modal(frame, parts.present(*_next(known, words, is_tested=is_tested), parts.actions([test])))


def _next(known: SetUp, words: Words, *, is_tested: bool) -> Iterator[Block]:
    if is_tested:
        channels = Markup(words.say("people.between").join(map(channel_link, known.channels)))
        yield parts.section(say(words, "setup.tested", channels=channels))
    else:
        yield parts.section(say(words, "setup.chosen", channel=channel_link(known.channel or "")))
        yield parts.section(_of_calls(known, words))
    for absent in known.absent:
        yield parts.section(say(words, "setup.absent", channel=channel_link(absent)))


def _of_calls(known: SetUp, words: Words) -> Markup:
    """Say where calls are shown, or what happens while no channel is chosen for them."""
    if known.calls_channel is None:
        return say(words, "setup.chosen.no_calls")
    return say(words, "setup.chosen.calls", channel=channel_link(known.calls_channel))


def build_test(by: str, about: str, words: Words) -> Message:
    """Build the message in a channel; `by` is the plain name of the admin who sent it, `about` what comes there."""
    text = say(words, f"setup.test.{about}", who=by)
    what_next = "setup.test.calls.next" if about == "calls" else "setup.test.next"
    return parts.message(text, parts.section(text), parts.context(Markup(words.say(what_next))))
