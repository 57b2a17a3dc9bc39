"""What those who watch read, and how they are told.

`everybody.py` has the numbers of all tenants together, for the operator's metrics. `notices.py` keeps what changed,
`links.py` what opens one badge or feed.
"""
