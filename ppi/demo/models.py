"""What the demonstration would have mailed."""

from django.db import models


class SentMail(models.Model):
    sent_at = models.DateTimeField(auto_now_add=True)
    message_id = models.CharField(max_length=200)
    recipient = models.EmailField(db_index=True)
    subject = models.CharField(max_length=500)
    body = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["-sent_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.subject} to {self.recipient}"
