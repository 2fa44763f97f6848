"""Gray -> ink: paper, shadows and rules taken away."""
