"""A digest is posted when somebody asks for it, and what it offers is done where it stands."""

from tests.journeys.digests import digests, posted, set_up
from tests.journeys.team import CALLS, ESCALATIONS, SATO, Team


async def test_it_is_posted_at_once_and_shown_to_one_pair_of_eyes(team: Team) -> None:
    key = await team.file()
    await set_up(team)
    [digest] = digests(team)

    await team.emma.press("digest.post_now", digest.key)

    await team.emma.modal(until=lambda view: "Posting to" in view.text())
    assert key in (await posted(team)).all_text()
    before = len(team.emma.dm())
    await team.emma.press("digest.preview", digest.key)
    await team.emma.modal(until=lambda view: "preview is on its way" in view.text())
    await team.slack.settled(lambda _: len(team.emma.dm()) > before)
    assert key in team.emma.dm()[before].all_text()
    await posted(team, 1)


async def test_now_posts_where_it_was_typed_for_anyone(team: Team) -> None:
    key = await team.file()

    assert (await team.sato.command("/digest", "　NOW ", channel=ESCALATIONS)).content == {}

    assert key in (await posted(team)).all_text()


async def test_now_is_refused_in_words_where_baton_is_not(team: Team) -> None:
    await team.sato.command("/digest", "now")

    assert "チャンネル" in await team.refused(team.sato)


async def test_what_is_unowned_is_claimed_from_a_digest(team: Team) -> None:
    key = await team.file()
    await team.sato.command("/digest", "now", channel=ESCALATIONS)
    message = await posted(team)

    await team.sato.press_in(message, "request.claim", key)

    assert f"{key} を担当しました" in await team.refused(team.sato)
    await team.says(await team.card(key), "対応中")


async def test_an_owner_is_reminded_from_a_digest_once_an_hour(team: Team) -> None:
    key = await team.file()
    await team.press(team.sato, await team.handoff(key), "request.claim")
    await team.says(await team.card(key), "対応中")
    await team.emma.command("/digest", "now", channel=ESCALATIONS)
    message, before = await posted(team), len(team.sato.dm())

    await team.emma.press_in(message, "digest.remind", key)

    assert "reminded" in await team.refused(team.emma)
    assert "催促" in (await team.told(team.sato, before + 1)).all_text()
    team.emma.ephemerals.clear()
    await team.emma.press_in(message, "digest.remind", key)
    assert f"<@{SATO}>" in await team.refused(team.emma)
    assert len(team.sato.dm()) == before + 1


async def test_one_whose_channel_is_gone_tells_its_maker_who_resumes_it_there(team: Team) -> None:
    await set_up(team)
    [digest] = digests(team)
    team.slack.workspace.archive(ESCALATIONS)
    await team.emma.press("digest.post_now", digest.key)
    told = await team.told(team.emma, 1)
    assert "archived" in told.all_text()
    assert digests(team)[0].trouble == "is_archived"
    team.slack.workspace.archive(ESCALATIONS, archived=False)

    await team.emma.press_in(told, "digest.resume", digest.key)

    assert "Resumed" in await team.refused(team.emma)
    assert digests(team)[0].paused_at is None
    await team.emma.press_in(told, "digest.edit", digest.key)
    await team.emma.modal(until="digest.form")
    await team.emma.fill(channel=CALLS)
    assert (await team.emma.submit()).content == {}
    assert digests(team)[0].channel == CALLS


async def test_one_that_is_silent_by_itself_is_posted_for_whoever_asks(team: Team) -> None:
    await set_up(team, empty="silent")

    await team.emma.press("digest.post_now", digests(team)[0].key)

    await posted(team)
