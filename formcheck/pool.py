"""Do one thing to many, several at a time: in processes of this computer, or on a Dask cluster.

Both are executors of :mod:`concurrent.futures`, so that everything else is the same for them::

    with_workers = partial(processes, 4)           # or partial(cluster, "tcp://10.0.0.7:8786")
    for task, told in run_all(with_workers, analyse, tasks, at_once=4):
        ...
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import queue
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from typing import Final, TypeVar

from formcheck.errors import FormCheckError, UsageError
from formcheck.extras import load_extra

T = TypeVar("T")
R = TypeVar("R")

Workers = Callable[[], contextlib.AbstractContextManager[Executor]]

_POLL_S: Final = 0.5
"""So often it is asked whether to stop; Windows tells no Ctrl-C to what waits without an end."""

_CONNECT_S: Final = 10
"""A scheduler answers within milliseconds; this much is left to a network that is busy."""

_THREADS: Final = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
    "OPENCV_FOR_THREADS_NUM",
)  # fmt: skip
"""How numpy's libraries and OpenCV are told how many threads each process may take."""


_MOST_ON_WINDOWS: Final = 61
"""More processes than this a pool cannot wait for there (``concurrent.futures`` refuses them)."""


def cores() -> int:
    """Return how many cores this process may use: a cluster's queue gives it a few of many."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


class WorkerLostError(FormCheckError):
    """A worker that ended in the middle of its work, by a crash or for lack of memory."""


def run_all(
    workers: Workers,
    function: Callable[[T], R],
    tasks: Iterable[T],
    *,
    at_once: int,
    stopped: Callable[[], bool] = lambda: False,
) -> Generator[tuple[T, R | Exception], None, None]:
    """Yield each task with what the function returned or raised, as they are done.

    Where a process ends without a word, all that were in work are begun again, each with workers
    to itself: the one that ends them again comes with a :class:`WorkerLostError`, the others are
    done and the rest goes on.

    Parameters
    ----------
    workers : callable
        Opens an executor, as :func:`processes` and :func:`cluster` do.
    function : callable
        Of a module, as are the tasks: both are sent to another process.
    tasks : iterable
    at_once : int
        How many are handed over at a time; no more results than that are ever held.
    stopped : callable
        Whether to end without waiting for what is in work.

    Raises
    ------
    FormCheckError
        When the cluster has gone.
    """
    waiting = deque(tasks)
    while waiting and not stopped():
        for task in (yield from _until_lost(workers, function, waiting, at_once, stopped)):
            if stopped():
                return
            if (yield from _until_lost(workers, function, deque([task]), 1, stopped)):
                yield (
                    task,
                    WorkerLostError(
                        "The process that was at it ended without a word.",
                        "Either its memory was used up, or a library failed on it.",
                    ),
                )


def _until_lost(
    workers: Workers,
    function: Callable[[T], R],
    waiting: deque[T],
    at_once: int,
    stopped: Callable[[], bool],
) -> Generator[tuple[T, R | Exception], None, list[T]]:
    """Work until all is done, or return what was in work when processes were lost."""
    running: dict[Future[R], T] = {}
    finished: queue.SimpleQueue[Future[R]] = queue.SimpleQueue()
    with workers() as executor:
        while waiting or running:
            try:
                while waiting and len(running) < at_once:
                    future = executor.submit(function, waiting[0])
                    running[future] = waiting.popleft()
                    future.add_done_callback(finished.put)
            except BrokenExecutor:
                return list(running.values())
            try:
                future = finished.get(timeout=_POLL_S)
            except queue.Empty:
                if stopped():
                    return []
                continue
            if stopped():
                return []
            told = _told(future)
            if isinstance(told, BrokenExecutor):
                return list(running.values())
            yield running.pop(future), told
    return []


def _told(future: Future[R]) -> R | Exception:
    if future.cancelled():
        raise FormCheckError(
            "The scheduler of the cluster has gone.",
            "What is finished is kept: the same command goes on from there.",
        )
    error = future.exception()
    if error is None:
        return future.result()
    if type(error).__module__.startswith("distributed"):
        # KilledWorker and its like: Dask has tried it on several workers by then.
        return WorkerLostError(f"The cluster lost the workers that were at it: {error}")
    if isinstance(error, Exception):
        return error
    raise error


@contextlib.contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """Open so many processes of this computer, each of which computes in one thread.

    They end with this process, however that ends, and leave Ctrl-C to it: a KeyboardInterrupt in
    the block ends what is in work at once.
    """
    if sys.platform == "win32":
        jobs = min(jobs, _MOST_ON_WINDOWS)
    with _one_thread_each():
        # A forked child would inherit threads of libraries that do not survive that.
        context = multiprocessing.get_context("spawn")
        watched, held = context.Pipe(duplex=False)
        pool = ProcessPoolExecutor(
            jobs, mp_context=context, initializer=_begin_worker, initargs=(watched,)
        )
        try:
            yield pool
        except KeyboardInterrupt:
            held.close()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            held.close()
            watched.close()


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Open the workers of a Dask scheduler; what is left undone is taken back from them.

    Raises
    ------
    MissingPackageError
        When ``distributed`` is not installed.
    UsageError
        When there is no scheduler at the address.
    """
    distributed = load_extra("distributed", "cluster")
    try:
        client = distributed.Client(address, timeout=_CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"There is no Dask scheduler at {address}.",
            "Start one with: dask scheduler, and name the address it prints.",
        ) from error
    # Not pure: the same task again is to be done again.
    executor: Executor = client.get_executor(pure=False)
    try:
        yield executor
    finally:
        executor.shutdown(wait=False)
        client.close()


@contextlib.contextmanager
def _one_thread_each() -> Iterator[None]:
    """Have processes that start in this block compute in one thread, unless the user says else."""
    mine = {name: "1" for name in _THREADS if name not in os.environ}
    os.environ.update(mine)
    try:
        yield
    finally:
        for name in mine:
            os.environ.pop(name, None)


def _begin_worker(watched: multiprocessing.connection.Connection) -> None:
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    # A pool's worker would wait for ever for what a parent that was killed has to say.
    threading.Thread(target=_end_with, args=(watched,), daemon=True).start()


def _end_with(watched: multiprocessing.connection.Connection) -> None:
    """End this process when the other end is closed: given up, or its parent has ended."""
    multiprocessing.connection.wait([watched])
    os._exit(1)
