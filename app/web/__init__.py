"""Blueprints: parse, authorise, call one service inside transaction(), render."""
