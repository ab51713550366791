"""Mark-up is undone without moving a character."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims.text.markup import CURRENCY, LATEX_STEPS, PLAIN_STEPS, clean, clean_and_explain

PIECES = [
    "\\", "$", "{", "}", "~", "^", "_", "&", ";", "%", "\\times", "\\sim", "\\text{", "\\mu", "\\,", "&lt;",
    "&times;", "10^{-5}", "{,}", "3.09", "1,000", "x", "×", "µ", " ", "\n", "M", "\\$5", "$5", "\\textbf{",
    "\\pm",
]  # fmt: skip
LATEX = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=25).map("".join)


@given(st.text())
def test_any_text_keeps_its_length(text: str) -> None:
    assert len(clean(text)) == len(text)


@given(LATEX)
def test_any_latex_keeps_its_length(text: str) -> None:
    assert len(clean(text)) == len(text)


@given(LATEX)
def test_each_step_keeps_the_length(text: str) -> None:
    for step in (*PLAIN_STEPS, *LATEX_STEPS):
        assert len(step.pattern.sub(step.replace, text)) == len(text), step.name


@given(LATEX)
@example("}")
@example("5~ms")
@example("&#36;")
def test_the_explaining_twin_gives_the_same_text(text: str) -> None:
    assert clean_and_explain(text)[0] == clean(text)


@given(st.text(alphabet="abc XYZ 019 .,%-()/"))
def test_plain_text_is_left_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (r"3.09$\times$", "3.09 ×"),
        (r"$2.9\times \sim 12.5\times$", "2.9 × ~ 12.5 ×"),
        (r"73.62\%", "73.62 %"),
        (r"\textbf{1.5$\times$}", "1.5 ×"),
        (r"$\geq 90\%$", "≥ 90 %"),
        (r"$10^{-5}$ J", "10^-5 J"),
        (r"$8\,\mu s$", "8 μs"),
        (r"1{,}024 MB", "1,,,024 MB"),
        (r"\$184M", f"{CURRENCY} 184M"),
        ("&lt;1&nbsp;%", "<1 %"),
        ("5 µs – 7 µs", "5 μs – 7 μs"),
        ("−3 ％", "-3 %"),
        (r"5~ms", "5 ms"),
    ],
)
def test_known_mark_up_becomes_what_it_stands_for(source: str, words: str) -> None:
    assert " ".join(clean(source).split()) == words


def test_steps_are_told_apart_by_name() -> None:
    names = [step.name for step in (*PLAIN_STEPS, *LATEX_STEPS)]
    assert len(set(names)) == len(names)
    done = clean_and_explain(r"3$\times$ at &lt;5\%")[1]
    assert ("HTML entity", "&lt;") in done
    assert ("LaTeX symbol", r"\times") in done
