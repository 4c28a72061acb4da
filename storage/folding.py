"""Japanese and Latin text folded alike, so that one finds what one types: a pure leaf."""

import re
import unicodedata

_KATAKANA = range(0x30A1, 0x30F7)
_TO_HIRAGANA = {code: code - 0x60 for code in _KATAKANA}
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
_HYPHENS = re.compile("[\u2010-\u2015\u2212\uff0d\u30fc\uff70-]")
_COMPANY_FORMS = re.compile("株式会社|有限会社|合同会社|[(]株[)]|[(]有[)]|[(]同[)]")
_SPACE = re.compile(r"[\s\u30fb・.,'\u2019&]+")
_MARKS = {"Mn"}
_KANA_MARKS = "\u3099\u309a"


def fold(text: str) -> str:
    """Fold width, kana, letter case, accents, long marks, spaces and company forms away.

    `ｶﾌﾞｼｷｶﾞｲｼｬ`, `かぶしきがいしゃ` and `カブシキガイシャ` fold alike; so do `ACME, Inc` and `ａｃｍｅ inc`.
    What is left is for comparing only, never for showing.
    """
    wide = unicodedata.normalize("NFKC", text).casefold()
    without_forms = _COMPANY_FORMS.sub("", wide) or wide
    hiragana = without_forms.translate(_TO_HIRAGANA).translate(_SMALL)
    bare = _without_accents(hiragana)
    return _SPACE.sub("", _HYPHENS.sub("", bare))


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    kept = (mark for mark in parts if mark in _KANA_MARKS or unicodedata.category(mark) not in _MARKS)
    return unicodedata.normalize("NFC", "".join(kept))
