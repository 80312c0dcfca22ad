"""Pages read from copies of the database, where `DATABASE_REPLICA_URL` names some.

A request that only reads (GET, HEAD) reads from a replica. It reads from the primary what says who
asks and what they may (`REPLICA_NEVER`), everything once it has written, everything inside a
transaction, and everything as long as the replica lacks what this browser wrote before. Whatever
changes something reads from the primary, and so does every job.
"""
