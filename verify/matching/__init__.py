"""Which claims, and which facts in them, speak of the same thing.

Closeness of embeddings and cheap keys propose pairs; a calibrated decision that reads features of both claims,
their neighbours and their facts disposes.
"""
