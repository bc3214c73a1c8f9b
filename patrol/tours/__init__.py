"""Orders of visiting: one tour, or one for each of several walkers, on a matrix of costs.

All take whole or fractional costs of which the unit does not matter, give rows of the matrix in
order of walking, and know nothing of paths.
"""
