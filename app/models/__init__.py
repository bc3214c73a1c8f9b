"""Tables and the rules of one row. No Flask."""
