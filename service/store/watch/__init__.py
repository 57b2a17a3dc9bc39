"""What those who watch read, and how they are told.

`everybody.py` has the numbers of all tenants together, for the operator's metrics. `notices.py` keeps what changed and
`links.py` what opens one badge or feed. `webhooks.py` keeps whom it is told, `conditions.py` on which scores, and
`messages.py` what is on its way.
"""
