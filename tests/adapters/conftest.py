"""Fixtures of the adapters' tests."""

from tests.support.stripe import fake_stripe, gateway, inbox

__all__ = ["fake_stripe", "gateway", "inbox"]
