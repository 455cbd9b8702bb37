"""seedread: read Chinese in both scripts side by side, and tag it from the keyboard."""

__version__ = "0.1.0"
