"""The way of one text through the rooms that read, and how sure what comes out of it is."""

from claims.pipeline.stages import Stages, abreast, extract, finished, read_text, sentences_of

__all__ = ["Stages", "abreast", "extract", "finished", "read_text", "sentences_of"]
