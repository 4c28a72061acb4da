"""The form of a digest: filled in from the first moment, and read with suspicion."""

from dataclasses import replace
from typing import Any

import pytest

from bot import ids
from bot.views.digest import form, zones
from bot.views.parts import OPTIONS, Block
from bot.words import Words
from sandbox.slack.blocks import check_modal
from storage.digests import NewDigest
from storage.vocabulary import DigestKind, EmptyDay, HolidayRule, Locale, Order, Section, Weekday
from tests.views.digest.digests import DIGEST, MORNING
from tests.views.examples import EN, JA, buttons
from workflows.digest.policy import is_zone
from workflows.digest.presets import ready_made
from workflows.digest.views import Editing
from workflows.refusals import InvalidForm, Misfit

CONTRACT = ["channel", "at", "zone", "days", "holidays", "sections", "order", "empty", "locale"]
LEAD = "U_LEE"


def _inputs(view: Block) -> dict[str, Block]:
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def _option(value: str) -> dict[str, str]:
    return {"value": value}


def _submitted(view: Block, **changes: Any) -> Block:  # noqa: ANN401  whatever a forged form may hold
    """Answer what Slack sends where nobody touches anything but `changes`."""
    values = {name: {name: _preset(element)} for name, element in _inputs(view).items()}
    values |= {name: {name: value} for name, value in changes.items()}
    return view | {"state": {"values": values}}


def _preset(element: Block) -> Block:
    names = {
        "initial_option": "selected_option",
        "initial_options": "selected_options",
        "initial_time": "selected_time",
        "initial_conversation": "selected_conversation",
    }
    return {names[name]: element[name] for name in names if name in element}


def _ready(kind: DigestKind) -> NewDigest:
    return ready_made(kind, LEAD, "C_ESC", Locale.JA, "Asia/Tokyo")


@pytest.mark.parametrize("words", [JA, EN])
@pytest.mark.parametrize("kind", list(DigestKind))
def test_whatever_is_ready_made_can_be_submitted_untouched(kind: DigestKind, words: Words) -> None:
    view = form.build(Editing(None, _ready(kind)), words, ("Europe/London", "Asia/Tokyo"))
    check_modal(view)
    assert view["callback_id"] == ids.DIGEST_FORM
    assert form.read(_submitted(view), LEAD) == _ready(kind)
    assert form.key_of(view) is None


def test_the_inputs_are_those_of_the_contract_all_preset() -> None:
    elements = _inputs(form.build(Editing("digest-3", DIGEST), EN))
    assert list(elements) == CONTRACT
    assert all(any(name.startswith("initial_") for name in element) for element in elements.values())
    assert [option["value"] for option in elements["days"]["options"]] == [day.value for day in Weekday]
    assert [option["value"] for option in elements["sections"]["options"]] == [each.value for each in Section]


def test_a_morning_is_everyone_s_own_and_asks_for_neither_channel_nor_language() -> None:
    view = form.build(Editing("digest-3", replace(DIGEST, **MORNING)), JA)
    assert set(CONTRACT) - set(_inputs(view)) == {"channel", "empty", "locale"}
    forged = _submitted(view, channel={"selected_conversation": "C_ESC"})
    read = form.read(forged, LEAD)
    assert (read.kind, read.channel, read.locale) == (DigestKind.MORNING, None, Locale.JA)


def test_one_that_is_there_is_changed_or_deleted_and_stays_what_it_is() -> None:
    view = form.build(Editing("digest-3", replace(DIGEST, kind=DigestKind.CLOSE)), EN)
    assert view["title"]["text"] == "Edit daily close"
    assert buttons(view["blocks"]) == [ids.DIGEST_DELETE]
    assert form.key_of(view) == "digest-3"
    assert form.read(_submitted(view), "U_AOI").kind is DigestKind.CLOSE
    assert form.read(_submitted(view), "U_AOI").made_by == "U_AOI"
    assert buttons(form.build(Editing(None, _ready(DigestKind.OPEN)), EN)["blocks"]) == []


def test_what_is_chosen_is_read() -> None:
    view = form.build(Editing(None, _ready(DigestKind.OPEN)), EN)
    read = form.read(
        _submitted(
            view,
            channel={"selected_conversation": "G_OTHER"},
            at={"selected_time": "00:05"},
            days={"selected_options": [_option("sun"), _option("mon")]},
            sections={"selected_options": [_option("jira"), _option("unowned")]},
            zone={"selected_option": _option("America/New_York")},
            locale={"selected_option": _option("en")},
            order={"selected_option": _option("owner")},
            holidays={"selected_option": _option("next")},
            empty={"selected_option": _option("silent")},
        ),
        LEAD,
    )
    assert (read.channel, read.at, read.zone, read.locale) == ("G_OTHER", "00:05", "America/New_York", Locale.EN)
    assert (read.days, read.sections) == ((Weekday.MON, Weekday.SUN), (Section.UNOWNED, Section.JIRA))
    assert (read.order, read.holidays, read.empty) == (Order.OWNER, HolidayRule.NEXT, EmptyDay.SILENT)


