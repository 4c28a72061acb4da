"""Masking: no number and no address of a customer survives, in whatever dress; all else does."""

import time
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.masking import MASK, mask

DIGITS = st.sampled_from("0123456789")
WIDE = str.maketrans("0123456789+()", "０１２３４５６７８９＋（）")
FORMS = {
    "mobile": ("070", "080", "090"),
    "landline": ("03", "06", "011", "045", "0120", "0570", "0800"),
    "abroad": ("+81", "+1", "+44", "0081"),
}
GAPS = (
    "",
    "-",
    "ー",
    "－",
    "‐",
    "−",
    "〜",
    "～",
    "・",
    " ",
    "\u3000",
    ".",
    "．",
    " - ",
    " ー ",
    "の",
    "、",
    "\u00ad",
    "\u200b",
    "\t",
)
BEFORE = ("", "電話は", "call me at ", "カード番号：", "データー", "TEL:", "(", "「", "お客様の")
AFTER = ("", "です", " please", "まで。", ")", "」", "円山です", "名古屋です", "人吉市", "\nFrom", "に3件")


def _luhn_digit(digits: str) -> str:
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    return str(-sum(value - 9 * (value > 9) for value in doubled) % 10)


def _my_number_digit(digits: str) -> str:
    weights = [place + 1 if place <= 6 else place - 5 for place in range(1, 12)]
    rest = sum(int(digit) * weight for digit, weight in zip(reversed(digits), weights, strict=True)) % 11
    return "0" if rest <= 1 else str(11 - rest)


@st.composite
def _telephone(draw: st.DrawFn) -> list[str]:
    kind = draw(st.sampled_from(sorted(FORMS)))
    head = draw(st.sampled_from(FORMS[kind]))
    length = {"mobile": 11, "landline": 10, "abroad": len(head) + draw(st.integers(8, 10))}[kind]
    rest = draw(st.text(DIGITS, min_size=length - len(head), max_size=length - len(head)))
    return [head, rest[:-4], rest[-4:]]


@st.composite
def _north_american(draw: st.DrawFn) -> list[str]:
    first, second = (draw(st.from_regex(r"\A[2-9][0-9]{2}\Z")) for _ in range(2))
    return [f"({first})" if draw(st.booleans()) else first, second, draw(st.from_regex(r"\A[0-9]{4}\Z"))]


@st.composite
def _card(draw: st.DrawFn) -> list[str]:
    digits = draw(st.from_regex(r"\A[2-6][0-9]{11,17}\Z"))
    whole = digits + _luhn_digit(digits)
    return [whole[at : at + 4] for at in range(0, len(whole), 4)]


@st.composite
def _my_number(draw: st.DrawFn) -> list[str]:
    digits = draw(st.from_regex(r"\A[0-9]{11}\Z"))
    whole = digits + _my_number_digit(digits)
    return [whole[:4], whole[4:8], whole[8:]]


NUMBERS = st.one_of(_telephone(), _north_american(), _card(), _my_number())
POSTAL_CODES = st.tuples(st.from_regex(r"\A[0-9]{3}\Z"), st.from_regex(r"\A[0-9]{4}\Z"))


@st.composite
def _dressed(draw: st.DrawFn, groups: Sequence[str], gaps: Sequence[str]) -> str:
    """Join groups as they are, or digit by digit; each character in either width."""
    parts = list("".join(groups)) if draw(st.booleans()) else list(groups)
    gap = draw(st.sampled_from(gaps)) if draw(st.booleans()) else None
    joined = parts[0]
    for part in parts[1:]:
        between = draw(st.sampled_from(gaps)) if gap is None else gap
        joined += (" " if joined.endswith("+") else between) + part
    return "".join(one.translate(WIDE) if draw(st.booleans()) else one for one in joined)


def _digits(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isdigit())


def _runs(number: str) -> set[str]:
    return {number[at : at + 4] for at in range(len(number) - 3)}


@given(st.data(), NUMBERS, st.sampled_from(BEFORE), st.sampled_from(AFTER))
def test_no_four_digits_of_a_number_survive(data: st.DataObject, groups: list[str], before: str, after: str) -> None:
    dressed = data.draw(_dressed(groups, GAPS))

    masked = mask(before + dressed + after)

    assert not {run for run in _runs(_digits("".join(groups))) if run in _digits(masked)}
    assert masked.startswith(before)
    assert masked.endswith(after)
    assert MASK in masked
    assert mask(masked) == masked


