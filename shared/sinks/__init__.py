"""The other side of messages, for trying out: a gateway for SMS and messaging, and a mail server, which keep all.

They stand in the library because everything needs them that has no real provider: tests and benchmarks (as context
managers), the demo and the compose stack (`python -m shared.sinks`, in every image). They need nothing but Python.
"""

from shared.sinks.behaviour import Behaviour as Behaviour
from shared.sinks.behaviour import Mood as Mood
from shared.sinks.process import SinkProcess as SinkProcess
from shared.sinks.record import Record as Record
from shared.sinks.running import Sinks as Sinks
