"""The reader: one document in both scripts, and the passage one stands on."""
