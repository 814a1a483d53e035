"""Runs the equations in whatever direction the data leave open."""
