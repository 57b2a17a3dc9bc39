"""Fitting what the service loads: the disruption model, dependence across hazards, severity, the prior of controls.

`disruption_model.py` holds the estimators and the walk-forward loop; `dask_cluster.py` lets others do the work.
"""
