"""One file a community: how its ground is laid out, and what makes it different."""
