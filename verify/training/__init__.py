"""Training and judging what Verify ships trained: the relation model and the small decisions.

Needs the gold data's folder, a CPU and some patience; nothing that a run of Verify itself calls.
"""
