"""What a grid is: files in, clean geometry and findings out, coordinate systems, codes."""

# First of all: it must have run before anything imports pyogrio.
from geodata import drivers as drivers
