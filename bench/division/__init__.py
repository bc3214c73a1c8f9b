"""Dividing ground into cells: ours beside METIS, gerrychain, k-means and fmtm-splitter."""
