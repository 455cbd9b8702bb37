"""What people say about passages; knows nothing of screens."""
