"""What is measured, against whom, each with one command."""
