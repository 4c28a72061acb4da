"""Japanese and Latin text folded alike, so that one finds what one types: a pure leaf."""

import re
import unicodedata

_KATAKANA = range(0x30A1, 0x30F7)
_TO_HIRAGANA = {code: code - 0x60 for code in _KATAKANA}
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
_HYPHENS = re.compile("[\u2010-\u2015\u2212\uff0d\u30fc\uff70-]")
_COMPANY_FORMS = re.compile("株式会社|有限会社|合同会社|[(]株[)]|[(]有[)]|[(]同[)]")
_SPACE = re.compile(r"[\s\u30fb・.,'\u2019&]+")
_UNHEARD = re.compile("[\u30fc'\u2018\u2019\u02bc\u00ad\u200b-\u200f\u2060\ufeff]")
_BETWEEN_WORDS = re.compile(r"(?:[^\w%]|_)+")
_JAPANESE = "[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]"
_BESIDE_JAPANESE = re.compile(rf"(?<={_JAPANESE}) | (?={_JAPANESE})")
_MARKS = {"Mn"}
_KANA_MARKS = "\u3099\u309a"


def fold(text: str) -> str:
    """Fold width, kana, letter case, accents, long marks, spaces and company forms away.

    `ｶﾌﾞｼｷｶﾞｲｼｬ`, `かぶしきがいしゃ` and `カブシキガイシャ` fold alike; so do `ACME, Inc` and `ａｃｍｅ inc`.
    What is left is for comparing only, never for showing.
    """
    wide = unicodedata.normalize("NFKC", text).casefold()
    without_forms = _COMPANY_FORMS.sub("", wide) or wide
    return _SPACE.sub("", _HYPHENS.sub("", _sounds(without_forms)))


def fold_speech(text: str) -> str:
    """Fold what someone says as `fold` does a name, but keep Latin words apart, by one space each.

    Whatever is neither a letter, a digit nor `%` is a space; beside a Japanese character there is none. So
    `ｷｬﾝｾﾙ したい！` and `キャンセルしたい` fold alike; so do `I can’t log-in.` and `i cant LOG IN`.
    """
    heard = _UNHEARD.sub("", _sounds(unicodedata.normalize("NFKC", text).casefold()))
    return _BESIDE_JAPANESE.sub("", _BETWEEN_WORDS.sub(" ", heard)).strip()


def _sounds(text: str) -> str:
    return _without_accents(text.translate(_TO_HIRAGANA).translate(_SMALL))


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    kept = (mark for mark in parts if mark in _KANA_MARKS or unicodedata.category(mark) not in _MARKS)
    return unicodedata.normalize("NFC", "".join(kept))
