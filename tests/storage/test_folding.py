"""What is said is found however it is written."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.folding import fold_speech


@pytest.mark.parametrize(
    ("said", "folded"),
    [
        ("ｷｬﾝｾﾙ したい！", "きやんせるしたい"),
        ("サーバーが、落ちた。", "さばが落ちた"),
        ("I can’t LOG-IN.", "i cant log in"),
        ("ＣＡＮＣＥＬ　ｐｌｅａｓｅ", "cancel please"),
        ("SNS に 書く", "snsに書く"),
        ("snsに書く", "snsに書く"),
        ("100% 直ります", "100%直ります"),
        ("Zoë's café_bar", "zoes cafe bar"),
        ("can celebrate", "can celebrate"),
        ("データ 漏えい", "でた漏えい"),
        ("人々 〆切", "人々〆切"),
        ("ガラス", "がらす"),
        ("  …!?  ", ""),
        ("\0\ud83d", ""),
    ],
)
def test_what_is_said_folds_to_its_sounds(said: str, folded: str) -> None:
    assert fold_speech(said) == folded


@given(st.text())
@example("0:_0")
def test_folding_twice_is_folding_once(text: str) -> None:
    folded = fold_speech(text)
    assert fold_speech(folded) == folded
    assert "  " not in folded
