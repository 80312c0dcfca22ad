from ppi.kernel.events import Event

# Somebody asked; the other side answered for all, or said why not. They carry the question's id.
asked = Event("discussion.asked")
answered = Event("discussion.answered")
declined = Event("discussion.declined")
