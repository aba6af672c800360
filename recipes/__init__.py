"""How what ships with intromark was made."""
