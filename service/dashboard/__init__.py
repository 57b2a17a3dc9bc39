"""Pages for people: the documentation of the service and what the codes of its problems mean.

`pages.py` serves what stands in `templates/` and `static/`.
"""
