"""Ctrl-C and q end a session in order."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator

import pytest

from formcheck.cli import stopping

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and terminals")


def test_the_first_interrupt_stops_and_the_second_raises() -> None:
    stopped = threading.Event()
    before = signal.getsignal(signal.SIGINT)
    with stopping.stopping_on_interrupt(stopped.set) as interruption:
        assert not interruption.asked
        signal.raise_signal(signal.SIGINT)
        assert interruption.asked
        assert stopped.wait(10)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


@pytest.fixture
def heard() -> Iterator[None]:
    """Let a closed terminal be heard of, which a run under nohup ignores."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_end_of_system_or_terminal_stops_too(number: signal.Signals) -> None:
    stopped = threading.Event()
    before = signal.getsignal(number)
    with stopping.stopping_on_interrupt(stopped.set) as interruption:
        signal.raise_signal(number)
        assert interruption.asked
        assert stopped.wait(10)
    assert signal.getsignal(number) is before


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_is_said_twice_still_ends_in_order(number: signal.Signals) -> None:
    calls: list[int] = []
    with stopping.stopping_on_interrupt(lambda: calls.append(1)):
        for _ in range(3):
            signal.raise_signal(number)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert calls == [1]


def test_what_goes_on_without_a_terminal_goes_on() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stopping.stopping_on_interrupt(pytest.fail) as interruption:
            signal.raise_signal(signal.SIGHUP)
            assert not interruption.asked
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_terminal_that_goes_away_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    master, slave = os.openpty()
    stopped = threading.Event()
    with open(slave, encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        with stopping.stopping_on_q(stopped.set):
            os.close(master)
            assert stopped.wait(10)


def test_an_interrupt_that_finds_its_own_lock_held_does_not_hang() -> None:
    lock = threading.Lock()

    def stop() -> None:
        with lock:
            pass

    with stopping.stopping_on_interrupt(stop) as interruption:
        with lock:
            signal.raise_signal(signal.SIGINT)
        assert interruption.asked


def test_q_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    master, slave = os.openpty()
    stopped = threading.Event()
    with open(slave, encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        with stopping.stopping_on_q(stopped.set):
            os.write(master, b"xq")
            assert stopped.wait(10)
    os.close(master)
    assert not [thread for thread in threading.enumerate() if thread.name == "formcheck-keys"]


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_terminal_is_as_before_after_every_end(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    import termios

    master, slave = os.openpty()
    stopped = threading.Event()
    with open(slave, encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        before = termios.tcgetattr(slave)
        with stopping.stopping_on_interrupt(stopped.set), stopping.stopping_on_q(stopped.set):
            assert termios.tcgetattr(slave) != before
            signal.raise_signal(number)
            assert stopped.wait(10)
        assert termios.tcgetattr(slave) == before
    os.close(master)


def test_without_a_terminal_no_key_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    with open(reading, encoding="utf-8") as pipe, open(writing, "wb") as end:
        monkeypatch.setattr(sys, "stdin", pipe)
        end.write(b"q")
        with stopping.stopping_on_q(pytest.fail):
            pass
