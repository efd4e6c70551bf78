"""From matched claims and facts to findings: what agrees, what conflicts, what moved on, what only looks like it."""
