"""Writing longer than a note: memos, their list, and the form of a claim."""
