"""The school's signed word for each act it took: read from the journal and checked with the school's public key."""

from attrs import frozen

from desktop.desk import Desk, Said
from domain.intents import Intent
from sync import receipts
from sync.receipts import Receipt

KEY = "ui.public_key"


@frozen
class Proof:
    """One receipt. recv_at: when the school had the act, by its clock (UTC). faults: why it proves nothing."""

    receipt: Receipt
    act: Intent
    faults: tuple[str, ...]

    @property
    def valid(self) -> bool:
        """The signature is the school's, over exactly these bytes."""
        return not self.faults

    def as_json(self) -> dict[str, object]:
        return {
            "number": self.receipt.number,
            "intent": self.receipt.intent,
            "action": self.act.action.value,
            "record": self.act.record,
            "status": self.receipt.status,
            "recv_at": self.receipt.recv_at,
            "ver": self.receipt.ver,
            "valid": self.valid,
        }


def proofs(desk: Desk, record_id: str = "") -> tuple[Proof, ...]:
    """Every act of this computer that the school has signed for, oldest first; of one record when it is named."""
    key = desk.noted(KEY)
    found = []
    for said in desk.journal(record_id):
        receipt = receipt_of(said, key)
        if receipt is not None and receipt.act is not None:
            found.append(Proof(receipt, receipt.act, receipts.faults(receipt, key)))
    return tuple(found)


def receipt_of(said: Said, key: str = "") -> Receipt | None:
    """The school's receipt for a line of the journal; None before the school has answered."""
    return receipts.of(said.body, said.receipt, key) if said.receipt else None
