"""What several annotators said: how far they agree, and settling where they do not."""
