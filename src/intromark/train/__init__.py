"""Training: a dataset and a recipe -> the folder of a model."""
