"""What must hold for improvement factors."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.model import Change, Form
from claims.reading.normal_form import Better, improvement_factor

positive = st.floats(min_value=1e-3, max_value=1e6)
FORMS: tuple[Form, ...] = ("ratio", "percent", "points", "level", "share", "count", "rank")
CHANGES: tuple[Change, ...] = ("increase", "decrease", "none")
any_form = st.sampled_from(FORMS)
any_change = st.sampled_from(CHANGES)
any_better = st.sampled_from(("more", "less", None))


@pytest.mark.parametrize(
    ("form", "value", "change", "better", "factor"),
    [
        ("percent", 73, "decrease", "less", 3.7037),  # 73% lower energy
        ("percent", 46.2, "increase", "more", 1.462),  # 46.2% more throughput
        ("percent", 38, "increase", "less", 0.7246),  # an area overhead of 38%
        ("percent", 100, "increase", "more", 2),
        ("ratio", 2.4, "increase", "more", 2.4),  # 2.4x faster
        ("ratio", 1.8, "decrease", "less", 1.8),  # 1.8x lower latency
        ("ratio", 12.5, "decrease", "more", 0.08),  # 12.5x slower
        ("ratio", 2, "increase", "less", 0.5),  # twice the memory
        ("share", 1, "none", "less", 100),  # 1% of the teacher's FLOPs
        ("share", 50, "none", "more", 0.5),  # half the throughput
    ],
)
def test_claims_become_times_better(
    form: Form, value: float, change: Change, better: Better, factor: float
) -> None:
    assert improvement_factor(form, value, change, better) == pytest.approx(factor, rel=1e-4)


@pytest.mark.parametrize("form", ["points", "level", "count", "rank"])
@pytest.mark.parametrize("change", CHANGES)
def test_forms_without_a_baseline_have_no_factor(form: Form, change: Change) -> None:
    assert improvement_factor(form, 3.0, change, "more") is None


@pytest.mark.parametrize("value", [100, 100.5, 240])
def test_a_decrease_by_everything_has_no_factor(value: float) -> None:
    assert improvement_factor("percent", value, "decrease", "less") is None


@pytest.mark.parametrize("value", [None, 0, -3.0, math.inf, math.nan])
def test_numbers_that_compare_nothing_have_no_factor(value: float | None) -> None:
    assert improvement_factor("ratio", value, "increase", "more") is None


def test_without_a_direction_there_is_no_factor() -> None:
    assert improvement_factor("ratio", 2, "none", "more") is None
    assert improvement_factor("percent", 20, "none", "more") is None
    assert improvement_factor("ratio", 2, "increase", None) is None


@given(any_form, st.none() | st.floats(), any_change, any_better)
def test_any_input_gives_a_positive_finite_number_or_nothing(
    form: Form, value: float | None, change: Change, better: Better | None
) -> None:
    factor = improvement_factor(form, value, change, better)
    assert factor is None or 0 < factor < math.inf


@given(positive, positive)
def test_a_larger_gain_is_a_larger_factor(one: float, other: float) -> None:
    low, high = sorted((one, other))
    for form, change, better in (("ratio", "increase", "more"), ("ratio", "decrease", "less")):
        a, b = (improvement_factor(form, v, change, better) for v in (low, high))  # type: ignore[arg-type]
        assert a is not None
        assert b is not None
        assert a <= b


@given(st.floats(min_value=0.01, max_value=99.9), st.floats(min_value=0.01, max_value=99.9))
def test_a_larger_saving_is_a_larger_factor(one: float, other: float) -> None:
    low, high = sorted((one, other))
    a, b = (improvement_factor("percent", v, "decrease", "less") for v in (low, high))
    assert a is not None
    assert b is not None
    assert 1 < a <= b


@given(positive)
def test_the_same_ratio_up_and_down_or_of_opposite_metrics_cancel(ratio: float) -> None:
    up = improvement_factor("ratio", ratio, "increase", "more")
    for change, better in (("decrease", "more"), ("increase", "less")):
        down = improvement_factor("ratio", ratio, change, better)  # type: ignore[arg-type]
        assert up is not None
        assert down is not None
        assert up * down == pytest.approx(1)


@given(st.floats(min_value=0.01, max_value=99.9))
def test_a_saving_of_p_percent_is_a_share_of_the_rest(percent: float) -> None:
    saved = improvement_factor("percent", percent, "decrease", "less")
    assert saved == pytest.approx(improvement_factor("share", 100 - percent, "none", "less"))
