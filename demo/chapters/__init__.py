"""The story, chapter by chapter, as people of an office do it: from the areas to the sealed archive."""
