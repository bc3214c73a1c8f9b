"""What a grid is: files in, clean geometry and findings out, coordinate systems, codes."""
