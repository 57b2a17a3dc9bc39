"""Training: from trade statistics and evidence tables to the model that the service loads. From the ground up:

`tables/`, `derived/`, `data/` and `curation/`, `metrics/`, `fit/`, `evaluation/`, `publication/`, `monitoring/`,
`commands/`, and `__main__.py`.
"""

import os

# One thread unless told otherwise, set before scikit-learn loads OpenMP: the trees are small, a second thread gains
# little, and where other work holds the cores threads spin for each other (two were seven times slower than one).
os.environ.setdefault("OMP_NUM_THREADS", "1")
