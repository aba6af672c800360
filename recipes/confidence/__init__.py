"""Fits the constants of intromark.confidence on seasons with truth."""
