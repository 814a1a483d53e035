"""Results as text, Markdown, CSV and JSON. Everything here returns a string."""
