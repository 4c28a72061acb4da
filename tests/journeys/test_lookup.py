"""Looking up: a request by its key, what is in work for a customer, help; all to whoever asks, alone."""

import pytest

from storage.accounts import Account
from storage.unit_of_work import UnitOfWork
from tests.journeys.team import COVER, ESCALATIONS, Team

OTHERS = [
    Account("A-002", "青空物流株式会社", "アオゾラブツリュウ"),
    Account("A-003", "青空医院", "アオゾライイン", "U_EMMA"),
]


def more_customers(work: UnitOfWork) -> None:
    """List customers of similar names."""
    work.accounts.save(OTHERS)


@pytest.mark.parametrize("written", ["{key}", "  {key} ", "{digits}"])
async def test_the_account_manager_sees_a_request_and_acts_on_it(team: Team, written: str) -> None:
    key = await team.file(customer_words="今日中に届かないなら他社に切り替えます")

    reply = await team.sato.command("/escalate", written.format(key=key.lower(), digits=key[2:]))

    assert reply.acked
    [shown] = team.sato.ephemerals
    assert "今日中に届かないなら他社に切り替えます" in shown.all_text()
    assert "request.claim" in shown.buttons
    await team.sato.press_in(shown, "request.claim")
    await team.says(await team.card(key), "佐藤")


async def test_its_filer_gets_the_buttons_of_a_filer(team: Team) -> None:
    key = await team.file()
    wide = key.replace("R-", "Ｒ－")

    await team.aoi.command("/escalate", wide, channel=ESCALATIONS)

    [shown] = team.aoi.ephemerals
    assert shown.buttons[:2] == ["request.edit", "request.add"]
    assert "request.claim" not in shown.buttons


async def test_each_reads_in_their_own_language(team: Team) -> None:
    key = await team.file()

    await team.emma.command("/escalate", key)

    assert "Please do" in team.emma.ephemerals[0].all_text()


async def test_an_unknown_key_is_said_to_be_unknown(team: Team) -> None:
    await team.aoi.command("/escalate", "R-9999")

    [said] = team.aoi.ephemerals
    assert "R-9999" in said.all_text()
    assert "見つかりません" in said.all_text()


async def test_a_stranger_is_told_whom_to_ask(team: Team) -> None:
    key = await team.file()
    team.slack.workspace.add_person("U_NEW", name="森", real_name="森 花", locale="ja-JP", tz="Asia/Tokyo")
    await team.baton.mirror.refresh()

    await team.slack.person("U_NEW").command("/escalate", key)

    [said] = team.slack.person("U_NEW").ephemerals
    assert "<@U_SATO>" in said.all_text()
    assert "請求書" not in said.all_text()


async def test_what_is_in_work_is_listed_by_customer(team: Team) -> None:
    team.baton.database.write_now(more_customers)
    first = await team.file()
    second = await team.file(customer="A-003", summary="予約の取り消し")

    await team.emma.command("/escalate", "find あおぞら")

    [list_] = team.emma.ephemerals
    text = list_.all_text()
    assert first in text
    assert second in text
    assert "青空物流株式会社" in text
    assert text.index("株式会社青空商事") < text.index("請求書の再発行が三日止まっている")
    assert "2 requests in work" in text
    assert f"/escalate {second}" in text or f"/escalate {first}" in text


async def test_what_is_not_theirs_is_counted_and_not_shown(team: Team) -> None:
    await team.file()
    team.slack.workspace.leave(ESCALATIONS, COVER)
    team.slack.workspace.add_person("U_NEW", name="森", real_name="森 花", locale="ja-JP", tz="Asia/Tokyo")
    await team.baton.mirror.refresh()

    await team.slack.person("U_NEW").command("/escalate", "find 青空")

    [said] = team.slack.person("U_NEW").ephemerals
    assert "請求書" not in said.all_text()
    assert "1 件" in said.all_text()


async def test_a_customer_nobody_knows_can_be_escalated_all_the_same(team: Team) -> None:
    await team.aoi.command("/escalate", "find みどり")

    [said] = team.aoi.ephemerals
    assert "みどり" in said.all_text()
    await team.aoi.press_in(said, "escalation.open")
    await team.aoi.modal(until="escalation.form")


@pytest.mark.parametrize("written", ["help", "HELP ", "find", "ｆｉｎｄ　"])
async def test_help_is_shown_with_the_way_to_the_form(team: Team, written: str) -> None:
    await team.aoi.command("/escalate", written)

    [said] = team.aoi.ephemerals
    assert "/escalate find" in said.all_text()
    assert said.buttons == ["escalation.open"]


async def test_words_that_only_begin_alike_open_the_form(team: Team) -> None:
    await team.aoi.command("/escalate", "helped them, but R-1042 fails")

    form = await team.aoi.modal(until="escalation.form")
    assert "helped them" in str(form.state)
    assert team.aoi.ephemerals == []
