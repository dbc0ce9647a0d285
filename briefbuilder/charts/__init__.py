"""Figures: from data in one language to a drawing. One file per family of kinds; `draw` chooses."""
