"""A case solved, and where its data disagree."""
