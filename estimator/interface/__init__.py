"""What Python users hand in and get back: arguments, names, tables in notebooks."""
