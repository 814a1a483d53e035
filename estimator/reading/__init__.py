"""Reading: from a press text to a draft that can be checked."""
