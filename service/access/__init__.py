"""Who may ask, and how much: keys, their scopes and limits, people who sign in, and what is noted of all that.

`policy.py` holds the scope of every operation; `guard.py` asks for it before a handler runs. `keys.py` makes keys and
looks them up, `sign_in.py` and `csrf.py` serve people, `loopback.py` guards a service without keys. `limits.py` counts,
`audit.py` writes down, `start.py` puts all of it into an application.
"""
