"""Work in other processes goes on when one of them is gone."""

from __future__ import annotations

import operator
import os
import sys
import time
from functools import partial

import pytest

from formcheck.errors import UsageError
from formcheck.pool import WorkerLostError, cluster, cores, processes, run_all

LONG_S = 60.0


def test_a_task_that_ends_its_process_costs_no_other() -> None:
    tasks = [partial(abs, -1), partial(os._exit, 3), partial(operator.truediv, 1, 0), partial(int)]
    told = dict(run_all(partial(processes, 2), operator.call, tasks, at_once=2))
    assert [type(told[task]) for task in tasks] == [int, WorkerLostError, ZeroDivisionError, int]
    assert told[tasks[0]] == 1


def test_given_up_by_ctrl_c_it_is_not_waited_for() -> None:
    begun_s = time.monotonic()
    with pytest.raises(KeyboardInterrupt), processes(1) as executor:
        future = executor.submit(time.sleep, 2 * LONG_S)
        while not future.running():
            time.sleep(0.01)
        raise KeyboardInterrupt
    assert time.monotonic() - begun_s < LONG_S


def test_only_the_cores_that_it_may_use_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1, 5, 7}, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert cores() == 3


def test_stopped_it_tells_no_more() -> None:
    assert list(run_all(partial(processes, 1), abs, [1], at_once=1, stopped=lambda: True)) == []


def test_threads_of_libraries_are_bounded_in_workers_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "5")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    names = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]
    told = dict(run_all(partial(processes, 1), os.getenv, names, at_once=1))
    assert list(told.values()) == ["5", "1"]
    assert "OPENBLAS_NUM_THREADS" not in os.environ


def test_a_cluster_that_is_not_there() -> None:
    pytest.importorskip("distributed", reason="needs the extra cluster")
    with pytest.raises(UsageError, match="no Dask scheduler"), cluster("nowhere://"):
        pass
