"""What of a message its reader sees, by kind."""

from bot.views.parts import Message


def lines(message: Message) -> list[str]:
    """Answer the paragraphs of ours."""
    return [block["text"]["text"] for block in message.blocks if block["type"] == "section"]


def quotes(message: Message) -> list[str]:
    """Answer what people are quoted with."""
    told = [block["elements"][0] for block in message.blocks if block["type"] == "rich_text"]
    return [quote["elements"][0]["text"] for quote in told if quote["type"] == "rich_text_quote"]


def greys(message: Message) -> list[str]:
    """Answer the small lines."""
    return [block["elements"][0]["text"] for block in message.blocks if block["type"] == "context"]
