"""The steps of the stage `read`: strict YAML, shapes, and a maker for each kind of authored thing."""
