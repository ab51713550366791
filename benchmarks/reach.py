"""How far each rule, relation and entry of a vocabulary reaches, and what it wins.

``python -m benchmarks.reach CORPUS GOLD... -o OUT.tsv`` extracts a corpus and the annotated samples, and writes a row
for each rule, relation, metric word, and entry of hardware, workloads and baselines: in how many abstracts of the
corpus it is used, in how many claims of the samples, and in how many of those what it gave is right. What no abstract
uses has a row too. A summary is printed: what is used in fewer than ten abstracts has to say what it guards, or go.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from claims.errors import ClaimsError
from claims.judging.agreement import core_agrees, names_of, same_name
from claims.judging.annotations import read_annotations
from claims.judging.score import extracted_now, match
from claims.model import Claim
from claims.names.aliases import fold
from claims.names.entries import baselines, hardware, resolve_hardware, resolve_workload, workloads
from claims.names.systems import resolve_baselines
from claims.reading import constructions
from claims.sources import read_papers
from claims.streams.batches import extract_papers
from claims.streams.cores import available_cores
from claims.syntax.vocabulary import metrics

RARE = 10

Part = tuple[str, str]
"""A kind (rule, relation, metric word, hardware, workload, baseline) and a name."""


def known() -> Iterator[Part]:
    """Yield every rule and every entry of the vocabularies."""
    yield from (("rule", rule.name) for rule in constructions() if not rule.refuse)
    yield from (("metric word", fold(alias)) for metric in metrics().values() for alias in metric.aliases)
    yield from (("hardware", entry.name) for entry in hardware())
    yield from (("workload", entry.name) for entry in workloads())
    yield from (("baseline", entry.name) for entry in baselines())


@cache
def _metric_words() -> frozenset[str]:
    return frozenset(fold(alias) for metric in metrics().values() for alias in metric.aliases)


@cache
def _entries(field: str, name: str) -> tuple[Part, ...]:
    """Return the entries that a name of a claim's field stands for."""
    if field == "hardware":
        machine = resolve_hardware(name)
        return ((field, machine.name),) if machine else ()
    if field == "workload":
        workload = resolve_workload(name)
        return ((field, workload.name),) if workload else ()
    return tuple(("baseline", known) for kind, known in resolve_baselines(name) if kind == "baselines")


def parts_of(claim: dict[str, Any]) -> Iterator[tuple[Part, str]]:
    """Yield what took part in a claim, each with the name that it gave (empty for what gave the core)."""
    yield ("rule", claim["rule"]), ""
    words = fold(claim["metric_text"] or "")
    if words in _metric_words():
        yield ("metric word", words), ""
    for field in ("hardware", "workload", "baseline"):
        for name in names_of(claim, field):
            for part in _entries(field, name):
                yield part, name
    for field, relation in (claim.get("relations") or {}).items():
        for name in names_of(claim, field):
            yield ("relation", f"{field}: {relation}"), name


def reach(claims_of_papers: Iterable[list[Claim]]) -> Counter[Part]:
    """Return in how many papers each part is used."""
    found: Counter[Part] = Counter()
    for claims in claims_of_papers:
        found.update({part for claim in claims for part, _ in parts_of(claim.as_dict())})
    return found


def wins(gold: Iterable[Path]) -> tuple[Counter[Part], Counter[Part]]:
    """Return in how many extracted claims of annotated papers each part is used, and how often it was right.

    A rule and a metric word are right where the core is, a name where the annotation has it in that field.
    """
    used: Counter[Part] = Counter()
    right: Counter[Part] = Counter()
    for file in gold:
        papers = list(read_annotations(file, with_text=True))
        for paper, found in zip(papers, extracted_now(papers), strict=True):
            partner = {id(extracted): annotated for annotated, extracted in match(paper, found.claims).pairs}
            for claim in found.claims:
                annotated = partner.get(id(claim))
                for part, name in parts_of(dict(claim)):
                    used[part] += 1
                    right[part] += annotated is not None and _is_right(part, name, annotated, dict(claim))
    return used, right


def _is_right(part: Part, name: str, annotated: Any, claim: dict[str, Any]) -> bool:
    if not name:
        return core_agrees(annotated, claim)
    kind, label = part
    field = label.partition(":")[0] if kind == "relation" else kind
    return any(same_name(name, other) for other in names_of(annotated, field))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, help="papers in any format that `claims run` reads")
    parser.add_argument("gold", type=Path, nargs="*", help="annotated papers, JSON Lines")
    parser.add_argument("-o", "--output", type=Path, required=True, help="tab-separated values")
    arguments = parser.parse_args()
    try:
        papers = read_papers([arguments.corpus], on_reject=lambda reject: None)
        found = extract_papers(papers, jobs=available_cores(), on_reject=lambda reject: None)
        abstracts = reach(claims for _, claims in found if claims)
        used, right = wins(arguments.gold)
    except ClaimsError as error:
        sys.exit(f"reach: {error}")
    parts = sorted({*known(), *abstracts, *used}, key=lambda part: (part[0], abstracts[part], part[1]))
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    with arguments.output.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, dialect="excel-tab")
        rows.writerow(["kind", "name", "abstracts", "annotated", "right"])
        rows.writerows([*part, abstracts[part], used[part], right[part]] for part in parts)
    print(f"{'':12}{'all':>8}{'in none':>9}{f'under {RARE}':>10}{'right':>8}")
    for kind in dict.fromkeys(kind for kind, _ in parts):
        those = [part for part in parts if part[0] == kind]
        seen = sum(used[part] for part in those)
        share = f"{sum(right[part] for part in those) / seen:8.0%}" if seen else f"{'-':>8}"
        none, rare = (sum(abstracts[part] < limit for part in those) for limit in (1, RARE))
        print(f"{kind:12}{len(those):8,}{none:9,}{rare:10,}{share}")
    print(f"\n{len(parts):,} rows in {arguments.output}")


if __name__ == "__main__":
    main()
