"""The tables of the elections service, a module for each noun."""

from services.elections.store.tables.archive import Bundle as Bundle
from services.elections.store.tables.base import Base as Base
from services.elections.store.tables.candidates import Candidate as Candidate
from services.elections.store.tables.elections import Area as Area
from services.elections.store.tables.elections import Contest as Contest
from services.elections.store.tables.elections import Election as Election
from services.elections.store.tables.elections import GrantedException as GrantedException
from services.elections.store.tables.elections import Publication as Publication
from services.elections.store.tables.elections import Result as Result
from services.elections.store.tables.elections import StepTaken as StepTaken
from services.elections.store.tables.members import Member as Member
from services.elections.store.tables.polling import Entry as Entry
from services.elections.store.tables.polling import Station as Station
from services.elections.store.tables.polling import StationCount as StationCount
from services.elections.store.tables.relatives import NearRelative as NearRelative
from services.elections.store.tables.rolls import DuplicateDecision as DuplicateDecision
from services.elections.store.tables.rolls import Elector as Elector
from services.elections.store.tables.rolls import Objection as Objection
from services.elections.store.tables.rolls import RollChange as RollChange
from services.elections.store.tables.rolls import RollCheck as RollCheck
from services.elections.store.tables.rolls import RollFile as RollFile
from services.elections.store.tables.rolls import RollVersion as RollVersion
from services.elections.store.tables.timetables import Deadline as Deadline
from services.elections.store.tables.timetables import DeadlinePlan as DeadlinePlan
from services.elections.store.tables.timetables import PlannedStage as PlannedStage
from services.elections.store.tables.timetables import StageMark as StageMark
