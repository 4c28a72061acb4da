"""Jira from the card and back: an issue is created from a request, dragged on the board, and its owner hears once."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.windows import AOI, SATO, SUMMARY, Window, a_demo, button, escalate, window_of

pytestmark = pytest.mark.browser

TITLE = "請求書の再発行が三日で止まる"
ALL_DONE = "Jira の課題がすべて完了しました"


async def created(sato: Window) -> Locator:
    """Sato claims in his DM and creates an issue; answer his message, which has a line about it."""
    await sato.open_messages()
    handoff = sato.about(SUMMARY).first
    await button(handoff, "担当する").click()
    await expect(button(handoff, "担当する")).to_have_count(0)
    await sato.press_in_menu("Jira 課題を追加", handoff)
    await expect(sato.field("project").get_by_role("combobox")).to_have_value("サポート開発 (SUP)")
    await sato.type_into("summary", TITLE)
    await sato.submit()
    await expect(handoff).to_contain_text("○ 未着手")
    return handoff


async def dragged(sato: Window, status: str) -> None:
    """Sato drags the issue to another column."""
    await sato.open_board()
    ours = sato.page.get_by_role("region", name="サポート開発（SUP）")
    column = ours.get_by_role("region", name=status)
    await ours.get_by_role("link", name=TITLE).drag_to(column)
    await expect(column).to_contain_text(TITLE)
    await sato.open_messages()


async def test_an_issue_made_from_a_request_is_dragged_to_done_and_its_owner_hears_once(
    browser: Browser, tmp_path: Path
) -> None:
    async with a_demo(tmp_path) as demo:
        aoi, sato = [await window_of(browser, demo, user) for user in (AOI, SATO)]
        await escalate(aoi)
        handoff = await created(sato)

        await dragged(sato, "進行中")
        await expect(handoff).to_contain_text("◐ 進行中")
        await expect(sato.about(ALL_DONE)).to_have_count(0)

        await dragged(sato, "完了")
        await expect(handoff).to_contain_text("✓ 完了")
        await expect(sato.newest).to_contain_text(ALL_DONE)
        await expect(sato.newest).to_contain_text(TITLE)
        await expect(sato.about(ALL_DONE)).to_have_count(1)
