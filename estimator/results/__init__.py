"""What a solved case gives: values with where they are from, by year, what they contradict, and what stays open."""
