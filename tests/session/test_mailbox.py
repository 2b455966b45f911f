"""Hand-over between threads: what is kept, what is replaced, who waits for whom."""

from __future__ import annotations

import threading

import pytest

from formcheck.mailbox import BoundedQueue, ChannelClosed, ChannelTimeout, Mailbox

GUARD_S = 30.0


def test_the_newest_wins_and_the_others_are_counted() -> None:
    box: Mailbox[int] = Mailbox()
    for item in range(5):
        assert box.put(item)
    assert box.get() == 4
    assert box.overwritten == 4
    box.put(5)
    assert box.get() == 5
    assert box.overwritten == 4


def test_a_queue_keeps_order_and_makes_the_writer_wait() -> None:
    queue: BoundedQueue[int] = BoundedQueue(2)
    put: list[int] = []
    full = threading.Event()

    def write() -> None:
        for item in range(5):
            if item == 2:
                full.set()
            queue.put(item)
            put.append(item)

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    assert full.wait(GUARD_S)
    assert put == [0, 1]
    assert [queue.get(GUARD_S) for _ in range(5)] == [0, 1, 2, 3, 4]
    writer.join(GUARD_S)
    assert not writer.is_alive()
    assert queue.overwritten == 0


def test_closing_releases_a_writer_that_waits_for_room() -> None:
    queue: BoundedQueue[int] = BoundedQueue(1)
    queue.put(0)
    answers: list[bool] = []
    writer = threading.Thread(target=lambda: answers.append(queue.put(1)), daemon=True)
    writer.start()
    queue.close()
    writer.join(GUARD_S)
    assert answers == [False]
    assert queue.get() == 0
    with pytest.raises(ChannelClosed):
        queue.get()


def test_closing_releases_a_reader() -> None:
    box: Mailbox[int] = Mailbox()
    outcomes: list[str] = []

    def read() -> None:
        try:
            box.get()
        except ChannelClosed:
            outcomes.append("closed")

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    box.close()
    reader.join(GUARD_S)
    assert outcomes == ["closed"]


@pytest.mark.parametrize("box", [Mailbox(), BoundedQueue(3)], ids=["mailbox", "queue"])
def test_a_producers_error_comes_after_its_last_item(
    box: Mailbox[str] | BoundedQueue[str],
) -> None:
    box.put("last")
    box.close(KeyError("first"))
    box.close(ValueError("second"))
    assert box.closed
    assert not box.put("too late")
    assert box.get() == "last"
    for _ in range(2):
        with pytest.raises(KeyError, match="first"):
            box.get()


def test_discarding_throws_away_what_lies_there() -> None:
    box: Mailbox[int] = Mailbox()
    box.put(1)
    box.close(discard=True)
    with pytest.raises(ChannelClosed):
        box.get()


def test_a_nudge_and_a_time_limit_wake_the_reader_with_nothing() -> None:
    box: Mailbox[int] = Mailbox()
    box.nudge()
    with pytest.raises(ChannelTimeout):
        box.get()
    with pytest.raises(ChannelTimeout):
        box.get(0.0)
    box.nudge()
    box.put(7)
    assert box.get() == 7
