"""Commands as a document tells them to be typed: what a test runs is what a person would copy."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def commands_of(document: str, name: str) -> str:
    """Answer the block of commands that `<!-- run: name -->` stands above in a document."""
    text = (ROOT / document).read_text(encoding="utf-8")
    [block] = re.findall(rf"<!-- run: {re.escape(name)} -->\n```\n(.*?)```", text, flags=re.DOTALL)
    return str(block)
