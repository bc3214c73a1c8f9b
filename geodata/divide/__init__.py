"""Dividing ground into cells."""
