"""Papers from services on the network, as their records: the only room that asks anybody anything.

Each service is one module with a ``SERVICE``: how it is called, where it is, how long to wait between two requests,
and how it gives its answer page by page. What a record means is read by :mod:`claims.sources`, as from a file.
"""
