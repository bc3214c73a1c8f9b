"""How a grid is walked: walking network, travel matrix, planning."""
