"""Make the engine as the product uses it: the pipeline with the estimators that ship with it.

Everything that analyses for a user (window, command line, re-scoring, benchmark) makes its
pipeline here, so that all of them give the same numbers.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Final

import numpy as np

from formcheck.assets import model_bytes
from formcheck.config import Config
from formcheck.errors import ModelError
from formcheck.measures.learned import TrunkEstimator
from formcheck.measures.maximum import Maximum
from formcheck.measures.neutral import Neutral
from formcheck.own_exercises import load_own_exercises
from formcheck.pipeline import Pipeline

ESTIMATOR: Final = "trunk_estimator"


@cache
def trunk_estimator() -> TrunkEstimator:
    """Return the bundled trunk estimators; read once.

    Raises
    ------
    ModelError
        When the file is missing, altered or not understood.
    """
    try:
        with np.load(io.BytesIO(model_bytes(ESTIMATOR))) as file:
            return TrunkEstimator({name: file[name] for name in file.files})
    except (KeyError, ValueError) as error:
        raise ModelError(
            "The trunk estimators in models/ do not fit this version of FormCheck.",
            "Install FormCheck again, or restore models/ from the repository.",
        ) from error


def new_pipeline(
    config: Config | None = None,
    *,
    exercise: str | None = None,
    neutral_s: float | None = None,
    earlier: Neutral | None = None,
    maximum: Maximum | None = None,
    maximum_s: float | None = None,
) -> Pipeline:
    """Return a pipeline for one recording; the parameters are those of :class:`Pipeline`."""
    load_own_exercises()
    return Pipeline(
        config,
        exercise=exercise,
        neutral_s=neutral_s,
        estimator=trunk_estimator(),
        earlier=earlier,
        maximum=maximum,
        maximum_s=maximum_s,
    )
