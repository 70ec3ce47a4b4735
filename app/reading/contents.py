"""What one file holds, by its content and never by its name: PEM blocks, or YAML documents of a known kind."""

import re
from binascii import Error, a2b_base64
from codecs import BOM_UTF8
from dataclasses import dataclass, field
from sys import intern

from ..model.certificates import Facts, PemBlock
from ..model.files import Entry, FileKind
from . import der, kubeadm, kubeconfig
from .bounds import RSA_BITS
from .budget import Budget
from .certificate import CertificateReader, parse_fault
from .fields import Document, text
from .keys import KeyFacts, read_key
from .masking import Masker
from .pem import Block, read_pem
from .pem_frame import pem_frame
from .problem import CannotRead, Problem
from .visible import visible
from .yaml import read_written, read_yaml

_KIND = re.compile(rb"""["']?kind["']?[ \t]*:[ \t]*["']?([A-Za-z]+)""")
_PRIVATE_KEY = b"PRIVATE KEY-----"
_OF_THE_KUBELET = (b"KUBELET_KUBEADM_ARGS=", b"KUBELET_EXTRA_ARGS=", b"containerRuntimeEndpoint:")
"""How its configuration begins where it has no kind: kubeadm-flags.env, /etc/default/kubelet, instance-config.yaml."""
_BLANKS = b" \t\r\n"

