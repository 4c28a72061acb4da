"""What every message about a request says of it: its ask, its customer, its words, its end."""

from typing import Final

from bot.views import parts
from bot.views.parts import Block
from bot.views.texts import Markup, ago, clean, dotted, escape, link, say, shorten
from bot.words import Words
from storage.vocabulary import Status
from workflows.escalation.views import RequestView

MOST_NAME: Final = 60
MOST_QUOTED: Final = 600


def kind(view: RequestView, words: Words) -> Markup:
    """Say what is asked and how heated it is, in the words of the form's options."""
    request_type, urgency = words.of(view.request.request_type), words.of(view.request.urgency)
    return say(words, "request.kind", request_type=request_type, urgency=urgency)


def ask(view: RequestView, words: Words) -> Markup:
    """Say what is asked, how heated it is, and the key."""
    return say(words, "request.ask", kind=kind(view, words), key=view.request.key)


def point(view: RequestView, words: Words) -> Markup:
    """Say in one line what it is about and for whom: for notifications and screen readers."""
    return say(
        words,
        "request.point",
        ask=ask(view, words),
        summary=view.request.summary,
        customer=escape(view.account.name, MOST_NAME),
    )


def customer(view: RequestView, words: Words) -> Markup:
    """Name the customer, and the plan where one is known."""
    name = escape(view.account.name, MOST_NAME)
    if not view.account.plan:
        return name
    return say(words, "request.customer_on_plan", customer=name, plan=escape(view.account.plan, MOST_NAME))


def circumstances(view: RequestView, words: Words) -> Block:
    """Build the grey line: customer, account manager, filer, how long ago."""
    manager = view.name_of(view.request.account_manager)
    owner = say(words, "request.manager", who=manager) if manager else say(words, "request.no_manager")
    filer = say(words, "request.filed", who=name_of(view, view.request.filed_by))
    return parts.context(dotted(words, customer(view, words), owner, filer, ago(words, view.request.filed_at)))


def reminder(view: RequestView, words: Words) -> Block:
    """Build the grey line below a message that has named its request: what was asked, for whom."""
    return parts.context(dotted(words, kind(view, words), customer(view, words)))


def question(view: RequestView, words: Words) -> list[Block]:
    """Build what stands on top of a form about a request: its summary, its customer's words, which one it is."""
    said = view.request.customer_words
    quoted = None if said is None else parts.quotation(shorten(clean(said), MOST_QUOTED))
    about = parts.context(dotted(words, ask(view, words), customer(view, words)))
    return parts.present(parts.strong(view.request.summary), about, quoted)


def links(view: RequestView, words: Words) -> Block | None:
    """Build the line with the conversation and the files, if there are any."""
    request = view.request
    files = [link(file.permalink, file.name) for file in request.files]
    url = request.conversation_url
    conversation = [link(url, words.say("request.conversation"))] if url else []
    return parts.context(dotted(words, *conversation, *files)) if conversation or files else None


def name_of(view: RequestView, user_id: str | None) -> str:
    """Answer someone's plain name: whoever is named so is not pinged."""
    return view.name_of(user_id) or ""


def state(view: RequestView, words: Words) -> Markup:
    """Say where the request stands, in words, with whoever has it or ended it and how."""
    request = view.request
    if request.status is not Status.DONE:
        return dotted(words, words.of(request.status), view.name_of(request.owner))
    ended = [] if request.outcome is None else [words.of(request.outcome)]
    customer_state = [] if request.customer_state is None else [words.of(request.customer_state)]
    return dotted(words, words.of(request.status), view.name_of(request.finished_by), *ended, *customer_state)
