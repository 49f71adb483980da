"""Account: signing in and out, the second factor, mail links, and what is one's own.

`urls` is the table of contents; `cookies` is the only place that hands the sign-in's token out.
"""
