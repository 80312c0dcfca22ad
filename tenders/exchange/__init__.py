"""Notices in and out: written formats on one side, `notice.Notice` on the other.

Nothing in here knows a model or a database, so a file is read the same way by a command, a job
and a test.
"""
