"""The pictures of the matrix page: heat map, topics together, strips, progress; rows of parts."""
