"""What comes back from the form is read with suspicion, and kept as it was."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot import ids
from bot.views.escalation import form, form_read, form_state
from bot.views.escalation.form_state import FormState, Typed
from storage.vocabulary import RequestType, Urgency
from tests.views.escalation.form_inputs import chosen, submitted
from tests.views.examples import JA, NOW
from workflows.escalation.draft import Duplicate, FileLink, Guard
from workflows.refusals import InvalidForm, Misfit

REQUIRED = [ids.CUSTOMER, ids.REQUEST_TYPE, ids.URGENCY, ids.SUMMARY]


def _misfits(**inputs: Any) -> dict[str, Misfit]:  # noqa: ANN401
    with pytest.raises(InvalidForm) as refused:
        form_read.read(submitted(**inputs), "U_AOI", NOW)
    return refused.value.misfits


def test_what_is_kept_comes_back_as_it_was() -> None:
    inputs = {
        ids.URGENCY: chosen("critical"),
        ids.NEXT_CONTACT_AT: {"selected_date_time": int(NOW.timestamp())},
        ids.DETAILS: {"value": "三度目"},
        ids.DUPLICATE: chosen("add:R-1000"),
        ids.ACCOUNT_MANAGER: {"selected_user": "U_LEE"},
    }
    state = form_read.state_of(form.build(FormState(draft="d1", more=True), JA) | submitted(**inputs))
    kept = form_state.kept_of(state, "U_AOI", NOW)
    assert kept is not None
    again = form_state.restored(replace(kept, typed=json.loads(json.dumps(kept.typed))))
    assert (again.values, again.draft, again.more) == (state.values, "d1", True)


def test_a_form_in_which_nothing_stands_is_not_kept() -> None:
    empty = form_read.state_of(form.build(FormState(draft="d1"), JA) | {"state": {"values": {}}})
    assert form_state.kept_of(empty, "U_AOI", NOW) is None
    assert form_state.kept_of(replace(empty, draft=None, values=Typed(summary="x")), "U_AOI", NOW) is None


@pytest.mark.parametrize("forged", ["d" * 33, "a b", 7, None])
def test_a_name_that_no_draft_can_have_is_none(forged: object) -> None:
    view = submitted() | {"private_metadata": json.dumps({"draft": forged})}
    assert form_read.read(view, "U_AOI", NOW).draft_id is None


@pytest.mark.parametrize(("guard", "value"), [(Guard.ADD, "add:R-1000"), (Guard.LINK, "link:R-1000")])
def test_the_choice_beside_what_is_in_work_is_read(guard: Guard, value: str) -> None:
    draft = form_read.read(submitted(**{ids.DUPLICATE: chosen(value)}), "U_AOI", NOW)
    assert draft.duplicate == Duplicate(guard, "R-1000")


def test_filing_anew_is_no_duplicate() -> None:
    assert form_read.read(submitted(**{ids.DUPLICATE: chosen("new")}), "U_AOI", NOW).duplicate is None


def test_only_a_critical_request_keeps_what_was_promised() -> None:
    inputs = {ids.PROMISED: {"value": "折り返し"}, ids.NEXT_CONTACT_AT: {"selected_date_time": 1}}
    assert form_read.read(submitted(**inputs), "U_AOI", NOW).promised is None
    soon = {"selected_date_time": int(NOW.timestamp()) + 60}
    critical = inputs | {ids.URGENCY: chosen("critical"), ids.NEXT_CONTACT_AT: soon}
    draft = form_read.read(submitted(**critical), "U_AOI", NOW)
    assert (draft.promised, draft.next_contact_at) == ("折り返し", NOW + timedelta(minutes=1))


def test_a_contact_in_the_past_is_told_at_its_field_but_an_edit_may_leave_it() -> None:
    past = {ids.URGENCY: chosen("critical"), ids.NEXT_CONTACT_AT: {"selected_date_time": int(NOW.timestamp())}}
    assert _misfits(**past) == {ids.NEXT_CONTACT_AT: Misfit.IN_THE_PAST}
    edit = submitted(**past) | {"private_metadata": json.dumps({"edits": "R-42"})}
    assert form_read.read(edit, "U_AOI", NOW).next_contact_at == NOW


def test_a_revealed_form_stays_revealed() -> None:
    view = form.build(FormState(more=True), JA) | submitted()
    assert form_read.state_of(view).more
    assert not form_read.state_of(form.build(FormState(), JA)).more


def test_what_was_filled_in_is_read() -> None:
    view = submitted(
        **{
            ids.CUSTOMER_WORDS: {"value": "  今日中に\nお願いします \n"},
            ids.DETAILS: {"value": "   "},
            ids.CONVERSATION_URL: {"value": "https://chat.test/1"},
            ids.ACCOUNT_MANAGER: {"selected_user": "U_LEE"},
            ids.FILES: {"files": [{"id": "F1", "name": "a.png", "permalink": "https://files.test/a", "size": 1}]},
        }
    )
    draft = form_read.read(view, "U_AOI", NOW)
    assert (draft.customer, draft.filed_by, draft.summary) == ("A-001", "U_AOI", "Export fails")
    assert (draft.request_type, draft.urgency) == (RequestType.ACTION, Urgency.HIGH)
    assert (draft.customer_words, draft.details) == ("今日中に\nお願いします", None)
    assert (draft.conversation_url, draft.account_manager) == ("https://chat.test/1", "U_LEE")
    assert draft.files == (FileLink("F1", "a.png", "https://files.test/a"),)


def test_long_text_is_kept_whole() -> None:
    draft = form_read.read(submitted(**{ids.CUSTOMER_WORDS: {"value": "語" * 40_000}}), "U_AOI", NOW)
    assert len(draft.customer_words or "") == 40_000


def test_everything_missing_is_told_at_once() -> None:
    with pytest.raises(InvalidForm) as refused:
        form_read.read({}, "U_AOI", NOW)
    assert refused.value.misfits == dict.fromkeys(REQUIRED, Misfit.REQUIRED)


@pytest.mark.parametrize(
    ("name", "given", "misfit"),
    [
        (ids.SUMMARY, {"value": " \n "}, Misfit.REQUIRED),
        (ids.SUMMARY, {"value": 7}, Misfit.REQUIRED),
        (ids.CUSTOMER, {"selected_option": None}, Misfit.REQUIRED),
        (ids.CUSTOMER, chosen("new:  "), Misfit.REQUIRED),
        (ids.REQUEST_TYPE, chosen("order"), Misfit.NOT_A_CHOICE),
        (ids.URGENCY, chosen("HIGH"), Misfit.NOT_A_CHOICE),
        (ids.URGENCY, "high", Misfit.REQUIRED),
        (ids.DUPLICATE, chosen("add:R-01"), Misfit.NOT_A_CHOICE),
        (ids.DUPLICATE, chosen("drop:R-1000"), Misfit.NOT_A_CHOICE),
        (ids.CONVERSATION_URL, {"value": "javascript:alert(1)"}, Misfit.NOT_A_LINK),
        (ids.CONVERSATION_URL, {"value": "https://"}, Misfit.NOT_A_LINK),
        (ids.CONVERSATION_URL, {"value": "http://[::1"}, Misfit.NOT_A_LINK),
        (ids.CONVERSATION_URL, {"value": "see https://x.test"}, Misfit.NOT_A_LINK),
        (ids.ACCOUNT_MANAGER, {"selected_user": "<!channel>"}, Misfit.NO_SUCH_PERSON),
        (ids.DETAILS, {"value": "x" * 40_001}, Misfit.TOO_LONG),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(name: str, given: object, misfit: Misfit) -> None:
    assert _misfits(**{name: given}) == {name: misfit}


def test_a_file_without_a_web_address_is_left_out() -> None:
    view = submitted(**{ids.FILES: {"files": [{"id": "F1", "permalink": "javascript:x"}, "forged"]}})
    assert form_read.read(view, "U_AOI", NOW).files == ()
