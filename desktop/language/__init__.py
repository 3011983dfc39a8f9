"""What is said to people: messages, expected troubles, numbers and dates, each in the reader's language.

Every layer above makes `Message` values; only the edges (window, command line, exports) turn them into text.
"""

from desktop.language.message import Amount, Country, Message, Month, Value, say, say_many
from desktop.language.speech import Language, load_language, without_marks
from desktop.language.trouble import Cancelled, UserError, refused_by_system

__all__ = [
    "Amount",
    "Cancelled",
    "Country",
    "Language",
    "Message",
    "Month",
    "UserError",
    "Value",
    "load_language",
    "refused_by_system",
    "say",
    "say_many",
    "without_marks",
]
