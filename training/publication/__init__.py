"""From a fit to the model that serves: build the bundle, hold it against the gate, publish it, take it back, freeze.

`order_cases.py` and `invariants.py` are promises that no reason answers. `model_card.py` and `report.py` write what
readers see; `reference_portfolio.py` places scores.
"""
