"""What has to be looked after: merges, edited documents, changes since a commit."""
