"""Why a score is another than it was: the difference of two scores, split exactly into what differs between them.

`split.py` is the way in; `shapley.py` splits, `mixtures.py` puts kernels together whose parts are of either side.
`known.py` gives register, evidence and trade as known on one day for use on another, `grounds.py` names what differs.
`rounding.py` rounds parts so that they still add up.
"""
