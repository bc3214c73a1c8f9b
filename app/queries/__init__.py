"""Reads: rows, frames and tile bytes. Every function takes the viewer."""
