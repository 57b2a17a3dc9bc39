"""The service: `app.py` builds the Flask application, `api/` answers each resource, `schemas/` names what it says.

`risk/` is the kernel that scores; it knows no web and no database. `store/` keeps BOMs and scores.
"""
