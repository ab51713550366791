"""Names of hardware, workloads, baselines and systems: vocabularies, and finding them in a text."""
