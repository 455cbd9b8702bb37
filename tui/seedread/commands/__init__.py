"""What the commands do, one room a family; each is imported when its command is given."""
