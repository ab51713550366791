"""How the time of reading is shared out between its stages, over batches of texts as commands read them."""

from __future__ import annotations

import time
from collections.abc import Sequence

from claims.pipeline import read_text
from claims.streams.batches import Text

STAGES = (
    "numbers", "quantities", "sentences with quantities", "tokens", "readings", "what links look up", "links",
    "candidates of the second reader", "second reader, claims",
)  # fmt: skip
"""What stands between the places where :func:`claims.pipeline.read_text` stands still."""


def seconds_by_stage(texts: Sequence[Text], abreast: int = 192) -> dict[str, float]:
    """Return the processor time of each stage of the reading.

    Args:
        texts: Abstracts and titles; vocabularies should be loaded.
        abreast: So many texts go through each stage together.
    """
    spent = dict.fromkeys(STAGES, 0.0)
    for first in range(0, len(texts), abreast):
        under_way = [read_text(*each) for each in texts[first : first + abreast]]
        for stage in STAGES:
            begun = time.process_time()
            under_way = [each for each in under_way if next(each, _DONE) is not _DONE]
            spent[stage] += time.process_time() - begun
    return spent


_DONE = object()
