"""Schematic ground: streets, compounds, rows, lanes and greens, in local metres.

Local metres have x towards the east and y towards the north, with the origin in the south-west
corner of the community; :mod:`demo.frames` turns and moves them to their place on the globe.
"""
