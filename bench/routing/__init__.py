"""Routing problems of the literature, solved by what the product plans patrols with."""
