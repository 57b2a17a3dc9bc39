"""Who stands at each stage behind a purchase: a country for every stage, with weights.

`origins.py` builds paths: `tracing.py` grows them by the rules of `branches.py`, `behind.py` joins what has grown,
`routes.py` numbers them. `makers.py` says who makes a stage's good, `default_mix.py` where a buyer gets it unless a
line says so, `feed.py` what a separator works on. `sourcing.py` keeps these for a day, `provenance.py` their figures.
"""