@given(st.data(), POSTAL_CODES, st.sampled_from(["〒", "〒 ", "郵便番号は", "", "住所は"]), st.sampled_from(AFTER))
def test_no_postal_code_survives(data: st.DataObject, groups: tuple[str, str], before: str, after: str) -> None:
    is_named = before.startswith(("〒", "郵便"))
    dressed = data.draw(_dressed(groups, GAPS if is_named else [gap for gap in GAPS if gap]))

    masked = mask(f"{before}{dressed}{after}")

    assert groups[1] not in _digits(masked)
    assert masked.startswith(before)
    assert masked.endswith(after)
    assert mask(masked) == masked


LOCAL = st.from_regex(r"\A[a-z0-9]([a-z0-9._%+-]{0,20}[a-z0-9])?\Z")
DOMAIN = st.from_regex(r"\A[a-z0-9]{2,12}(-[a-z]{1,8})?(\.[a-z]{2,6}){1,3}\Z")


@given(
    LOCAL,
    DOMAIN,
    st.sampled_from(["@", "＠", " @ "]),
    st.sampled_from(BEFORE),
    st.sampled_from(["", "です", " please", "ー"]),
)
def test_no_mail_address_survives(local: str, domain: str, at: str, before: str, after: str) -> None:
    for address in (local + at + domain, (local + at + domain).upper()):
        masked = mask(before + address + after)

        assert masked == before + MASK + after
        assert mask(masked) == masked


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月22日の10時42分",
        "2026-11-22 10:42 までに",
        "2026/11/22 2026/11/23",
        "22.11.2026 10:42:09",
        "２０２６／１１／２２",
        "10:00-11:30",
        "2025-2026年度",
        "¥12,000",
        "3,500円",
        "1,234,567,890円",
        "￥100000000",
        "$1,299.00 and 30 USD",
        "3000〜5000円以上、100-2000件",
        "30日以内に100%お返しします",
        "R-1042 と F-12、V-31",
        "Version 3.11.15, v10.0.19045.3803",
        "注文は1234567番",
        "1234 users, 12 months, 3 tickets",
        "一人三千円、二〇二六年",
        "one of two, three times",
        "look at this dot",
        "@taro に聞いて",
        "",
    ],
)
def test_what_is_nobody_s_number_survives(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("(03) 1234-5678 まで", f"{MASK} まで"),
        ("+81 (0)90 1234 5678", MASK),
        ("090,1234,5678", MASK),
        ("(090-1234-5678)", f"({MASK})"),
        ("〒064-0820円山西町", f"〒{MASK}円山西町"),
        ("123-4567 3階", f"{MASK}階"),
        ("my zip code is 94107", f"my zip code is {MASK}"),
        ("1234-5678に電話を", f"{MASK}に電話を"),
        ("ゼロ九〇、一二三四、五六七八です", f"{MASK}です"),
        ("It is nine oh four, one two three, four five six seven.", f"It is {MASK}."),
        ("taro at example dot com", MASK),
        ("taro アットマーク example ドット co ドット jp です", f"{MASK} です"),
        ("my card is 4111 1111 1111 1112", f"my card is {MASK}"),
        ("number 123456789012", f"number {MASK}"),
        ("a@b.co, 090 1234 5678 and ¥12,000", f"{MASK}, {MASK} and ¥12,000"),
        ("09012345678 a@b.co 09012345678", f"{MASK} {MASK} {MASK}"),
    ],
)
def test_numbers_as_people_say_them(text: str, masked: str) -> None:
    assert mask(text) == masked


@given(
    st.text(
        st.one_of(st.sampled_from("0123456789-. (),の:/@¥v円+〒ー*●aone一ゼロ"), st.characters(exclude_categories=[]))
    )
)
def test_masking_twice_is_masking_once(text: str) -> None:
    masked = mask(text)
    assert mask(masked) == masked


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "a", "a@", "a.", "(1", "+", "12,", "1,123,", "one ", "v1.", "1:11", "一", "ー"]
)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    began = time.perf_counter()
    mask(piece * (40_000 // len(piece)) + "\0\ud83d")
    assert time.perf_counter() - began < 1
