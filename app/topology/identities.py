"""Who a server takes a client for (apiserver pkg/authentication/request/x509: CN is the user, every O a group)."""

from collections.abc import Mapping

from ..model.certificates import Certificate
from ..model.cluster import Group, State
from ..model.identity import Identity
from .making import Draft, group
from .settings import Program

ANONYMOUS = Identity("system:anonymous", ("system:unauthenticated",))


class Identities:
    """Tells the identity of a draft; knows who issued which certificate."""

    def __init__(
        self,
        certificates: Mapping[str, Certificate],
        issuers: Mapping[str, str | None],
        apiservers: Mapping[str, Program],
    ) -> None:
        self._certificates = certificates
        self._issuers = issuers
        self._apiservers = apiservers

    def of(self, draft: Draft) -> Identity | None:
        """None for etcd, tokens, a certificate without CN, a front proxy whose headers are honoured, and where nothing
        is known.
        """
        client = draft.client.client
        if (
            draft.server.server.component.startswith("etcd@")
            or draft.purpose == "loopback"
            or group(draft) is Group.TOKEN
        ):
            return None
        if client.certificate.state is State.NONE:
            return ANONYMOUS if draft.anonymous and client.token.state is State.NONE else None
        leaf = self._certificates.get(client.certificate.ids[0]) if client.certificate.ids else None
        if (
            leaf is None
            or leaf.facts.common_name is None
            or (draft.honours_headers and self._speaks_for_others(draft, leaf))
        ):
            return None
        return Identity(leaf.facts.common_name, leaf.facts.organizations)

    def _speaks_for_others(self, draft: Draft, leaf: Certificate) -> bool:
        """Whether X-Remote-User is believed: the certificate leads to the request-header CA, and its CN is allowed (an
        empty `--requestheader-allowed-names` allows any; apiserver pkg/authentication/request/headerrequest).
        """
        server = draft.server.server
        anchors = {self._certificates[i].facts.key.spki_sha256 for i in server.requestheader_ca.ids}
        if not self._leads_to(leaf, anchors):
            return False
        node = (
            server.component if server.component.startswith("kube-apiserver@") else draft.client.client.component
        ).partition("@")[2]
        apiserver = self._apiservers.get(node)
        names = [
            name
            for name in ((apiserver.value("--requestheader-allowed-names") if apiserver else None) or "").split(",")
            if name
        ]
        return not names or leaf.facts.common_name in names

    def _leads_to(self, certificate: Certificate, anchors: set[str]) -> bool:
        seen: set[str] = set()
        while certificate.id not in seen:
            if certificate.facts.key.spki_sha256 in anchors:
                return True
            seen.add(certificate.id)
            parent = self._issuers.get(certificate.id)
            if parent is None:
                return False
            certificate = self._certificates[parent]
        return False
