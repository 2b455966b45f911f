"""The training's own arithmetic: gradients are those of the loss, and a network can learn."""

from __future__ import annotations

import numpy as np
import pytest

from tests.training.network import Network, Recipe, gaussian, robust, train


def test_gradients_match_finite_differences() -> None:
    rng = np.random.default_rng(0)
    net = Network((4, 6, 3), rng)
    for part in (*net.weights, *net.biases):
        part[...] = rng.normal(0, 0.5, part.shape)
    x = rng.standard_normal((5, 4)).astype(np.float32)
    target = rng.standard_normal((5, 3)).astype(np.float32)

    def loss() -> float:
        return float(0.5 * ((net.forward(x)[0].astype(np.float64) - target) ** 2).sum())

    out, kept = net.forward(x)
    of_weights, of_biases = net.backward(out - target, kept)
    for parts, gradients in ((net.weights, of_weights), (net.biases, of_biases)):
        for part, gradient in zip(parts, gradients, strict=True):
            place = np.unravel_index(rng.integers(part.size), part.shape)
            before = part[place]
            part[place] = before + 1e-2
            up = loss()
            part[place] = before - 1e-2
            down = loss()
            part[place] = before
            assert gradient[place] == pytest.approx((up - down) / 2e-2, rel=0.02, abs=0.02)


def test_a_network_learns_a_curve() -> None:
    def batch(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        x = rng.uniform(-1, 1, (128, 2)).astype(np.float32)
        return x, np.sin(3.0 * x[:, :1]) * x[:, 1:]

    net = train(batch, robust, (2, 1), Recipe(hidden=(24, 12), steps=1500, rate=1e-2), seed=1)
    x, wanted = batch(np.random.default_rng(9))
    wrong = net.forward(x)[0] - wanted
    assert np.sqrt((wrong**2).mean()) < 0.1 * wanted.std()


def test_the_spread_learns_how_large_errors_are() -> None:
    def batch(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        x = rng.uniform(0, 1, (256, 1)).astype(np.float32)
        error = rng.standard_normal((256, 1)) * np.where(x > 0.5, 3.0, 1.0)
        return x, (error**2).astype(np.float32)

    net = train(batch, gaussian, (1, 1), Recipe(hidden=(16,), steps=1500, rate=1e-2), seed=2)
    low, high = np.exp(0.5 * net.forward(np.array([[0.2], [0.8]], np.float32))[0][:, 0])
    assert low == pytest.approx(1.0, rel=0.25)
    assert high == pytest.approx(3.0, rel=0.25)
