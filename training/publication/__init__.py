"""From a fit to the model that serves: build the bundle, hold it against the gate, publish it, or take it back.

`model_card.py`, `report.py` and `svg_plots.py` write what readers see; `reference_portfolio.py` places scores.
"""
