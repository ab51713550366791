"""Map a function over a stream with several processes: results in order, memory bounded."""

from __future__ import annotations

import itertools
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import TypeVar

from claims.errors import ClaimsError

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 2  # items waiting for each worker: enough that none runs dry while the reader reads
_LOOK_AGAIN_SECONDS = 1.0


def ordered_map(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    jobs: int = 1,
    known: Callable[[Item], Result | None] = lambda item: None,
) -> Iterator[tuple[Item, Result]]:
    """Yield each item with ``work(item)``, in the order of the items.

    Never more than ``3 * jobs`` items are held, however long the stream is.

    Args:
        work: A function of a module (workers import it by name), without effects.
        items: Taken lazily, in the calling thread. They are pickled on their way to a worker.
        jobs: Number of worker processes. With 1, or with a single item, no process is started.
        known: Called in the calling thread; a result that it returns is taken instead of working.

    Raises:
        ClaimsError: A worker died (killed, out of memory).
    """
    stream = iter(items)
    head = list(itertools.islice(stream, 2)) if jobs > 1 else []
    stream = itertools.chain(head, stream)
    if len(head) < 2:
        for item in stream:
            before = known(item)
            yield item, work(item) if before is None else before
        return
    yield from _in_processes(work, stream, jobs, known)


def _in_processes(
    work: Callable[[Item], Result],
    stream: Iterator[Item],
    jobs: int,
    known: Callable[[Item], Result | None],
) -> Iterator[tuple[Item, Result]]:
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_start_worker)
    workers: set[BaseProcess] = set()
    waiting: deque[tuple[Item, Future[Result]]] = deque()
    try:
        for item in stream:
            before = known(item)
            future: Future[Result] = Future()
            if before is not None:
                future.set_result(before)
            else:
                with _interrupts_held():
                    future = pool.submit(work, item)
                if len(workers) < jobs:
                    workers |= set(multiprocessing.active_children()) - others
            waiting.append((item, future))
            if len(waiting) > _AHEAD * jobs:
                first, done = waiting.popleft()
                yield first, _result(done, pool, workers)
        while waiting:
            first, done = waiting.popleft()
            yield first, _result(done, pool, workers)
    except (BrokenProcessPool, ConnectionError, EOFError) as error:
        raise ClaimsError(
            "a worker process was killed (out of memory?): try again with fewer --jobs"
        ) from error
    except BaseException:
        # Nobody will ask for what the workers are at; they need not come to its end.
        _end(pool, workers)
        raise
    finally:
        # Left to itself, the pool's thread may be at its end just when the program is: either may find a pipe closed.
        pool.shutdown(wait=True, cancel_futures=True)


def _result(future: Future[Result], pool: ProcessPoolExecutor, workers: set[BaseProcess]) -> Result:
    """Wait for a result, and see whether a worker has died while it was handing one over."""
    while True:
        try:
            return future.result(timeout=_LOOK_AGAIN_SECONDS)
        except TimeoutError:
            if future.done():  # the work's own
                raise
            if not all(worker.is_alive() for worker in workers):
                _end(pool, workers)


def _end(pool: ProcessPoolExecutor, workers: set[BaseProcess]) -> None:
    """End the workers, and with them the wait for what they were saying.

    A worker that dies in the middle of a result leaves the pool's thread waiting for the rest. That ends when
    nobody can write any more, and the last who could is this process itself.
    """
    for worker in workers:
        worker.terminate()
    results = getattr(pool, "_result_queue", None)
    if results is not None:  # gone once the pool is shut down
        results._writer.close()


def _context() -> BaseContext:
    """Return how workers are started.

    A child of this process would inherit the locks of threads that it does not have (polars, DuckDB). So the
    children are forked from a process that has none, and has loaded once what each of them needs; where
    there is no fork, each begins from nothing.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["claims.streams.warm"])
    return context


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let Ctrl-C wait for the block to end.

    It goes to the whole process group, and the parent alone shall answer it. A worker is started by the call
    that submits its first item, and inherits that the signal is blocked, from its first moment on.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_worker() -> None:
    # The cores are shared out already: libraries with threads of their own would only wait for each other.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    # A worker waits on a queue whose writing end it holds itself, so it would never see its parent die.
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
