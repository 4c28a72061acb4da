"""What nobody but the customer should know, out of a text: numbers and addresses become `●●●●`; pure."""

import re
import unicodedata
from functools import lru_cache

MASK = "●●●●"
"""Stands for whatever was taken out, in both languages; asterisks would be bold type in Slack."""

MOST_DIGITS = 8
"""A number with more digits is taken out, whatever it is: nobody who helps in a call needs it."""

FEWEST_ABROAD = 7
"""A number after `+` that has fewer digits is no telephone number (ITU-T E.164 allows for 15)."""

POSTAL_DIGITS = 7
"""A Japanese postal code: three digits and four, often without its hyphen where `〒` stands before it."""

ZIP_DIGITS = 5
"""A postal code of the United States, which only the words before it tell from other numbers."""

_KNOWN = dict.fromkeys("ー−~─", "-") | dict.fromkeys("・·", ".") | {"\n": "\n", "\r": "\r"}
_SPACES = frozenset({"Zs", "Cc", "Cf", "Mn", "Me"})
_GAP = "[-. (),、の]"
_TAKEN = "*"
"""In the shadow of a text: here stood what is masked, or what is kept as it is."""

_NUMERAL = (
    "(?:ゼロ|[〇零一二三四五六七八九]"
    "|(?<![a-z])(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)(?![a-z]))"
)
_SPELLED = re.compile(rf"{_NUMERAL}(?:{_GAP}{{0,3}}{_NUMERAL}){{{POSTAL_DIGITS - 1},}}")
_MAIL = re.compile(
    r"(?<![a-z0-9._%+'-])[a-z0-9._%+'-]++"
    r"(?: ?@ ?[a-z0-9-]++(?:\.[a-z0-9-]++)+"
    r"|(?: at | ?アットマ-ク ?)[a-z0-9-]++(?:(?: dot | ?ドット ?)[a-z0-9-]++)+)"
)
_TIMES_AND_AMOUNTS = re.compile(
    r"(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)"
    r"|(?<![\d,+])(?<!\+ )[1-9]\d{0,2}(?:,\d{3}){1,3}(?![\d,])"
    r"|[¥$€£] ?[1-9]\d{0,11}(?!\d)"
    r"|(?:(?<![a-z])v|ver\.?|version|バージョン) ?\d{1,5}(?:\.\d{1,5})+(?!\d)"
)
_YEAR = r"(?:19|20)\d\d"
_DATES = re.compile(
    rf"(?<!\d)(?:{_YEAR}/\d{{1,2}}/\d{{1,2}}|\d{{1,2}}/\d{{1,2}}/{_YEAR})(?!\d)"
    rf"|(?<!\d)(?<!\d{_GAP})(?:{_YEAR}([-.])\d{{1,2}}\1\d{{1,2}}|\d{{1,2}}([-.])\d{{1,2}}\2{_YEAR}|{_YEAR}-{_YEAR})"
    rf"(?!\d)(?!{_GAP}\d)"
)
_NUMBER = re.compile(rf"\+?\(?\d(?:{_GAP}{{0,6}}\d)*")
_SHORT = re.compile(
    rf"(?<!\d)\d{{3}}{_GAP}+(?:\d{_GAP}*){{3}}\d(?!\d)"  # a postal code
    r"|(?<!\d)\d{4}[-の]\d{4}(?!\d)"  # a telephone number without its area
    rf"|(?<!\d)\d(?:{_GAP}+\d){{6}}"  # either, digit by digit
)
_POSTAL = re.compile(r"(?:〒|郵便番号|zip(?: code)?|postal code|postcode)[^\d]{0,6}$")
_AMOUNT = re.compile(r" ?(?:(?:円|ドル|件|人|名|個)(?![一-龥])|円[以未前程分単]|yen|dollar|euro)")
"""What makes `100-2000` an amount; but `円山`, `名古屋` and `人吉` are places, and stand after postal codes."""


def mask(text: str) -> str:
    """Answer `text` with telephone, card and personal numbers, postal codes and mail addresses as `MASK`.

    Whatever has more than `MOST_DIGITS` digits goes, in any width, with any hyphens, spaces and dots that a keyboard
    or speech-to-text leaves between them, or spelled as words. So check digits (ISO/IEC 7812-1 of cards; those of My
    Number, Ordinance 85 of 2014 of the Ministry of Internal Affairs, article 5) need not be asked for: one digit that
    was misheard makes a card no less a card. Shorter numbers go where they are written as postal codes, as telephone
    numbers of one's own area, or after `+`. Amounts of money, dates, times, versions and
    keys stay; an amount of more digits only with its commas, or after `¥`, `$`, `€` or `£`.

    What is masked stays as it is when it is masked again. The time it takes grows with the length of `text` alone.
    """
    shadow = "".join(map(_shadow_of, text))
    found = [_mail_span(match) for match in _MAIL.finditer(shadow)]
    shadow = _MAIL.sub(_blank, shadow)
    found += (match.span() for match in _SPELLED.finditer(shadow))
    shadow = _DATES.sub(_blank, _TIMES_AND_AMOUNTS.sub(_blank, _SPELLED.sub(_blank, shadow)))
    found += (_number_span(match) for match in _NUMBER.finditer(shadow) if _is_private(match))
    return _without(text, sorted(found))


@lru_cache(maxsize=4096)
def _shadow_of(character: str) -> str:
    """Answer one plain character for one of any dress, so that places in the shadow are places in the text."""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", character).lower()
    plain = plain if len(plain) == 1 else character
    kind = unicodedata.category(plain)
    if kind == "Pd":
        return "-"
    return _KNOWN.get(plain, " " if kind in _SPACES else plain)


def _blank(match: re.Match[str]) -> str:
    return _TAKEN * len(match[0])


def _is_private(match: re.Match[str]) -> bool:
    number = match[0]
    digits = sum(map(str.isdigit, number))
    if digits > MOST_DIGITS or (number.startswith("+") and digits >= FEWEST_ABROAD):
        return True
    before = match.string[max(0, match.start() - 24) : match.start()]
    if digits >= ZIP_DIGITS and _POSTAL.search(before):
        return True
    if digits < POSTAL_DIGITS:
        return False
    is_amount = before.endswith(("¥", "$", "€", "£")) or _AMOUNT.match(match.string, match.end()) is not None
    return _SHORT.search(number) is not None and (number.startswith("0") or not is_amount)


def _mail_span(match: re.Match[str]) -> tuple[int, int]:
    """Leave a long mark, a dot or a quote where it stands: an address neither begins nor ends with one."""
    address = match[0]
    return (match.end() - len(address.lstrip(".-_'")), match.start() + len(address.rstrip("-")))


def _number_span(match: re.Match[str]) -> tuple[int, int]:
    """Leave an opening bracket where it stands if its end is no part of the number."""
    is_half = "(" in match[0] and ")" not in match[0]
    return (match.start() + match[0].startswith("(") * is_half, match.end())


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    end = 0
    for start, after in spans:
        parts += (text[end:start], MASK)
        end = after
    return "".join(parts) + text[end:]
