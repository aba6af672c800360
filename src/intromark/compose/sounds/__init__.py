"""The sound of a block: voices, music, ambience and effects, synthesised."""
