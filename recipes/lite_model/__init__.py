"""The model in the wheel, of one episode alone: rebuilt by `python -m recipes.lite_model`."""
