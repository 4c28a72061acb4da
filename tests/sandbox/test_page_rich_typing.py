"""Rich text typed with marks in a plain field: the block that Slack would send, and the same marks back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.page.rich_typing import block_of, text_of

LETTERS = st.text("ab 請求", min_size=1).map(str.strip).filter(bool)


def said(text: str, *styles: str) -> dict[str, Any]:
    return {"type": "text", "text": text, **({"style": dict.fromkeys(styles, True)} if styles else {})}


def framed(kind: str, *run: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"type": f"rich_text_{kind}", **more, "elements": list(run)}


@pytest.mark.parametrize(
    ("typed", "elements"),
    [
        ("plain\ntwice", [framed("section", said("plain\ntwice"))]),
        ("*a*", [framed("section", said("a", "bold"))]),
        ("so _b_ ~c~", [framed("section", said("so "), said("b", "italic"), said(" "), said("c", "strike"))]),
        ("`d`!", [framed("section", said("d", "code"), said("!"))]),
        ("5 * 3 * 2 snake_case_name", [framed("section", said("5 * 3 * 2 snake_case_name"))]),
        ("see https://a.example now :tada:", [framed(
            "section", said("see "), {"type": "link", "url": "https://a.example"}, said(" now "),
            {"type": "emoji", "name": "tada"},
        )]),
        ("<@U_AOI> knows", [framed("section", {"type": "user", "user_id": "U_AOI"}, said(" knows"))]),
        ("> 引用\n> 二行\nafter", [framed("quote", said("引用\n二行")), framed("section", said("after"))]),
        ("- one\n- two", [framed("list", framed("section", said("one")), framed("section", said("two")), style="bullet",
                                 indent=0)]),
        ("1. one\n2. two", [framed("list", framed("section", said("one")), framed("section", said("two")),
                                   style="ordered", indent=0)]),
        ("```\n*raw*\n```", [framed("preformatted", said("*raw*"))]),
    ],
)  # fmt: skip
def test_marks_become_rich_text_and_come_back(typed: str, elements: list[dict[str, Any]]) -> None:
    assert block_of(typed) == {"type": "rich_text", "elements": elements}
    assert text_of(block_of(typed)) == typed


@pytest.mark.parametrize("nothing", ["", "  \n ", "\n"])
def test_nothing_typed_is_nothing(nothing: str) -> None:
    assert block_of(nothing) is None
    assert text_of(None) == ""


@given(st.lists(st.tuples(st.sampled_from(["", "- ", "> ", "1. "]), LETTERS), min_size=1))
def test_what_comes_back_says_the_same_again(lines: list[tuple[str, str]]) -> None:
    block = block_of("\n".join(mark + words for mark, words in lines))

    assert block_of(text_of(block)) == block


@given(st.text())
def test_whatever_is_typed_none_of_its_letters_is_lost(typed: str) -> None:
    kept = text_of(block_of(typed))

    assert [letter for letter in kept if letter.isalpha()] == [letter for letter in typed if letter.isalpha()]
