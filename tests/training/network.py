"""A small fully connected network and its training, in plain NumPy.

Two hidden layers are too little to need a framework, and the project then needs none.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Batch = Callable[[np.random.Generator], tuple[Array, Array]]
Loss = Callable[[Array, Array], Array]


@dataclass(frozen=True)
class Recipe:
    """How a network is trained.

    Attributes
    ----------
    hidden : widths of the hidden layers
    steps, rate : steps, and the peak of the learning rate, which then falls along a cosine
    decay : weight decay
    """

    hidden: tuple[int, ...] = (128, 64)
    steps: int = 4000
    rate: float = 2e-3
    decay: float = 1e-3


class Network:
    """Weights of a network with smooth rectifiers (SiLU) between its layers."""

    def __init__(self, sizes: tuple[int, ...], rng: np.random.Generator) -> None:
        self.weights = [
            (rng.standard_normal((a, b)) * np.sqrt(2.0 / a)).astype(np.float32)
            for a, b in itertools.pairwise(sizes)
        ]
        self.weights[-1] *= np.float32(0.3)
        self.biases = [np.zeros(b, np.float32) for b in sizes[1:]]

    def forward(self, x: Array) -> tuple[Array, list[tuple[Array, Array]]]:
        """Return the output and what :meth:`backward` needs of each layer."""
        kept: list[tuple[Array, Array]] = []
        for i, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            z = x @ w + b
            kept.append((x, z))
            x = z * _sigmoid(z) if i < len(self.weights) - 1 else z
        return x, kept

    def backward(
        self, gradient: Array, kept: list[tuple[Array, Array]]
    ) -> tuple[list[Array], list[Array]]:
        """Return the gradients of weights and biases for that of the output."""
        of_weights: list[Array] = []
        of_biases: list[Array] = []
        for i in reversed(range(len(self.weights))):
            x, z = kept[i]
            if i < len(self.weights) - 1:
                s = _sigmoid(z)
                gradient = gradient * (s * (1.0 + z * (1.0 - s)))
            of_weights.insert(0, x.T @ gradient)
            of_biases.insert(0, gradient.sum(axis=0))
            if i:
                gradient = gradient @ self.weights[i].T
        return of_weights, of_biases


def _sigmoid(z: Array) -> Array:
    value: Array = 1.0 / (1.0 + np.exp(-np.clip(z, -30.0, 30.0)))
    return value


class Adam:
    """Adam with decoupled weight decay (Loshchilov & Hutter 2019)."""

    def __init__(self, parameters: list[Array], decay: float) -> None:
        self._parameters, self._decay = parameters, decay
        self._mean = [np.zeros_like(p) for p in parameters]
        self._square = [np.zeros_like(p) for p in parameters]
        self._step = 0

    def step(self, gradients: list[Array], rate: float) -> None:
        """Move the parameters against their gradients, in place."""
        self._step += 1
        correction = np.sqrt(1 - 0.999**self._step) / (1 - 0.9**self._step)
        for p, g, m, v in zip(self._parameters, gradients, self._mean, self._square, strict=True):
            m += np.float32(0.1) * (g - m)
            v += np.float32(0.001) * (g * g - v)
            p -= np.float32(rate * correction) * m / (np.sqrt(v) + np.float32(1e-8))
            if p.ndim == 2:
                p -= np.float32(rate * self._decay) * p


def robust(out: Array, wanted: Array) -> Array:
    """Return the gradient of Huber's loss, bent at three units: a lost pose teaches nothing."""
    gradient: Array = np.clip(out - wanted, -3.0, 3.0).astype(np.float32)
    return gradient


def gaussian(out: Array, error: Array) -> Array:
    """Return the gradient of the Gaussian likelihood by a log variance, given squared errors.

    Errors beyond four standard deviations count as four.
    """
    precision = np.exp(-np.clip(out, -8.0, 8.0))
    gradient: Array = (0.5 * (1.0 - np.minimum(error * precision, 16.0))).astype(np.float32)
    return gradient


def train(batch: Batch, loss: Loss, sizes: tuple[int, int], recipe: Recipe, seed: int) -> Network:
    """Train a network.

    Parameters
    ----------
    batch : draws inputs (n, inputs) and what they should give (n, outputs)
    loss : gradient of the loss by the output
    sizes : inputs, outputs
    recipe : Recipe
    seed : int
        Equal seeds give equal networks on one machine.
    """
    rng = np.random.default_rng(seed)
    net = Network((sizes[0], *recipe.hidden, sizes[1]), rng)
    adam = Adam([*net.weights, *net.biases], recipe.decay)
    for step in range(recipe.steps):
        x, wanted = batch(rng)
        out, kept = net.forward(x)
        of_weights, of_biases = net.backward(loss(out, wanted) / np.float32(len(x)), kept)
        rate = recipe.rate * 0.5 * (1.0 + np.cos(np.pi * step / recipe.steps))
        adam.step([*of_weights, *of_biases], rate * min(1.0, (step + 1) / 100))
    return net
