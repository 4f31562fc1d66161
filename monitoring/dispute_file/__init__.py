"""The file of a dispute: everything that all parties may see about chosen goals and actions over a period, in order of time."""
