"""What can be read off a document; knows nothing of tags or screens."""
