"""Foreign formats: one room for each, what they carry and what they cannot."""
