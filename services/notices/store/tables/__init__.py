"""The tables of the notices service, a module for each noun."""

from services.notices.store.tables.areas import Area as Area
from services.notices.store.tables.base import Base as Base
from services.notices.store.tables.deliveries import Campaign as Campaign
from services.notices.store.tables.deliveries import Delivery as Delivery
from services.notices.store.tables.deliveries import DeliveryCount as DeliveryCount
from services.notices.store.tables.deliveries import PersonalMessage as PersonalMessage
from services.notices.store.tables.deliveries import WaitingReceipt as WaitingReceipt
from services.notices.store.tables.notices import NOTICE_PAIRS as NOTICE_PAIRS
from services.notices.store.tables.notices import Notice as Notice
from services.notices.store.tables.participations import Participation as Participation
from services.notices.store.tables.providers import ProviderCondition as ProviderCondition
from services.notices.store.tables.public_forms import FormCount as FormCount
from services.notices.store.tables.resident_imports import ResidentFilePart as ResidentFilePart
from services.notices.store.tables.resident_imports import ResidentImport as ResidentImport
from services.notices.store.tables.resident_imports import resident_rows as resident_rows
from services.notices.store.tables.residents import Contact as Contact
from services.notices.store.tables.residents import ContactConfirmation as ContactConfirmation
from services.notices.store.tables.residents import Employer as Employer
from services.notices.store.tables.residents import Resident as Resident
from services.notices.store.tables.suggestions import Answerer as Answerer
from services.notices.store.tables.suggestions import Mailbox as Mailbox
from services.notices.store.tables.suggestions import Suggestion as Suggestion
from services.notices.store.tables.suggestions import SuggestionRound as SuggestionRound
from services.notices.store.tables.suggestions import SuggestionScan as SuggestionScan
from services.notices.store.tables.surveys import Survey as Survey
from services.notices.store.tables.surveys import SurveyAnswer as SurveyAnswer
