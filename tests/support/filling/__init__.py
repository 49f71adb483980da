"""A cluster with something of everything: at least one row in every table it owns.

`fill(platform, cast, rows=3)` writes it through the same actions that pages use. Laws that hold for
"every address" or "every table" visit it, so whatever a later part adds has to be added here too:
the test of the filling names the table that stays empty.
"""

from tests.support.filling.filled import Filled, fill
from tests.support.filling.hand import mark

__all__ = ["Filled", "fill", "mark"]
