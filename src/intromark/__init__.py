"""Finds the intro of every episode of a series, to the frame."""
