"""Who talks in a handshake, and with which files: what sentences about its messages ask for, looked up once."""

from dataclasses import dataclass

from ..explain.edge import Edge
from ..explain.names import certificate_words, reference_name
from ..explain.phrases import code, say
from ..model.certificates import Certificate
from ..model.cluster import Reference
from ..model.words import Sentence
from ..tls.peers import Version
from ..tls.transcript import Message
from .shaking import Shaken

CLIENT, SERVER = "client", "server"


@dataclass(frozen=True)
class Talk:
    """A connection and its handshake."""

    edge: Edge
    shaken: Shaken

    @property
    def tls13(self) -> bool:
        return self.shaken.version is Version.TLS13

    def name(self, side: str) -> str:
        """A side's name in a sentence."""
        return self.edge.client_words if side == CLIENT else self.edge.server_words

    def other(self, side: str) -> str:
        return self.name(SERVER if side == CLIENT else CLIENT)

    def certificate(self, side: str) -> Reference:
        return getattr(self.edge.connection, side).certificate  # type: ignore[no-any-return]

    def chain(self, side: str) -> tuple[Certificate, ...]:
        """The certificates of the file that a side presents, where the tree has it."""
        certificates = self.edge.cluster.inventory.certificates
        return tuple(certificates[id_] for id_ in self.certificate(side).ids if id_ in certificates)

    def file(self, side: str) -> Sentence:
        """What a side presents, by file; words where it is in no file."""
        reference = self.certificate(side)
        return certificate_words(reference) if reference_name(reference) else say("a certificate that is in no file")

    def key(self, side: str) -> Sentence:
        """What a side signs with."""
        reference: Reference = getattr(self.edge.connection, side).key
        name = reference_name(reference)
        if name is None:
            return say("the key beside it")
        return say("the key inside {file}", file=code(name)) if reference.pointer else (code(name),)

    def anchors(self, side: str) -> Sentence:
        """The file that a side checks the other with."""
        connection = self.edge.connection
        reference = connection.client.ca if side == CLIENT else self.edge.checks_client_with
        name = reference_name(reference)
        if name is None:
            return say("the CAs that it knows")
        return say("the CA inside {file}", file=code(name)) if reference.pointer else (code(name),)

    def number(self, name: str, sender: str) -> int | None:
        """The number of a message; None where it was not sent."""
        for message in self.shaken.transcript.messages:
            if (message.name, message.sender) == (name, sender):
                return message.number
        return None

    def last(self, sender: str) -> Message | None:
        """The last message of a side that belongs to the handshake itself."""
        mine = [m for m in self.shaken.transcript.messages if m.sender == sender and m.name != "NewSessionTicket"]
        return mine[-1] if mine else None
