"""Walks along lanes rather than past stops: every lane once, once per side, by need."""
