"""`python -m clusterorg` is the command line."""

from clusterorg.cli import main

main()
