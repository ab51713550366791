"""Numbers with their units, ranges and qualifiers in any scientific text."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims.errors import ClaimsError
from claims.numbers import around
from claims.numbers.quantities import quantities
from claims.numbers.scan import scan
from claims.numbers.units import canonical_unit
from claims.text.markup import clean

PIECES = [
    *(
        "2.4",
        "1,000",
        ".5",
        "10",
        "-",
        "–",
        "~",
        "%",
        "\\%",
        "x",
        "×",
        "$",
        "\\times",
        "\\sim",
        " ",
        " to ",
        " and ",
    ),
    *(
        "times",
        "ms",
        "mm2",
        " tokens/s",
        "/J",
        "±",
        "^",
        "{-5}",
        "e",
        "e^{",
        "}",
        "k",
        " million",
        "two ",
        "half",
    ),
    *("orders of magnitude", "between ", "from ", "(", ")", ",", ".", "\\$", "K", "out of ", "approx", "sim"),
    *("\\mu", "fold", "1st place"),
]
MIXED = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=30).map("".join)

# text, quote, lower end, upper end, unit, kind
SPELLINGS = [
    (r"a 3.09$\times$ gain", r"3.09$\times$", 3.09, 3.09, "x", "ratio"),
    ("a 2.25times gain", "2.25times", 2.25, 2.25, "x", "ratio"),
    ("gains of 7.1 times", "7.1 times", 7.1, 7.1, "x", "ratio"),
    ("3.65 sim 39.14times faster", "3.65 sim 39.14times", 3.65, 39.14, "x", "ratio"),
    ("2.97~25.22x faster", "2.97~25.22x", 2.97, 25.22, "x", "ratio"),
    ("1.3x~90.1x faster", "1.3x~90.1x", 1.3, 90.1, "x", "ratio"),
    (r"$2.9\times \sim 12.5\times$", r"2.9\times \sim 12.5\times", 2.9, 12.5, "x", "ratio"),
    ("a 12-fold rise", "12-fold", 12, 12, "x", "ratio"),
    ("twice as fast", "twice", 2, 2, "x", "ratio"),
    ("two orders of magnitude", "two orders of magnitude", 100, 100, "x", "magnitude"),
    ("an order of magnitude", "an order of magnitude", 10, 10, "x", "magnitude"),
    ("orders of magnitude", "orders of magnitude", 10, None, "x", "magnitude"),
    (r"73.62\% top-1", r"73.62\%", 73.62, 73.62, "percent", "percent"),
    (r"saves 20\%-50\% of it", r"20\%-50\%", 20, 50, "percent", "percent"),
    ("falls by 42.9 %", "42.9 %", 42.9, 42.9, "percent", "percent"),
    ("approx60% less", "60%", 60, 60, "percent", "percent"),
    ("12 percent", "12 percent", 12, 12, "percent", "percent"),
    ("between 83.9% and 100%", "83.9% and 100%", 83.9, 100, "percent", "percent"),
    ("3 percentage points", "3 percentage points", 3, 3, "percent", "percent"),
    ("8e^{-5}muJ", "8e^{-5}muJ", 8e-5, 8e-5, "μJ", "measure"),
    (r"costs \$184M", r"\$184M", 184e6, 184e6, "USD", "measure"),
    ("13,232 mm2", "13,232 mm2", 13232, 13232, "mm^2", "measure"),
    ("249,960 tokens/s", "249,960 tokens/s", 249960, 249960, "token/s", "measure"),
    ("36 tokens/J", "36 tokens/J", 36, 36, "token/J", "measure"),
    ("25 petaflops", "25 petaflops", 25, 25, "PFLOP/s", "measure"),
    ("60 ps", "60 ps", 60, 60, "ps", "measure"),
    ("0.31 samples/kJ", "0.31 samples/kJ", 0.31, 0.31, "sample/kJ", "measure"),
    ("10-20 ms", "10-20 ms", 10, 20, "ms", "measure"),
    ("5 g of salt", "5 g", 5, 5, "g", "measure"),
    ("at 300 K", "300 K", 300, 300, "K", "measure"),
    ("0.5 mol/L of acid", "0.5 mol/L", 0.5, 0.5, "mol/L", "measure"),
    ("220K tokens", "220K tokens", 220000, 220000, "token", "measure"),
    ("33 million", "33 million", 33e6, 33e6, "1", "number"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "lo", "hi", "unit", "kind"), SPELLINGS)
def test_a_spelling_is_read(text: str, quote: str, lo: float, hi: float | None, unit: str, kind: str) -> None:
    found = [(q.text, q.lo, q.hi, q.unit, q.kind) for q in quantities(text)]
    assert found == [(quote, lo, hi, canonical_unit(unit) or unit, kind)]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        (">90%", "at_least"), ("over 3x", "at_least"), ("more than 5 ms", "at_least"),
        ("<!0.5%", "less_than"),
        ("less than 1%", "less_than"), ("below 5 ms", "less_than"), ("as much as 4x", "up_to"),
        ("up to 2x", "up_to"), ("about 4x", "approx"), ("~4x", "approx"), (r"$\sim$4x", "approx"),
        ("nearly 60%", "approx"),
        ("approx60%", "approx"), ("sim 80%", "approx"), (r"$\geq$ 4x", "at_least"), ("4x", "exact"),
    ],
)  # fmt: skip
def test_a_qualifier_is_read(text: str, bound: str) -> None:
    assert [q.bound for q in quantities(f"It is {text} better.")] == [bound]


def test_an_uncertainty_belongs_to_its_number() -> None:
    found = quantities("a length of 3.2 ± 0.1 mm")
    assert [(q.text, q.lo, q.uncertainty, q.unit) for q in found] == [("3.2 ± 0.1 mm", 3.2, 0.1, "mm")]


@pytest.mark.parametrize("text", ["(3.2 ± 0.1) × 10^-3 m", r"(3.2 \pm 0.1) \times 10^{-3} m"])
def test_a_power_of_ten_belongs_to_number_and_uncertainty(text: str) -> None:
    [found] = quantities(f"a length of {text} here")
    assert (found.text, found.unit) == (text, "m")
    assert (found.lo, found.hi, found.uncertainty) == pytest.approx((0.0032, 0.0032, 0.0001))


def test_sides_share_their_unit() -> None:
    assert [(q.text, q.lo, q.unit) for q in quantities("plates of 20 x 30 mm")] == [
        ("20", 20.0, "mm"), ("30 mm", 30.0, "mm")
    ]  # fmt: skip
    assert [(q.text, q.unit) for q in quantities("4 x 2.5 GHz")] == [("4", "1"), ("2.5 GHz", "GHz")]


def test_lists_are_read_number_by_number() -> None:
    assert [q.text for q in quantities("72%,60% and 59%")] == ["72%", "60%", "59%"]
    assert [q.text for q in quantities("17.77%, 2.49x, and 2.32x")] == ["17.77%", "2.49x", "2.32x"]
    assert [q.text for q in quantities("5,555x/85x of A/B")] == ["5,555x", "85x"]


@pytest.mark.parametrize("text", ["GPT-4", "ResNet50", "v2.1", "pass@1", "COVID-19", "A100", "H2O", "Mk3"])
def test_a_number_inside_a_name_is_none(text: str) -> None:
    assert quantities(f"We use {text} here.") == []


def test_a_quantity_converts_through_its_units() -> None:
    (found,) = quantities("36 tokens/J")
    assert found.quantity.to("token/kJ").magnitude == pytest.approx(36000)
    (found,) = quantities("50%")
    assert found.quantity.to("dimensionless").magnitude == pytest.approx(0.5)


@example(r"synthesized It 10^{99\%999}nm.")
@example("serves 25 per million tokens, with texts of 1/2M tokens, 1/000 at K")
@given(MIXED)
@example("by 10^{9 9999}-fold")
@example("30 twice tokens/s")
def test_spans_lie_in_the_text_in_order_without_overlap(text: str) -> None:
    found = quantities(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(q.text == text[q.start : q.end] for q in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(MIXED)
def test_ranges_go_up_and_units_are_known(text: str) -> None:
    for q in scan(clean(text)):
        assert q.hi is None or q.lo <= q.hi or "~" in q.text
        assert q.unit in {"x", "percent", "1"} or canonical_unit(q.unit) == q.unit


@given(st.text())
def test_any_text_is_read_without_error(text: str) -> None:
    for q in quantities(text):
        assert q.text == text[q.start : q.end]


def test_a_list_of_words_that_is_none_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(around._LISTS._lists, "negative", "minus")
    with pytest.raises(ClaimsError, match=r"schema/around_numbers\.toml:\d+: 'negative' is no list of words"):
        around.any_of("negative")
    with pytest.raises(ClaimsError, match=r"schema/around_numbers\.toml: 'positive' is no list of words"):
        around.any_of("positive")
