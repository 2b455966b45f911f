"""Known chatter is swallowed, everything else still reaches the user."""

from __future__ import annotations

import os

import pytest

from formcheck.cli.output import progress_console
from formcheck.pose.quiet import hushed, is_noise

NOISE = [
    b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n",
    b"WARNING: Logging before InitGoogle() is written to STDERR\n",
    b"W0000 00:00:1.2 24083 inference_feedback_manager.cc:121] Feedback manager requires\n",
    b"W0000 00:00:1.2 656 landmark_projection_calculator.cc:81] Using NORM_RECT without\n",
    b"INFO: [accelerator_registry.cc:43] DestroyAccelerator: ptr=0x7fd4, name=CpuAccelerator\n",
    b"WARNING: [model_load.cc:402] Sparsity tensors may not yet be fully supported.\n",
    b"W0000 00:00:1.2 24724 inference_runner_litert.cc:1433] Input tensor memory is not aligned\n",
]
REAL = b"E0000 00:00:1.2 24083 calculator_graph.cc:928] FAILED_PRECONDITION: no memory\n"


@pytest.mark.parametrize("line", NOISE)
def test_noise_is_known(line: bytes) -> None:
    assert is_noise(line)


def test_noise_is_dropped_and_errors_are_kept(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FORMCHECK_DEBUG", raising=False)
    with hushed():
        for line in (*NOISE, REAL):
            os.write(2, line)
    assert capfd.readouterr().err == REAL.decode()


def test_errors_are_kept_when_the_start_fails(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FORMCHECK_DEBUG", raising=False)
    with pytest.raises(RuntimeError), hushed():
        os.write(2, NOISE[0] + REAL)
        raise RuntimeError
    os.write(2, b"after\n")
    assert capfd.readouterr().err == REAL.decode() + "after\n"


def test_debugging_shows_everything(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMCHECK_DEBUG", "1")
    with hushed():
        os.write(2, NOISE[0])
    assert capfd.readouterr().err == NOISE[0].decode()


def test_works_without_a_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_descriptor(_: int) -> int:
        raise OSError(9, "Bad file descriptor")

    monkeypatch.delenv("FORMCHECK_DEBUG", raising=False)
    monkeypatch.setattr(os, "dup", no_descriptor)
    with hushed():
        pass


def test_progress_is_drawn_although_it_is_held_back_where_it_begins() -> None:
    with hushed():
        assert progress_console().is_terminal
