"""What the command ``claims`` runs: it answers signals while the program itself is still being loaded."""

# Nothing that takes time may be imported before signals are answered: signal itself would load much.
import _signal as signal  # type: ignore[import-not-found]
import os

ENDED_BY = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def _answer(status: int | None) -> None:
    """Let signals end the process at once, with a status; without one, nothing is begun yet."""

    def end(number: int, _: object) -> None:
        if status is None and number == signal.SIGINT:
            try:  # noqa: SIM105 - contextlib would take longer to load than all of this
                os.write(2, b"claims: interrupted; nothing was left half-written\n")
            except OSError:
                pass
        os._exit(128 + number if status is None else status)

    for number in ENDED_BY:
        # What is ignored (nohup, a job in the background) stays so.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)


def main() -> int:
    """Load the command line and run it; see :func:`claims.cli.main`."""
    _answer(None)
    from claims.cli import main as run  # noqa: PLC0415 - takes long enough to be interrupted

    status = run()
    # The work is over, and its status stands, whatever comes while Python puts its things away.
    _answer(status)
    return status
