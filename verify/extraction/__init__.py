"""Facts read from sentences: one module for each kind of fact."""
