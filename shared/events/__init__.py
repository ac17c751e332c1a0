"""Event delivery: outbox → relay → `<service>.receive_events` → inbox → handler; and rewinding if one is missing.

1. `UnitOfWork.emit` writes an outbox row in the transaction of the change (shared.database).
2. `relay` numbers committed rows without gaps and sends each subscriber the events it hears, in order, in batches
   that say which stretch of the sequence they cover.
3. `receive` takes a batch if it continues what the subscriber has, claims its events in the inbox and handles them, all
   in one transaction. A failing event goes to `dead_letters` with all later ones of its subject.
4. A subscriber that has heard nothing for a while tells the publisher how far it is; `rewind` makes the relay send
   again from there. So nothing depends on what Redis remembers.
"""