_FLOW = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s*+(?:#[^\n]*+|---(?=\s)))*+\s*+\{")
"""JSON, or YAML in flow style, behind comments and the document's mark: the kind may stand anywhere in a line."""

_KINDS = {"Config": FileKind.KUBECONFIG, "Pod": FileKind.MANIFEST, "KubeletConfiguration": FileKind.KUBELET_CONFIG}
_KINDS |= dict.fromkeys(kubeadm.KINDS, FileKind.KUBEADM_CONFIG)

_SECRET_KINDS = frozenset(("EncryptionConfiguration", "EncryptionConfig", "Secret"))

_DER = "This file is DER, and Kubernetes reads PEM: to a cluster there is nothing in it."
_FROM_DER = "openssl {command} -inform DER -in FILE -out NEW"
_UTF_16 = Problem("utf-16", "This file is UTF-16 text, and Go finds no PEM in it. It was not read: save it as UTF-8.")


@dataclass(slots=True)
class Content:
    """What a file holds. Certificates and keys by pointer; `pem`: the blocks that Go sees, by the pointer of the whole
    file or field; `documents`: the mappings of a YAML file; `kubeadm`: those of kubeadm's configuration, also where
    they stand in a ConfigMap; `secret`: whether a private key, a token or a password stands in it; `text`: a
    configuration's text with its secrets replaced; `labels` and `frame`: of its PEM blocks; `blocks` and `key_blocks`:
    how many of them were looked at.
    Holds secrets itself: it lives while the tree is read, no longer.
    """

    kind: FileKind = FileKind.OTHER
    certificates: list[tuple[str, Facts]] = field(default_factory=list)
    keys: list[tuple[str, KeyFacts]] = field(default_factory=list)
    pem: dict[str, tuple[PemBlock, ...]] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    kubeadm: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    secret: bool = False
    text: str | None = None
    labels: tuple[str, ...] = ()
    frame: str | None = None
    blocks: int = 0
    key_blocks: int = 0

    def document(self, kind: str) -> Document:
        """The first document of a kind, which is there if the file is of this kind and could be read."""
        return next(document for document in self.documents if text(document, "kind") == kind)


class ContentReader:
    """Reads the files of one tree within its budget. The nodes of a cluster have many files in common: they are read
    once.
    """

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._certificates = CertificateReader(budget)
        self._masker = Masker(budget.bounds.blocks, self._key)
        self._keys: dict[Block, KeyFacts] = {}
        self._seen: dict[bytes, Content] = {}

    def read(self, entry: Entry) -> Content:
        """What a file or link holds. Raises LimitExceeded when the tree's budget is spent."""
        if entry.target is not None:
            return Content(FileKind.LINK)
        content = self._seen.get(entry.data)
        if content is None:
            content = self._seen[entry.data] = self._read(entry.data)
        self._budget.take_certificates(content.blocks)
        self._budget.take_keys(content.key_blocks)
        return content

    def _read(self, data: bytes) -> Content:
        if _told_kind(data) is not None:
            return self._yaml(data)
        blocks, problems = read_pem(data, self._budget.bounds.blocks)
        content = Content(
            _kind_of(blocks),
            problems=problems,
            secret=_PRIVATE_KEY in data,
            labels=tuple(intern(block.label) for block in blocks),
            frame=pem_frame(data) if problems else None,
        )
        self._add_blocks(content, "", blocks)
        if not blocks:
            self._add_odd_forms(content, data)
        if data.startswith(_OF_THE_KUBELET) and not content.secret:
            content.text = self._masker.plain(data.decode("utf-8", "replace"))
        return content

    def _add_odd_forms(self, content: Content, data: bytes) -> None:
        """What a file is that Kubernetes cannot read and people have all the same."""
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            content.problems.append(_UTF_16)
            content.secret = True
        elif data.startswith(b"\x30"):
            try:
                whole = der.expect(data, 0, len(data), der.SEQUENCE)[1] == len(data)
            except der.Malformed:
                return
            if whole:
                content.problems.append(Problem("der", self._of_der(data)))
                content.secret = True

    def _of_der(self, data: bytes) -> str:
        """What a DER file says, and how to make PEM of it. Nothing of a key but its kind."""
        try:
            facts = self._certificates.read(data)
        except CannotRead:
            pass
        else:
            command = _FROM_DER.format(command="x509")
            return f"{_DER} (It is the certificate of {visible(facts.subject)}. To make PEM of it: {command})"
        for label in ("PRIVATE KEY", "PUBLIC KEY"):
            try:
                key = read_key(Block(label, data))
            except CannotRead:
                continue
            command = _FROM_DER.format(command="pkey" if key.private else "pkey -pubin")
            return f"{_DER} (It is a {label.lower()}, {key.type}. To make PEM of it: {command})"
        return _DER

    def _add_blocks(self, content: Content, base: str, blocks: list[Block]) -> None:
        """Read the blocks of a file or field: `base` is its pointer, a number is added where it holds several."""
        keys = sum(block.is_private_key or block.is_public_key for block in blocks)
        content.key_blocks += keys
        content.blocks += len(blocks) - keys
        seen: list[PemBlock] = []
        for number, block in enumerate(blocks):
            pointer = base if len(blocks) == 1 else f"{base}[{number}]"
            if block.is_private_key or block.is_public_key:
                usable = self._add_key(content, pointer, block)
                fault = parse_fault(block.data)
            else:
                usable, fault = False, self._add_certificate(content, pointer, block)
            if block.seen_by_go:
                seen.append(PemBlock(block.label, pointer, fault, block.headers, usable))
        if seen:
            content.pem[base] = tuple(seen)

    def _add_key(self, content: Content, pointer: str, block: Block) -> bool:
        """Take a key. Gives whether Go can use it as a private key."""
        content.secret |= block.is_private_key
        try:
            key = self._key(block)
        except CannotRead as fault:
            content.problems.append(_at(pointer, fault.problem))
            return False
        content.keys.append((pointer, key))
        if key.refused_by_go:
            content.problems.append(_at(pointer, key.refused_by_go))
        return key.private and not key.encrypted and not key.refused_by_go

    def _key(self, block: Block) -> KeyFacts:
        """A key's facts, read once: whoever masks a kubeconfig meets its key a second time. Raises CannotRead."""
        key = self._keys.get(block)
        if key is None:
            key = self._keys[block] = read_key(block)
        return key

    def _add_certificate(self, content: Content, pointer: str, block: Block) -> str | None:
        """Take a certificate. Gives the error with which Go refuses the block as one."""
        if not block.label.endswith("CERTIFICATE"):
            return parse_fault(block.data)
        if block.data is None:
            reason = block.problem.reason if block.problem else "An empty block."
            content.problems.append(_at(pointer, Problem("certificate", reason)))
            return parse_fault(None)
        try:
            facts = self._certificates.read(block.data)
        except CannotRead as fault:
            content.problems.append(_at(pointer, fault.problem))
            return fault.go
        content.certificates.append((pointer, facts))
        content.problems += [_at(pointer, problem) for problem in _doubts(facts, block)]
        return facts.refused_by_go

    def _yaml(self, data: bytes) -> Content:
        try:
            written, spans = read_written(data, self._budget)
        except CannotRead as fault:
            kind = _KINDS.get(_told_kind(data) or "", FileKind.OTHER)
            return Content(kind, problems=[fault.problem], secret=True)
        documents = [document for document in written if isinstance(document, dict)]
        kinds = [text(document, "kind") or "" for document in documents]
        content = Content(
            kind=next((_KINDS[kind] for kind in kinds if kind in _KINDS), FileKind.OTHER),
            documents=list(documents),
            secret=_PRIVATE_KEY in data or not _SECRET_KINDS.isdisjoint(kinds),
        )
        if content.kind is FileKind.KUBECONFIG:
            self._add_kubeconfig(content, content.document("Config"))
        content.kubeadm = self._kubeadm(content)
        content.secret |= kubeadm.holds_secret(content.kubeadm)
        if content.kind is not FileKind.OTHER:
            content.text = self._masker.yaml(data.decode("utf-8-sig"), written, spans)
        return content

    def _kubeadm(self, content: Content) -> list[Document]:
        """kubeadm's configuration: the file's own documents, or those in the data of a ConfigMap."""
        if content.kind is FileKind.KUBEADM_CONFIG:
            return content.documents
        found: list[Document] = []
        for inner in kubeadm.in_config_maps(content.documents):
            try:
                written = read_yaml(inner.encode("utf-8", "replace"), self._budget)
            except CannotRead as fault:
                content.problems.append(fault.problem)
            else:
                found += (one for one in written if isinstance(one, dict))
        return found

    def _add_kubeconfig(self, content: Content, document: Document) -> None:
        content.secret |= kubeconfig.holds_secret(document)
        content.problems += kubeconfig.problems(document)
        for embedded in kubeconfig.embedded(document):
            try:
                data = a2b_base64(embedded.base64.encode("ascii").translate(None, _BLANKS), strict_mode=True)
                blocks, problems = read_pem(data, self._budget.bounds.blocks)
                if not blocks and not problems:
                    problems = [Problem("pem", "There is no PEM block in it.")]
            except (Error, UnicodeEncodeError):
                blocks, problems = [], [Problem("base64", "This is no base64.")]
            content.problems += [_at(embedded.pointer, problem) for problem in problems]
            content.secret |= not blocks and embedded.is_key
            self._add_blocks(content, embedded.pointer, blocks)


def _told_kind(data: bytes) -> str | None:
    """The first `kind:` of a file, which makes it a Kubernetes object: at the beginning of a line, or anywhere in JSON.

    Looks for the word first: most files are PEM and do not hold it.
    """
    at = data.find(b"kind")
    is_json = at >= 0 and _FLOW.match(data) is not None
    while at >= 0:
        start = at - 1 if data[at - 1 : at] in (b'"', b"'") else at
        begins = start in (0, len(BOM_UTF8)) and data[:start] in (b"", BOM_UTF8)
        if (is_json or begins or data[start - 1] == 0x0A) and (found := _KIND.match(data, start)):
            return found[1].decode("ascii")
        at = data.find(b"kind", at + 1)
    return None


def _doubts(facts: Facts, block: Block) -> list[Problem]:
    """What keeps Go from using a certificate that can be read."""
    found = []
    if facts.refused_by_go:
        found.append(f"Go, and so Kubernetes, refuses this certificate: {facts.refused_by_go}")
    if facts.key.type == "RSA" and facts.key.bits and facts.key.bits not in RSA_BITS:
        found.append(f"Go uses RSA keys of {RSA_BITS[0]} to {RSA_BITS[-1]} bits; this one has {facts.key.bits}.")
    if not block.is_certificate:
        found.append(f"Kubernetes reads blocks labelled CERTIFICATE only; this one is labelled {block.label}.")
    return [Problem("go", reason) for reason in found]


def _at(pointer: str, problem: Problem) -> Problem:
    return Problem(problem.code, f"{pointer}: {problem.reason}") if pointer else problem


def _kind_of(blocks: list[Block]) -> FileKind:
    private = certificate = public = False
    for block in blocks:
        private |= block.is_private_key
        certificate |= block.label.endswith("CERTIFICATE")
        public |= block.is_public_key
    if private:
        return FileKind.CERTIFICATE_AND_KEY if certificate else FileKind.KEY
    if certificate:
        return FileKind.CERTIFICATE
    return FileKind.PUBLIC_KEY if public else FileKind.OTHER
