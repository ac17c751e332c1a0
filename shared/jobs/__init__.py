"""Jobs: heavy work asked for in a unit of work, sent by the relay, carried out by a task, followed by whoever waits."""
