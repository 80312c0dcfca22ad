"""What people want to hear of: saved searches, stars, and a calendar of what is starred."""
