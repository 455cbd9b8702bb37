"""Two passages held together: what is alike, side by side, and links."""
