"""Posts and who stands for them: nomination, checks, order, introduction, withdrawal."""
