"""Learning the keys: the tutorial, hints, help."""
