"""The form of one digest: where it posts, when, what it says; filled in from the first moment."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.digest import row, zones
from bot.views.inputs import checkboxes, time_input
from bot.views.parts import Block, Field, Frame
from bot.views.submitted import Submitted
from bot.views.texts import Markup
from bot.words import Words, code_key
from storage.vocabulary import DigestKind, EmptyDay, HolidayRule, Locale, Order, Section, Weekday
from workflows.digest.views import Editing, NewDigest

_DIGEST: Final = "digest"


def build(editing: Editing, words: Words, offered: Iterable[str] = ()) -> Block:
    """Build the form with all that is known; `offered` are zones that stand above the common ones.

    What a digest is for was chosen before, and stays. A morning has neither channel nor language: it is everyone's own.
    """
    digest = editing.digest
    known = {ids.DIGEST_KIND: digest.kind.value, ids.LOCALE: digest.locale.value}
    frame = Frame(
        title=words.say(_title(editing)),
        submit=words.say("digest.form.submit"),
        close=words.say("cancel"),
        callback_id=ids.DIGEST_FORM,
        carried=known | ({} if editing.key is None else {_DIGEST: editing.key}),
    )
    is_morning = digest.kind is DigestKind.MORNING
    top = parts.section(Markup(words.say("digest.form.morning.intro"))) if is_morning else _channel(digest, words)
    times = _times(digest, words, offered)
    own = [] if is_morning else [_empty(digest, words), _locale(digest, words)]
    drop = None if editing.key is None else parts.actions([row.delete(editing.key, words)])
    return parts.modal(frame, parts.present(top, *times, *_content(digest, words), *own, drop))


def _title(editing: Editing) -> str:
    title = f"digest.form.{editing.digest.kind.value}"
    return title if editing.key is None else f"{title}.edit"


def _channel(digest: NewDigest, words: Words) -> Block:
    asked = Field(ids.CHANNEL, words.say("digest.form.channel"), words.say("digest.form.channel.hint"))
    return parts.channel_select(asked, digest.channel)


def _times(digest: NewDigest, words: Words, offered: Iterable[str]) -> Iterator[Block]:
    yield time_input(Field(ids.AT, words.say("digest.form.at")), digest.at)
    yield _zone(digest, words, offered)
    days = [parts.option(day, words.of(day)) for day in Weekday]
    yield checkboxes(Field(ids.DAYS, words.say("digest.form.days")), days, digest.days)
    hint = words.say("digest.form.holidays.hint")
    yield _choice(Field(ids.HOLIDAYS, words.say("digest.form.holidays"), hint), HolidayRule, digest.holidays, words)


def _content(digest: NewDigest, words: Words) -> Iterator[Block]:
    sections = [parts.option(each, words.of(each), words.say(f"{code_key(each)}.what")) for each in Section]
    yield checkboxes(Field(ids.SECTIONS, words.say("digest.form.sections")), sections, digest.sections)
    yield _choice(Field(ids.ORDER, words.say("digest.form.order")), Order, digest.order, words)


def _zone(digest: NewDigest, words: Words, offered: Iterable[str]) -> Block:
    """Build the choice of a zone; the one that is set stays choosable, however unusual it is."""
    is_morning = digest.kind is DigestKind.MORNING
    asked = Field(ids.ZONE, words.say("digest.form.zone.morning" if is_morning else "digest.form.zone"))
    return parts.choice(asked, "static_select", zones.options((digest.zone, *offered), words), digest.zone)


def _empty(digest: NewDigest, words: Words) -> Block:
    return _choice(Field(ids.EMPTY, words.say("digest.form.empty")), EmptyDay, digest.empty, words)


def _locale(digest: NewDigest, words: Words) -> Block:
    locales = [parts.option(locale, words.say(f"account.locale.{locale}")) for locale in Locale]
    return parts.choice(Field(ids.LOCALE, words.say("digest.form.locale")), "static_select", locales, digest.locale)


def _choice(asked: Field, codes: type[StrEnum], chosen: StrEnum, words: Words) -> Block:
    return parts.choice(asked, "static_select", [parts.option(code, words.of(code)) for code in codes], chosen)


def key_of(view: Block) -> str | None:
    """Answer the digest that an open form is about; None for a new one."""
    key = Submitted(view).carried.get(_DIGEST)
    return key if isinstance(key, str) else None


def kind_of(value: str) -> DigestKind:
    """Answer what kind of digest a button sets up; the ordinary one where none is named."""
    return next((kind for kind in DigestKind if kind.value == value), DigestKind.OPEN)


def read(view: Block, by: str) -> NewDigest:
    """Answer the digest as `by` submitted it; raises InvalidForm for what only a forged form can hold."""
    inputs = Submitted(view)
    kind = kind_of(str(inputs.carried.get(ids.DIGEST_KIND)))
    is_morning = kind is DigestKind.MORNING
    digest = NewDigest(
        kind=kind,
        channel=None if is_morning else inputs.channel(ids.CHANNEL),
        at=inputs.time_of_day(ids.AT),
        days=inputs.several(ids.DAYS, Weekday),
        zone=inputs.chosen(ids.ZONE) or "",
        locale=_locale_before(inputs) if is_morning else inputs.one_of(ids.LOCALE, Locale),
        sections=inputs.several(ids.SECTIONS, Section),
        order=inputs.one_of(ids.ORDER, Order),
        holidays=inputs.one_of(ids.HOLIDAYS, HolidayRule),
        empty=EmptyDay.SAY if is_morning else inputs.one_of(ids.EMPTY, EmptyDay),
        made_by=by,
    )
    inputs.check()
    return digest


def _locale_before(inputs: Submitted) -> Locale:
    known = inputs.carried.get(ids.LOCALE)
    return next((locale for locale in Locale if locale.value == known), Locale.EN)
