"""The recipe of `lite`, the encoder in the wheel: one command rebuilds it, see README.md."""
