"""Errors that a user can mend: one line each, naming the place and the remedy."""


class ClaimsError(Exception):
    """A mistake in the input or the call. The command line prints it as one line and exits with 2."""
