"""Schematic communities, generated to published figures, seeded and clearly marked as such."""
