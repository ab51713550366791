"""Imported once by the process that workers are forked from: all of them share what is loaded here.

Vocabularies and patterns take most of a second to load, and many megabytes; see :mod:`claims.streams.parallel`.
"""

import gc
import os

from claims.files.kept import keep
from claims.pipeline import extract
from claims.streams.cycles import COLLECT_AFTER

# What fails in a worker is told by its parent, in one line: a traceback of the worker's own would only be in the way.
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)

# Naming hardware, a workload and a baseline loads what is loaded at first use.
extract(
    "Larch is 2x faster than Birch on an NVIDIA A100 GPU and saves 5 ms on ImageNet.", title="Larch: Trees"
)

keep()

# Garbage collection would write to the pages that are shared, and each worker would get its own.
gc.collect()
gc.freeze()
gc.set_threshold(COLLECT_AFTER)
