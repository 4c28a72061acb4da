"""CSS selectors of what one presses in a window; where several are listed, the deepest comes first.

One that begins with `WHILE_EMPTY` counts only while nothing is typed there.
"""

from sandbox.slack.records import Message
from sandbox.tour.scene import Scene

WHILE_EMPTY = "?"


def place(identity: str) -> tuple[str, ...]:
    """The way to a channel, or to what stands beside the channels."""
    return (f'.sidebar a[href$="at={identity}"]',)


def home() -> tuple[str, ...]:
    """The way to the app's Home."""
    return ('.main .tabs a[href$="at=home"]', '.sidebar a[href$="at=home"]')


def messages(dm: str) -> tuple[str, ...]:
    """The way to the app's messages: in the list the app leads there only where one of them is unread."""
    return (f'.main .tabs a[href$="at={dm}"]', f'.sidebar a[href$="at={dm}"]', '.sidebar a[href$="at=home"]')


def composer(identity: str) -> tuple[str, ...]:
    """Where a command is typed in a channel, and then sent; else the way there."""
    here = f'.main .composer[data-channel="{identity}"]'
    return (f"{WHILE_EMPTY}{here} textarea", f"{here} .send", *place(identity))


def button(message: Message | None, action: str) -> tuple[str, ...]:
    """A button of a message, the first of that name."""
    return (f'.message[data-ts="{message.ts}"] [data-action="{action}"]',) if message else ()


def menu(message: Message | None, entry: str) -> tuple[str, ...]:
    """An entry of the menu beside the buttons of a message."""
    if message is None:
        return ()
    frame = f'.message[data-ts="{message.ts}"] .block'
    return (f'{frame} .menu-list [data-value="{entry}"]', f"{frame} summary")


def form(scene: Scene, name: str, *fields: tuple[str, ...]) -> tuple[str, ...]:
    """What is left to fill in of the form called so, then its submit button; nothing of any other form."""
    if scene.form != name:
        return ()
    return (*(one for each in fields for one in each), ".modal [type=submit]")


def choice(block: str) -> tuple[str, ...]:
    """A choice in a form, while nothing is chosen there."""
    return (
        f'.modal .combo[data-block="{block}"]:not(:has(input[data-option]))',
        f'.modal .choices[data-block="{block}"]:not(:has(:checked))',
    )


def text(block: str) -> tuple[str, ...]:
    """A text in a form, while nothing is typed there."""
    return (f'{WHILE_EMPTY}.modal .typed[data-block="{block}"] :is(input, textarea)',)
