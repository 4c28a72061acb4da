"""The list of customers as leads keep it: look one up, see who needs somebody, edit."""

from collections.abc import Iterator
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.escalation.facts import MOST_NAME
from bot.views.escalation.form_customers import customer_of
from bot.views.parts import Block, Field, Frame
from bot.views.submitted import Submitted
from bot.views.texts import Markup, dotted, escape, one_line, say
from bot.words import Words
from storage.vocabulary import Locale
from workflows.accounts.reading import AccountView, Unattended
from workflows.accounts.service import Account
from workflows.accounts.sheet import LONGEST
from workflows.refusals import Misfit

UNSET: Final = "unset"
"""The choice of no language: a select that was once chosen in is not emptied everywhere."""

_ACCOUNT: Final = "account"


def build_list(found: Unattended, words: Words) -> Block:
    """Build the look-up, and below it the customers that somebody should look after."""
    frame = Frame(title=words.say("account.list.title"), close=words.say("close"))
    intro = parts.section(say(words, "account.list.intro"))
    return parts.modal(
        frame,
        [intro, parts.search(ids.ACCOUNT_PICK, words.say("account.list.placeholder")), *_unattended(found, words)],
    )


def _unattended(found: Unattended, words: Words) -> Iterator[Block]:
    if not found.count:
        yield parts.context(Markup(words.say("account.list.attended")))
        return
    yield parts.header(words.plural("account.list.unattended", found.count))
    for view in found.views:
        edit = parts.button(ids.ACCOUNT_EDIT, words.say("button.account.edit"), view.account.account_id)
        text = say(words, "account.list.row", name=escape(view.account.name, MOST_NAME), why=_why(view, words))
        yield parts.section(text, edit)
    rest = found.count - len(found.views)
    if rest > 0:
        yield parts.context(Markup(words.plural("home.rest", rest)))


def _why(view: AccountView, words: Words) -> Markup:
    """Say who has left, or that there is nobody."""
    return dotted(words, *_left(view, words)) or say(words, "account.nobody")


def _left(view: AccountView, words: Words) -> Iterator[Markup]:
    for role in ("account_manager", "cover"):
        who = view.left_from(getattr(view.account, role))
        if who is not None:
            yield say(words, f"account.left.{role}", who=who)


def picked(action: Block) -> str:
    """Answer which customer was picked, in the look-up or by the button of a row: an id, or `new:` and a name."""
    option = action.get("selected_option") or {}
    return customer_of(str(option.get("value") or action.get("value") or "")) or ""


def build(view: AccountView, words: Words) -> Block:
    """Build the form of one customer; whoever has left is named above, and no longer stands in it."""
    frame = Frame(
        title=words.say("account.title"),
        submit=words.say("account.submit"),
        close=words.say("cancel"),
        callback_id=ids.ACCOUNT_FORM,
        carried={_ACCOUNT: view.account.account_id},
    )
    remarks = [parts.context(remark) for remark in _left(view, words)]
    return parts.modal(frame, [*remarks, *_names(view, words), *_people(view, words), *_rest(view, words)])


def _names(view: AccountView, words: Words) -> Iterator[Block]:
    yield parts.text_input(Field(ids.NAME, words.say("account.name")), most=LONGEST, initial=view.account.name)
    yield _text(ids.KANA, view.account.kana, words)


def _people(view: AccountView, words: Words) -> Iterator[Block]:
    account = view.account
    manager = Field(
        ids.ACCOUNT_MANAGER,
        words.say("account.account_manager"),
        hint=words.say("account.account_manager.hint"),
        optional=True,
    )
    cover = Field(ids.COVER, words.say("account.cover"), hint=words.say("account.cover.hint"), optional=True)
    channel = Field(
        ids.TEAM_CHANNEL, words.say("account.team_channel"), hint=words.say("account.team_channel.hint"), optional=True
    )
    yield parts.person_select(manager, None if account.account_manager in view.left else account.account_manager)
    yield parts.person_select(cover, None if account.cover in view.left else account.cover)
    yield parts.channel_select(channel, account.team_channel)


def _rest(view: AccountView, words: Words) -> Iterator[Block]:
    yield _text(ids.PHONE, view.account.phone, words)
    yield _text(ids.PLAN, view.account.plan, words)
    asked = Field(ids.LOCALE, words.say("account.locale"), optional=True)
    options = [parts.option(code, words.say(f"account.locale.{code}")) for code in (UNSET, *Locale)]
    yield parts.choice(asked, "static_select", options, view.account.locale or UNSET)


def _text(name: str, known: str | None, words: Words) -> Block:
    asked = Field(name, words.say(f"account.{name}"), optional=True)
    return parts.text_input(asked, most=LONGEST, initial=known)


def read(view: Block) -> Account:
    """Answer the account as it was submitted; raises InvalidForm for what is missing, too long or forged."""
    inputs = Submitted(view)
    account = Account(
        account_id=str(inputs.carried.get(_ACCOUNT, "")),
        name=inputs.required(ids.NAME, _line(inputs, ids.NAME)),
        kana=_line(inputs, ids.KANA),
        account_manager=inputs.member(ids.ACCOUNT_MANAGER),
        cover=inputs.member(ids.COVER),
        team_channel=inputs.channel(ids.TEAM_CHANNEL),
        phone=_line(inputs, ids.PHONE),
        plan=_line(inputs, ids.PLAN),
        locale=_locale(inputs),
    )
    inputs.check()
    return account


def _line(inputs: Submitted, name: str) -> str | None:
    """Answer one line that the list can hold."""
    typed = one_line(inputs.text(name) or "")
    if len(typed) > LONGEST:
        inputs.misfits[name] = Misfit.TOO_LONG
    return typed or None


def _locale(inputs: Submitted) -> Locale | None:
    chosen = inputs.chosen(ids.LOCALE)
    return None if chosen in {None, UNSET} else inputs.one_of(ids.LOCALE, Locale)
