"""What the concordance screen is made of: its state, its rows, what its keys do."""
