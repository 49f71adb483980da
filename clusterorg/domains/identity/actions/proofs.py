"""Proof of a password just typed."""

from datetime import datetime
from uuid import UUID

from clusterorg.domains.identity.errors import PasswordProofNeeded
from clusterorg.domains.identity.rules import lifetimes
from clusterorg.domains.identity.vocabulary import PasswordProof


def check_proof(proof: PasswordProof, at: datetime) -> UUID:
    """Return whose password was typed; raises PasswordProofNeeded when it was too long ago."""
    if not proof.at <= at < proof.at + lifetimes.PROOF:
        raise PasswordProofNeeded()
    return proof.person_id
