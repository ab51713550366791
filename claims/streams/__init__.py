"""Papers by the million: batches, processes, journals, Arrow and clusters around the one way through the house."""
