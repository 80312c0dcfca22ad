#!/bin/sh
# Starts Valkey with its settings on standard input: as an argument, the password would stand in
# every list of processes.
#
# Nothing is kept on disk. What waits here is written in the database too, and rung again within
# seconds; the cache fills itself. When memory is full, only what has an end of its own is evicted:
# the cache, never a message.
set -eu

exec valkey-server - <<SETTINGS
port ${BROKER_PORT:-6379}
requirepass "${BROKER_PASSWORD:?}"
save ""
appendonly no
maxmemory ${BROKER_MEMORY:-256mb}
maxmemory-policy volatile-lru
SETTINGS
