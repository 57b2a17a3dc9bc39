"""The pages: each reads what is asked, looks up what is stored, and fills its template.

`site.py` puts them into the application, `serving.py` holds the policy and the headers that all of them share.
"""
