"""The codebook on the screen: a tree of topics, and every way to change it."""