@pytest.mark.parametrize(
    ("changes", "misfits"),
    [
        ({"at": {"selected_time": "24:00"}}, {"at": Misfit.NOT_A_TIME}),
        ({"at": {"selected_time": "9:00"}}, {"at": Misfit.NOT_A_TIME}),
        ({"at": {"selected_time": None}}, {"at": Misfit.NOT_A_TIME}),
        ({"at": {"selected_time": ["09:00"]}}, {"at": Misfit.NOT_A_TIME}),
        ({"days": {"selected_options": [_option("someday")]}}, {"days": Misfit.NOT_A_CHOICE}),
        ({"sections": {"selected_options": [{"value": ["x"]}]}}, {"sections": Misfit.NOT_A_CHOICE}),
        ({"sections": {"selected_options": [None]}}, {"sections": Misfit.NOT_A_CHOICE}),
        ({"order": {}}, {"order": Misfit.REQUIRED}),
        ({"holidays": {"selected_option": _option("never")}}, {"holidays": Misfit.NOT_A_CHOICE}),
        ({"empty": {"selected_option": _option("")}}, {"empty": Misfit.NOT_A_CHOICE}),
        ({"locale": {"selected_option": _option("fr")}}, {"locale": Misfit.NOT_A_CHOICE}),
        ({"channel": {"selected_conversation": "D_DM"}}, {"channel": Misfit.NOT_A_CHANNEL}),
    ],
)
def test_what_no_form_of_ours_offers_is_a_misfit(changes: dict[str, Any], misfits: dict[str, Misfit]) -> None:
    view = form.build(Editing(None, _ready(DigestKind.OPEN)), EN)
    with pytest.raises(InvalidForm) as refused:
        form.read(_submitted(view, **changes), LEAD)
    assert refused.value.misfits == misfits


@pytest.mark.parametrize("days", [{"selected_options": []}, {"selected_options": None}, {}])
def test_no_day_at_all_is_for_the_policy_to_refuse(days: dict[str, Any]) -> None:
    view = form.build(Editing(None, _ready(DigestKind.OPEN)), EN)
    assert form.read(_submitted(view, days=days), LEAD).days == ()


def test_a_form_without_anything_is_refused() -> None:
    for view in ({}, {"private_metadata": '{"kind": 7, "digest": []}'}, {"private_metadata": '{"kind": "morning"}'}):
        with pytest.raises(InvalidForm):
            form.read(view, LEAD)
        assert form.key_of(view) is None


@pytest.mark.parametrize("words", [JA, EN])
def test_zones_are_offered_once_each_and_a_stored_one_stays(words: Words) -> None:
    offered = zones.options(("Mars/Olympus", "Asia/Tokyo", "Antarctica/Troll", "Asia/Tokyo"), words)
    values = [option["value"] for option in offered]
    assert values[:3] == ["Mars/Olympus", "Asia/Tokyo", "Antarctica/Troll"]
    assert len(values) == len(set(values)) <= OPTIONS
    assert {"UTC", "America/New_York", "Europe/London"} <= set(values)
    view = form.build(Editing("digest-3", replace(DIGEST, zone="Mars/Olympus")), words)
    check_modal(view)
    assert _inputs(view)["zone"]["initial_option"]["value"] == "Mars/Olympus"


def test_zones_are_told_as_people_call_them() -> None:
    named = {words.locale: zones.options((), words) for words in (JA, EN)}
    labels = {locale: {each["value"]: each["text"]["text"] for each in offered} for locale, offered in named.items()}
    assert labels[Locale.JA]["Asia/Tokyo"] == "Asia/Tokyo ・ 日本時間"
    assert labels[Locale.EN]["America/New_York"] == "America/New_York · Eastern Time"
    assert labels[Locale.EN]["UTC"] == "UTC"


def test_every_zone_that_is_offered_exists() -> None:
    assert [zone for zone in zones.COMMON if not is_zone(zone)] == []


@pytest.mark.parametrize(
    ("value", "kind"), [("close", DigestKind.CLOSE), ("", DigestKind.OPEN), ("x", DigestKind.OPEN)]
)
def test_a_button_without_a_kind_sets_up_the_ordinary_one(value: str, kind: DigestKind) -> None:
    assert form.kind_of(value) is kind
