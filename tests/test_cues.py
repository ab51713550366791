"""Every cue stands by the numbers of its examples, and by none of its look-alikes."""

import json
from typing import Any

import pytest

from claims.errors import ClaimsError
from claims.files.own_vocabulary import Text
from claims.syntax import cues as module
from claims.syntax.cues import Cue, compile_phrases, cue, cues

MATCHES = [
    pytest.param(each, text, id=f"{each.name}: {text}") for each in cues().values() for text in each.matches
]
LEAVES = [
    pytest.param(each, text, id=f"{each.name}: {text}") for each in cues().values() for text in each.leaves
]


def _stands(each: Cue, example: str) -> bool:
    before, number, after = example.split("#")
    return each.stands_by(before + number + after, len(before), len(before) + len(number))


@pytest.mark.parametrize(("each", "text"), MATCHES)
def test_a_cue_stands_by_its_examples(each: Cue, text: str) -> None:
    assert _stands(each, text)


@pytest.mark.parametrize(("each", "text"), LEAVES)
def test_a_cue_leaves_its_look_alikes(each: Cue, text: str) -> None:
    assert not _stands(each, text)


def test_each_cue_has_a_look_alike() -> None:
    assert [each.name for each in cues().values() if not each.leaves] == []


@pytest.mark.parametrize(
    ("phrase", "text"),
    [("solv*", "solves "), ("a|an test", "an test "), ("for the? first", "for first "), ("the? first", "first "),
     ("for the?", "for "), ("for the?", "for the "), ("by _ of", "by means of ")],
)  # fmt: skip
def test_the_signs_of_a_phrase_mean_what_they_say(phrase: str, text: str) -> None:
    assert compile_phrases([phrase], "before").search(text)


def test_a_gap_holds_so_many_words_and_no_more() -> None:
    pattern = compile_phrases(["takes"], "before", gap=2)
    assert pattern.search("takes only about ")
    assert not pattern.search("takes only about some ")


GOOD = {
    "name": "test",
    "description": "A test",
    "side": "before",
    "phrases": ["takes"],
    "matches": ["takes #3#"],
}


@pytest.mark.source
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"phrases": []}, "a cue needs 'phrases'; add it"),
        ({"side": "beside"}, "side 'beside' is none of before, after, is, within; write one of them"),
        ({"words": ["a"]}, "a cue has no field 'words'"),
        ({"phrases": ["takes (a)"]}, "phrase 'takes (a)': '(a)' is no word"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_remedy(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], message: str
) -> None:
    fields = "\n".join(f"{name} = {json.dumps(value)}" for name, value in (GOOD | change).items())
    monkeypatch.setattr(module, "texts", lambda name: [Text(f"schema/{name}", f"[[cue]]\n{fields}\n")])
    with pytest.raises(ClaimsError) as caught:
        cues.__wrapped__()
    assert str(caught.value).startswith("schema/cues.toml:1: ")
    assert message in str(caught.value)


def test_a_cue_that_does_not_exist_is_told() -> None:
    with pytest.raises(ClaimsError, match=r"no cue is called 'nobody'; schema/cues.toml lists them"):
        cue("nobody")
