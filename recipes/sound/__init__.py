"""The network that tells speech, singing and music apart."""
