"""The test cards of Stripe that the hosted page knows, and what each does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TestCard:
    """A card number with its fate: approved, declined with a code, or 3-D Secure first."""

    number: str
    brand: str
    meaning: str
    decline_code: str | None = None
    asks_authentication: bool = False

    @property
    def last4(self) -> str:
        """What a receipt shows of the number."""
        return self.number[-4:]

    @property
    def spaced(self) -> str:
        """The number in groups of four."""
        return " ".join(self.number[i : i + 4] for i in range(0, len(self.number), 4))


CARDS = (
    TestCard("4242424242424242", "visa", "is approved"),
    TestCard("5555555555554444", "mastercard", "is approved"),
    TestCard("4000000000000002", "visa", "is declined", "generic_decline"),
    TestCard("4000000000009995", "visa", "is declined: insufficient funds", "insufficient_funds"),
    TestCard("4000002500003155", "visa", "asks for 3-D Secure", asks_authentication=True),
)

DECLINES = {
    "generic_decline": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
    "test_mode_live_card": (
        "Your card was declined. This is a test payment page: use one of the test cards."
    ),
}


def digits(text: str) -> str:
    """The number without spaces and hyphens."""
    return text.replace(" ", "").replace("-", "")


def passes_luhn(number: str) -> bool:
    """Whether 13 to 19 digits carry a correct check digit (ISO/IEC 7812-1)."""
    if not (number.isascii() and number.isdigit() and 13 <= len(number) <= 19):
        return False
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(number))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def card_for(number: str) -> TestCard | None:
    """The test card with this number; any other well-formed number is a card that is declined.

    None when the number is not a card number at all: the page says so, nothing is tried.
    """
    plain = digits(number)
    for card in CARDS:
        if card.number == plain:
            return card
    if passes_luhn(plain):
        return TestCard(plain, "unknown", "is declined", "test_mode_live_card")
    return None
