"""The yardstick: Flask and gunicorn around ``predict_proba`` of a fixed scikit-learn model, and nothing else.

A histogram gradient boosting classifier of 200 trees on 28 features, fitted at start on seeded random numbers: what a
plain service of this kind would hold, whatever model is published here.
"""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from flask import Flask, jsonify, request
from sklearn.ensemble import HistGradientBoostingClassifier

TREES, FEATURES, ROWS, SEED = 200, 28, 4_000, 7


def application() -> Flask:
    """POST {"rows": [[...]]} -> {"probabilities": [...]}."""
    random = np.random.default_rng(SEED)
    known = random.normal(size=(ROWS, FEATURES))
    hit = known[:, :4].sum(axis=1) + random.normal(size=ROWS) > 1.0
    estimator = HistGradientBoostingClassifier(max_iter=TREES, early_stopping=False, random_state=SEED).fit(known, hit)
    app = Flask("plain")

    @app.post("/predict")
    def predict() -> Any:
        rows = np.array(request.get_json()["rows"], dtype=np.float64)
        return jsonify({"probabilities": estimator.predict_proba(rows)[:, 1].tolist()})

    return app
