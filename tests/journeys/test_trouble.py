"""When Slack does not take the card: the request is safe, the filer is told, and it is posted once that is mended."""

import pytest

from tests.journeys.team import ESCALATIONS, Team, every_way

HOSTILE = "<!channel> <@U_SATO> *太字* `code` &amp; \u202eevil\u202c \0 " + "長" * 2000


async def test_without_baton_in_the_channel_the_request_is_safe_and_posted_once_it_is_invited(team: Team) -> None:
    workspace = team.slack.workspace
    workspace.leave(ESCALATIONS, workspace.bot_user_id)

    key = await team.file()

    [receipt] = team.aoi.dm()
    await team.says(receipt, "/invite @Baton")
    assert key in (await team.handoff(key)).all_text()
    assert workspace.posts(ESCALATIONS) == []

    workspace.join(ESCALATIONS, workspace.bot_user_id)
    card = await team.card(key)
    await team.slack.settled(lambda _: "/invite" not in receipt.all_text())
    assert [post.ts for post in workspace.posts(ESCALATIONS)] == [card.ts]


async def test_an_archived_channel_gets_its_card_when_it_is_opened_again(team: Team) -> None:
    workspace = team.slack.workspace
    workspace.archive(ESCALATIONS)
    key = await team.file()
    [receipt] = team.aoi.dm()
    await team.says(receipt, "アーカイブ")

    workspace.archive(ESCALATIONS, archived=False)

    assert key in (await team.card(key)).all_text()


async def test_hostile_words_are_shown_and_ping_nobody(team: Team) -> None:
    key = await team.file(customer_words=HOSTILE, summary="<!channel> *請求書* <@U_EMMA>")

    card, handoff = await team.card(key), await team.handoff(key)
    assert "請求書" in card.all_text()
    assert "長" * 500 in handoff.all_text()
    assert team.emma.pings == []
    assert [message.ts for message in team.sato.pings] == [handoff.ts]


@pytest.mark.parametrize("words", ["\ud800", "a\0b", "🙂" * 800])
@every_way
async def test_words_that_no_database_takes_are_kept_readable(team: Team, words: str) -> None:
    key = await team.file(customer_words=f"前{words}後")

    text = (await team.card(key)).all_text()
    assert "前" in text
    assert "後" in text


@every_way
async def test_a_form_submitted_twice_files_one_request(team: Team) -> None:
    key = await team.file()
    submitted = [each for each in team.slack.switchboard.deliveries if each.parcel.payload["type"] == "view_submission"]

    again = await team.slack.switchboard.deliver(submitted[-1].parcel)

    assert again.reply.acked
    await team.card(key)
    await team.handoff(key)
    assert len(team.aoi.dm()) == 1
    assert len(team.slack.workspace.posts(ESCALATIONS)) == 1
