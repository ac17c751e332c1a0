"""The tables of the training service, a module for each noun."""

from services.training.store.tables.absences import Blackout as Blackout
from services.training.store.tables.absences import Leave as Leave
from services.training.store.tables.appraisals import AppraisalGrade as AppraisalGrade
from services.training.store.tables.areas import Area as Area
from services.training.store.tables.attendance import Attendance as Attendance
from services.training.store.tables.attendance import Feedback as Feedback
from services.training.store.tables.attendance import Result as Result
from services.training.store.tables.audits import Audit as Audit
from services.training.store.tables.audits import AuditFinding as AuditFinding
from services.training.store.tables.base import Base as Base
from services.training.store.tables.cadres import Cadre as Cadre
from services.training.store.tables.courses import Course as Course
from services.training.store.tables.courses import Room as Room
from services.training.store.tables.courses import Teacher as Teacher
from services.training.store.tables.sessions import Enrolment as Enrolment
from services.training.store.tables.sessions import GivenUpPlace as GivenUpPlace
from services.training.store.tables.sessions import TrainingSession as TrainingSession
from services.training.store.tables.sessions import WaitingCadre as WaitingCadre
from services.training.store.tables.sessions import WaitingPlace as WaitingPlace
from services.training.store.tables.terms import DecidedPost as DecidedPost
from services.training.store.tables.terms import EndedPost as EndedPost
from services.training.store.tables.terms import Term as Term
