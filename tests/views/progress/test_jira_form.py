"""The form in which someone asks for a Jira issue: preset, complete in one call, read with suspicion."""

from dataclasses import replace
from typing import Any

import pytest

from bot import ids
from bot.views.parts import Block
from bot.views.progress import form
from bot.words import Words
from sandbox.slack.blocks import check_modal
from storage.issues import Tracker
from storage.vocabulary import Urgency
from tests.views.escalation.form_inputs import chosen
from tests.views.examples import EN, JA, NOW, a_view
from tests.views.progress.examples import TRACKER
from workflows.escalation.tracking import Tracking, Wanted, Wish
from workflows.refusals import InvalidForm, Misfit

UNASKED = Tracker("https://jira.example.com/", "SUP", "Task", {"high": "High"}, {}, (), ())
FILLED = {
    ids.PROJECT: chosen("SUP"),
    ids.ISSUE_TYPE: chosen("Bug"),
    ids.JIRA_PRIORITY: chosen("High"),
    ids.SUMMARY: {"value": "CSV 出力が止まる"},
    ids.LABELS: {"value": "export, csv、 export"},
    ids.LINK: {"value": None},
}


def built(tracker: Tracker = TRACKER, words: Words = JA, **changes: Any) -> Block:  # noqa: ANN401
    """Build the form for a request with `changes`; Slack takes it."""
    view = form.build(Tracking(a_view(**changes), tracker), words)
    check_modal(view)
    return view


def inputs(view: Block) -> dict[str, Block]:
    """Answer the elements of the inputs, by their ids."""
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def submitted(**given: Any) -> Block:  # noqa: ANN401
    """Answer a submitted form."""
    return {"state": {"values": {name: {name: value} for name, value in (FILLED | given).items()}}}


def preset(view: Block, asked: str) -> str:
    """Answer the value of the option that is preset."""
    return str(inputs(view)[asked]["initial_option"]["value"])


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
@pytest.mark.parametrize("tracker", [TRACKER, UNASKED, replace(UNASKED, project=None)])
def test_the_form_holds_whatever_is_known_of_jira(tracker: Tracker, words: Words) -> None:
    view = built(tracker, words)

    assert view["callback_id"] == ids.JIRA_FORM
    assert list(inputs(view)) == list(FILLED)


@pytest.mark.parametrize(("urgency", "priority"), [(Urgency.HIGH, "High"), (Urgency.CRITICAL, "Highest")])
def test_everything_is_preset(urgency: Urgency, priority: str) -> None:
    view = built(urgency=urgency)

    assert preset(view, ids.PROJECT) == "SUP"
    assert preset(view, ids.ISSUE_TYPE) == "Task"
    assert preset(view, ids.JIRA_PRIORITY) == priority
    assert inputs(view)[ids.SUMMARY]["initial_value"] == "請求書の再発行が三日止まっている"


def test_before_jira_was_asked_what_is_configured_can_be_chosen() -> None:
    view = built(UNASKED)

    assert [option["value"] for option in inputs(view)[ids.PROJECT]["options"]] == ["SUP"]
    assert preset(view, ids.JIRA_PRIORITY) == "High"


def test_without_any_project_its_key_is_typed() -> None:
    assert inputs(built(replace(UNASKED, project=None)))[ids.PROJECT]["type"] == "plain_text_input"


def test_more_projects_than_slack_shows_leave_ours_in() -> None:
    many = {f"P{number}": f"Project {number}" for number in range(200)}
    view = built(replace(TRACKER, projects=many, project="P150"))

    assert preset(view, ids.PROJECT) == "P150"


def test_numbers_of_the_customer_are_masked_in_the_preset_summary() -> None:
    assert "●●●●" in inputs(built(summary="090-1234-5678 に電話"))[ids.SUMMARY]["initial_value"]


def test_a_jira_that_is_silent_is_told_of() -> None:
    view = form.build(Tracking(a_view(), TRACKER, failing_since=NOW), EN)
    check_modal(view)

    assert "Jira has not answered since" in str(view["blocks"])


# ---- reading


def test_a_filled_form_is_read() -> None:
    assert form.read(submitted()) == Wish(Wanted("SUP", "Bug", "High", ("export", "csv"), "CSV 出力が止まる"))


def test_without_a_priority_jira_chooses() -> None:
    wish = form.read(submitted(**{ids.JIRA_PRIORITY: {"selected_option": None}}))

    assert wish.wanted is not None
    assert wish.wanted.priority is None


def test_a_typed_project_is_read_as_people_type() -> None:
    wish = form.read(submitted(**{ids.PROJECT: {"value": " dev "}}))

    assert wish.wanted is not None
    assert wish.wanted.project == "DEV"


def test_links_come_before_everything_else() -> None:
    wish = form.read(submitted(**{ids.LINK: {"value": "SUP-1"}, ids.SUMMARY: {"value": None}}))

    assert wish == Wish(None, "SUP-1")


@pytest.mark.parametrize(
    ("asked", "given", "misfit"),
    [
        (ids.PROJECT, chosen("sup/../x"), Misfit.NOT_A_CHOICE),
        (ids.PROJECT, chosen("A" * 200), Misfit.NOT_A_CHOICE),
        (ids.PROJECT, {"value": None}, Misfit.REQUIRED),
        (ids.ISSUE_TYPE, {"selected_option": None}, Misfit.REQUIRED),
        (ids.ISSUE_TYPE, chosen("x" * 100), Misfit.NOT_A_CHOICE),
        (ids.JIRA_PRIORITY, chosen("x" * 100), Misfit.NOT_A_CHOICE),
        (ids.SUMMARY, {"value": " \n "}, Misfit.REQUIRED),
        (ids.SUMMARY, {"value": "x" * 256}, Misfit.TOO_LONG),
        (ids.LABELS, {"value": "two words"}, Misfit.NOT_A_LABEL),
        (ids.LABELS, {"value": "x" * 51}, Misfit.TOO_LONG),
    ],
)
def test_what_is_missing_or_forged_is_said_at_its_input(asked: str, given: Block, misfit: Misfit) -> None:
    with pytest.raises(InvalidForm) as invalid:
        form.read(submitted(**{asked: given}))
    assert invalid.value.misfits == {asked: misfit}
