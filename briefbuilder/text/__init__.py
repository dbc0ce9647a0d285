"""The text of an author: the marks that he may use, and how they become the tree."""
