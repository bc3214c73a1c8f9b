"""Verbs: one public function is one use case. Services flush and never commit."""
