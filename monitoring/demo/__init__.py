"""What `load_demo` tells beside the two real documents: invented rounds on one of them, and an invented municipality.

heumen.py gives Heumen its rounds. lindermeer.py tells of a municipality whose years follow the day on which it is loaded: its
people do what they do through the same functions as everyone, at moments in the past. docs/decisions/0021-demonstration.md
"""
