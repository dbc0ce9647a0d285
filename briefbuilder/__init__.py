"""Briefbuilder: bilingual policy briefs from small Markdown modules, dated facts and sources."""

VERSION = "0.1.0"
COMMANDS = ("build", "list", "check", "plan", "why", "matrix", "inspect", "facts", "sources", "new", "doctor", "test")
