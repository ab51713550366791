"""schema/linking.toml: classes of words and relations, each with its examples and look-alikes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache

import pytest

from claims.errors import ClaimsError
from claims.linking import FirstReader, Links
from claims.linking.comparisons import FINDERS
from claims.linking.workloads import HARDWARE, WORKLOADS
from claims.numbers.scan import scan
from claims.reading import read
from claims.syntax.lexicon import lexicon
from claims.syntax.phrases import cue_words as cues
from claims.syntax.phrases.document import Document
from claims.syntax.sentence import Sentence
from claims.text.segmentation import sentence_spans

EXAMPLES = [(name, *example) for name, row in cues.relations().items() for example in row.examples]
LOOKALIKES = [(name, text) for name, row in cues.relations().items() for text in row.lookalikes]


def links_of(text: str) -> Iterator[Links]:
    """Yield the links of each number of a text."""
    spans = sentence_spans(text)
    found = scan(text)
    sentences = [
        Sentence(text, *span, [q for q in found if span[0] <= q.start < span[1]], lexicon(), i)
        for i, span in enumerate(spans)
    ]
    claiming = [(sentence, readings) for sentence in sentences if (readings := read(sentence))]
    document = Document(text, "", spans, frozenset(sentence.index for sentence, _ in claiming))
    reader = FirstReader(document)
    for sentence, readings in claiming:
        yield from reader.read(sentence, readings)


def given(text: str, relation: str) -> list[str]:
    """Return the names that a relation gives to the numbers of a text, each once."""
    field = cues.relations()[relation].field
    values = [getattr(each, field) for each in links_of(text) if each.relations.get(field) == relation]
    names = [name for value in values for name in ([value] if isinstance(value, str) else value)]
    return list(dict.fromkeys(names))


@pytest.mark.parametrize(("relation", "text", "names"), EXAMPLES)
def test_a_relation_gives_the_names_of_its_examples(relation: str, text: str, names: tuple[str, ...]) -> None:
    assert given(text, relation) == list(names)


@pytest.mark.parametrize(("relation", "text"), LOOKALIKES)
def test_a_relation_gives_nothing_for_its_lookalikes(relation: str, text: str) -> None:
    assert given(text, relation) == []


def test_every_finder_stands_for_a_relation_that_is_described() -> None:
    finders = {finder.relation for finder in (*FINDERS, *HARDWARE, *WORKLOADS)}
    assert finders <= set(cues.relations())


@pytest.mark.parametrize("name", cues.cues())
def test_a_class_of_words_holds_its_examples_and_not_its_lookalikes(name: str) -> None:
    row = cues.cues()[name]
    assert [text for text in row.examples if not row.pattern.search(text)] == []
    assert [text for text in row.lookalikes if row.pattern.search(text)] == []


@pytest.mark.source
@pytest.mark.parametrize(
    ("source", "reads", "told"),
    [
        ('[cue.prior]\nabout = "x"\nwords = []', cues.cues, "1: cue 'prior': words is missing or empty"),
        ('\n[cue.a]\nabout = "x"\nwords = ["b", "b"]\nexamples = ["b"]\nlookalikes = ["c"]', cues.cues,
         "2: cue 'a': 'b' stands there twice; leave one out"),
        ('[stops]\nclause = ["CLAUS"]', cues.stops, "2: stops 'clause': no kind of token is called CLAUS"),
        ('[metrics]\nmachine_free = ["sise"]', cache(lambda: cues.metrics_that.__wrapped__("machine_free")),
         "2: metrics 'machine_free': no metric is called"),
        ('[relation.than]\nfield = "system"\nabout = "x"\nexamples = [["a", "b"]]\nlookalikes = ["c"]',
         cues.relations, "1: relation 'than': field is 'system'; write one of subject, baseline"),
        ('[relation.than]\nfield = "baseline"\nabout = "x"\nexamples = ["a"]\nlookalikes = ["c"]',
         cues.relations, "1: relation 'than': an example is a list"),
    ],
)  # fmt: skip
def test_a_mistake_names_file_line_and_remedy(
    source: str, reads: object, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cues, "source", lambda: source)
    monkeypatch.setattr(cues, "load", lambda _: tomllib.loads(source))
    assert callable(reads)
    with pytest.raises(ClaimsError, match=r"schema/linking\.toml:") as error:
        reads.__wrapped__()  # type: ignore[attr-defined]
    assert f"schema/linking.toml:{told}" in str(error.value)
