"""Entry points of long work: a worker takes jobs from the store and runs them, one at a time."""
