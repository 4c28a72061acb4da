"""What was typed survives: a closed form, a late trigger, a submission that failed."""

import json

import pytest
import structlog
from sqlalchemy import text

from sandbox.slack import payloads
from sandbox.slack.view import View
from storage.unit_of_work import UnitOfWork
from tests.journeys.team import ESCALATIONS, Team, every_way
from tests.journeys.test_doors import FORM, filled


async def begun(team: Team, **typed: object) -> View:
    """Let Aoi open the form and type."""
    await team.aoi.shortcut("escalate")
    form = await team.aoi.modal(until=FORM)
    await team.aoi.fill(**typed)
    return form


async def taken_up(team: Team, words: str) -> View:
    """Let Aoi open in Home the draft that says `words`."""
    await team.aoi.open_home()
    await team.aoi.home_shown(until=lambda view: words in view.text())
    await team.aoi.press_home("draft.open")
    return await team.aoi.modal(until=FORM)


async def test_a_closed_form_is_offered_in_home_with_all_that_was_in_it(team: Team) -> None:
    await begun(team, request_type="consult", urgency="critical", summary="解約したいとのこと")
    await team.aoi.modal(until=lambda view: "promised" in view.values)
    await team.aoi.choose("customer", "A-001", typed="アオゾラ")
    await team.aoi.fill(promised="明日までに折り返し", customer_words="今月で終わりにします")
    await team.aoi.press("escalation.more")
    await team.aoi.modal(until=lambda view: "details" in view.values)
    await team.aoi.fill(details="先月から三度目")
    await team.aoi.close()

    form = await taken_up(team, "解約したいとのこと")

    assert "プレミアム" in form.text()
    assert form.values["customer"]["customer"]["selected_option"]["value"] == "A-001"
    assert form.values["request_type"]["request_type"]["selected_option"]["value"] == "consult"
    assert form.values["urgency"]["urgency"]["selected_option"]["value"] == "critical"
    typed = {"summary", "customer_words", "promised", "details"}
    assert {form.values[name][name]["value"] for name in typed} == {
        "解約したいとのこと",
        "今月で終わりにします",
        "明日までに折り返し",
        "先月から三度目",
    }


async def test_a_form_in_which_nothing_was_typed_leaves_no_draft(team: Team) -> None:
    await begun(team)
    await team.aoi.close()
    await team.aoi.open_home()
    home = await team.aoi.home_shown()
    assert "draft.open" not in str(home.blocks)


async def test_a_filed_form_leaves_no_draft(team: Team) -> None:
    await begun(team, summary="請求書の再発行")
    key = await filled(team)
    await team.aoi.open_home()
    home = await team.aoi.home_shown(until=lambda view: key in view.text())
    assert "draft.open" not in str(home.blocks)


@every_way
async def test_a_command_whose_form_comes_too_late_is_kept_and_handed_back(team: Team) -> None:
    team.slack.faults.add(kind="refuse", method="views.open", error="expired_trigger_id")
    await team.aoi.command("/escalate", "書き出しが三日止まっている", channel=ESCALATIONS)
    await team.slack.settled(lambda _: bool(team.aoi.ephemerals))
    told = team.aoi.ephemerals[0].all_text()
    assert "書き出しが三日止まっている" in told
    assert "下書きに残っています" in told

    form = await taken_up(team, "書き出しが三日止まっている")

    assert form.values["customer_words"]["customer_words"]["value"] == "書き出しが三日止まっている"


def _break(work: UnitOfWork) -> None:
    """Let no request be written any more; drafts still are."""
    work.connection.execute(text("ALTER TABLE requests RENAME TO requests_elsewhere"))


def _mend(work: UnitOfWork) -> None:
    work.connection.execute(text("ALTER TABLE requests_elsewhere RENAME TO requests"))


async def test_a_submission_that_fails_leaves_the_form_open_and_a_draft(team: Team) -> None:
    await begun(team, summary="請求書の再発行", request_type="action", urgency="high")
    await team.aoi.choose("customer", "new:みどり製作所", typed="みどり製作所")
    team.baton.database.write_now(_break)

    with structlog.testing.capture_logs() as logged:
        assert (await team.aoi.submit()).acked

    assert [line["event"] for line in logged if line["log_level"] == "error"] == ["fault"]
    said = await team.aoi.modal(until=lambda view: "参照" in view.text())
    assert "入力は下書きに残っています" in said.text()
    team.baton.database.write_now(_mend)
    await team.aoi.close(everything=True)
    form = await taken_up(team, "請求書の再発行")
    assert form.values["summary"]["summary"]["value"] == "請求書の再発行"
    assert (await team.aoi.submit()).content == {}


@every_way
async def test_two_forms_from_one_draft_file_two_requests(team: Team) -> None:
    await begun(team, summary="請求書の再発行", request_type="action", urgency="high")
    await team.aoi.choose("customer", "A-001", typed="アオゾラ")
    await team.aoi.close()
    first = await taken_up(team, "請求書の再発行")
    await team.aoi.press_home("draft.open")
    second = await team.aoi.modal(until=lambda view: view.id != first.id)
    assert first.source["private_metadata"] == second.source["private_metadata"]

    for form in (second, first):
        reply = await team.aoi.submit(form)
        assert reply.acked

    await team.slack.settled(lambda _: len(team.aoi.dm()) == 2)
    assert len({team.key_in(receipt) for receipt in team.aoi.dm()}) == 2


async def test_a_draft_is_thrown_away_with_one_click(team: Team) -> None:
    await begun(team, summary="請求書の再発行")
    await team.aoi.close()
    await team.aoi.open_home()
    await team.aoi.home_shown(until=lambda view: "請求書の再発行" in view.text())

    await team.aoi.press_home("draft.drop")

    await team.aoi.home_shown(until=lambda view: "請求書の再発行" not in view.text())


@pytest.mark.parametrize("button", ["draft.open", "draft.drop"])
async def test_nobody_opens_or_drops_the_draft_of_another(team: Team, button: str) -> None:
    form = await begun(team, summary="請求書の再発行")
    await team.aoi.close()
    await team.emma.open_home()
    home = await team.emma.home_shown()
    named = {
        "type": "button",
        "action_id": button,
        "block_id": "b",
        "value": json.loads(form.source["private_metadata"])["draft"],
    }

    forged = payloads.click_in_view(named, home, team.slack.workspace)
    assert (await team.slack.switchboard.send("interactive", forged)).acked

    assert "draft" in (await team.emma.modal(until=lambda view: "draft" in view.text())).text()
    await taken_up(team, "請求書の再発行")


async def test_whoever_files_the_words_of_another_gets_a_draft_of_their_own(team: Team) -> None:
    mention = team.emma.say("@Baton Export has failed for three days", ESCALATIONS)
    await team.slack.settled(lambda ws: len(ws.messages.thread(ESCALATIONS, mention.ts)) == 2)
    [_, answer] = team.slack.workspace.messages.thread(ESCALATIONS, mention.ts)

    await team.aoi.press_in(answer, "escalation.file_this")
    form = await team.aoi.modal(until=FORM)
    assert form.values["summary"]["summary"]["value"] == "Export has failed for three days"
    await filled(team)

    await team.emma.open_home()
    home = await team.emma.home_shown(until=lambda view: "Export has failed" in view.text())
    assert "draft.open" in str(home.blocks)
