"""Whose windows the tours open, in each language, and how an agent begins the form."""

from dataclasses import dataclass

from playwright.async_api import expect

from tests.browser.windows import Window


@dataclass(frozen=True, slots=True)
class Seats:
    """Three people who speak one language, by their names."""

    agent: str
    manager: str
    lead: str


SEATS = {
    "ja": Seats("青井 美咲", "佐藤 健", "斎藤 文子"),
    "en": Seats("Ben Okafor", "Marco Rossi", "Emma Clarke"),
}


@dataclass(frozen=True, slots=True)
class Sought:
    """A customer of that manager, and what is typed to find them."""

    typed: str
    name: str


async def choose(window: Window, name: str, value: str) -> None:
    """Choose by its code, which is the same in every language."""
    field = window.field(name)
    if await field.get_by_role("combobox").count():
        await field.get_by_role("combobox").click()
        await field.locator(f'[role=option][data-value="{value}"]').click()
    else:
        await field.locator(f'input[value="{value}"]').check()


async def begin_form(agent: Window, customer: Sought, manager: str, urgency: str) -> None:
    """Open the form, find a customer of `manager` and say what is asked, and how heated they are."""
    await agent.open_empty_form()
    await agent.field("customer").get_by_role("combobox").press_sequentially(customer.typed)
    await agent.field("customer").get_by_role("option", name=customer.name).first.click()
    await expect(agent.form).to_contain_text(manager)
    await choose(agent, "request_type", "action")
    await choose(agent, "urgency", urgency)
