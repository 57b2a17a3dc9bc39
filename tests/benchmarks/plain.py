"""The yardstick: Flask and gunicorn around ``predict_proba`` and nothing else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from flask import Flask, jsonify, request

from service.risk.bundle import storage


def application() -> Flask:
    """POST {"rows": [[...]]} -> {"probabilities": [...]}."""
    estimator = storage.load(Path(os.environ["MODEL_DIR"])).model.estimators["main"]
    app = Flask("plain")

    @app.post("/predict")
    def predict() -> Any:
        rows = np.array(request.get_json()["rows"], dtype=np.float64)
        return jsonify({"probabilities": estimator.predict_proba(rows)[:, 1].tolist()})

    return app
