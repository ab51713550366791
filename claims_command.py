"""What the command ``claims`` runs: it answers signals while the program itself is still being loaded."""

# Nothing that takes time may be imported before signals are answered: signal itself would load much.
import _signal as signal  # type: ignore[import-not-found]
import os

USAGE = 2
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


def _tell_of_another_package() -> bool:
    """Say in one line where the package ``claims`` is not this program's; return whether it is not."""
    import sys  # noqa: PLC0415 - after signals are answered

    package = sys.modules.get("claims")
    if package is None or hasattr(package, "_HOMES"):
        return False
    place = os.path.dirname(getattr(package, "__file__", None) or "") or "some place on the path of Python"  # noqa: PTH120
    line = (
        f"claims: {place}: is another package of this name: pip uninstall claims, then pip install --force-reinstall"
        " --no-deps claimsdb, or keep the two in environments of their own\n"
    )
    os.write(2, line.encode("utf-8", "backslashreplace"))
    return True


def main() -> int:
    """Load the command line and run it; see :func:`claims.cli.main`."""
    _answer(None)
    try:
        from claims.cli import main as run  # noqa: PLC0415 - takes long enough to be interrupted
    except ImportError:
        if not _tell_of_another_package():
            raise
        return USAGE
    if _tell_of_another_package():  # it has taken the place of a part of this one
        return USAGE
    status = run()
    # The work is over, and its status stands, whatever comes while Python puts its things away.
    _answer(status)
    return status


def program() -> None:
    """Run the command line, and end the process with its status.

    All work is over then and all files are closed. Taking vocabularies and libraries apart object by object would take
    a quarter of the processor time of a short command, and nobody would have anything of it.
    """
    status = main()
    import sys  # noqa: PLC0415 - after signals are answered
    import threading  # noqa: PLC0415

    if threading.active_count() == 1:  # what still works is waited for in the usual way
        import atexit  # noqa: PLC0415

        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            try:  # noqa: SIM105 - as above
                stream.flush()
            except (AttributeError, OSError, ValueError):  # closed, or its reader is gone: told before
                pass
        os._exit(status)
    sys.exit(status)
