"""Work that goes on after a request was answered. `runner.py` takes jobs from the queue, `kinds.py` knows how each kind
goes on, `imports.py` and `rescoring.py` do a step.

The queue is `service/store/jobs.py`. A step and what it says of itself are committed together, so none is done twice.
"""
