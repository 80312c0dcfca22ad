from ppi.kernel.events import Event

published = Event("courses.published")
# What is public changed.
changed = Event("courses.changed")
withdrawn = Event("courses.withdrawn")
# A person passed the quiz, or read the last lesson of a course without one.
completed = Event("courses.completed")
