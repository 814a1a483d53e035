"""What the data say of each other: agreement, tension, contradiction."""
