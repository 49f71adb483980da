"""Pure rules of membership: no session, no clock, no reading or writing.

`years` cuts time into membership years · `rates` finds the rate that fits · `pro_rata` gives the
exact share of a first year · `quote` puts them together with the reasons · `explain` writes the
reasons in a language · `standing` tells where an organisation stands on a day · `transitions` says
what an application may become · `reconcile` compares what should be owed with what is booked.
"""
