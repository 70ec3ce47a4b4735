"""What one file holds, by its content and never by its name: PEM blocks, or a YAML document of a known kind."""

import re
from binascii import Error, a2b_base64
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..model.certificates import Facts
from ..model.files import Entry, FileKind
from . import kubeadm, kubeconfig
from .budget import Budget
from .certificate import CertificateReader
from .fields import Document, text
from .keys import KeyFacts, read_key
from .pem import Block, read_pem
from .problem import CannotRead, Problem
from .yaml import read_yaml

_KIND = re.compile(rb"""^[ \t{,]*["']?kind["']?[ \t]*:[ \t]*["']?([A-Za-z]+)""", re.MULTILINE)
_TOP_KIND = re.compile(rb"""^[{ \t]*["']?kind["']?[ \t]*:[ \t]*["']?([A-Za-z]+)""", re.MULTILINE)
_PRIVATE_KEY = b"PRIVATE KEY-----"
_BLANKS = b" \t\r\n"

_KINDS = {"Config": FileKind.KUBECONFIG, "Pod": FileKind.MANIFEST, "KubeletConfiguration": FileKind.KUBELET_CONFIG}
_KINDS |= dict.fromkeys(kubeadm.KINDS, FileKind.KUBEADM_CONFIG)
_SECRET_KINDS = frozenset(("EncryptionConfiguration", "EncryptionConfig", "Secret"))


@dataclass(slots=True)
class Content:
    """What a file holds. Certificates and keys by pointer; `documents` of a YAML file; `secret`: whether a private key,
    token or password stands in it. Lives while the tree is read only.
    """

    kind: FileKind = FileKind.OTHER
    certificates: list[tuple[str, Facts]] = field(default_factory=list)
    keys: list[tuple[str, KeyFacts]] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    secret: bool = False


class ContentReader:
    """Reads the files of one tree within its budget."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._certificates = CertificateReader()

    def read(self, entry: Entry) -> Content:
        """What a file or link holds. Raises LimitExceeded when the tree's budget is spent."""
        if entry.target is not None:
            return Content(FileKind.LINK)
        if _KIND.search(entry.data):
            return self._yaml(entry.data)
        blocks, problems = read_pem(entry.data, self._budget.bounds.blocks)
        content = Content(_kind_of(blocks), problems=problems, secret=_PRIVATE_KEY in entry.data)
        self._blocks(content, "", blocks)
        return content

    def _blocks(self, content: Content, base: str, blocks: list[Block]) -> None:
        """Read the blocks of a file or field: `base` is its pointer, a number is added where it holds several."""
        for number, block in enumerate(blocks):
            pointer = base if len(blocks) == 1 else f"{base}[{number}]"
            try:
                self._block(content, pointer, block)
            except CannotRead as fault:
                content.problems.append(_placed(pointer, fault.problem))

    def _block(self, content: Content, pointer: str, block: Block) -> None:
        if block.label.endswith("CERTIFICATE"):
            self._budget.take_certificates(1)
            content.certificates.append((pointer, self._certificate(content, pointer, block)))
        elif block.is_private_key or block.is_public_key:
            self._budget.take_keys(1)
            facts = read_key(block)
            content.keys.append((pointer, facts))
            content.secret |= block.is_private_key
            if facts.refused_by_go:
                content.problems.append(_placed(pointer, facts.refused_by_go))

    def _certificate(self, content: Content, pointer: str, block: Block) -> Facts:
        if block.data is None:
            raise CannotRead("certificate", block.problem.reason if block.problem else "An empty block.")
        facts = self._certificates.read(block.data)
        if facts.refused_by_go:
            reason = f"Go, and so Kubernetes, refuses this certificate: {facts.refused_by_go}"
            content.problems.append(_placed(pointer, Problem("go", reason)))
        if not block.is_certificate:
            reason = f"Kubernetes reads only blocks labelled CERTIFICATE; this one is labelled {block.label}."
            content.problems.append(_placed(pointer, Problem("label", reason)))
        return facts

    def _yaml(self, data: bytes) -> Content:
        try:
            documents = [document for document in read_yaml(data, self._budget) if isinstance(document, dict)]
        except CannotRead as fault:
            found = _TOP_KIND.search(data)
            kind = _KINDS.get(found[1].decode("ascii"), FileKind.OTHER) if found else FileKind.OTHER
            return Content(kind, problems=[fault.problem], secret=True)
        kinds = [text(document, "kind") for document in documents]
        kind = next((_KINDS[k] for k in kinds if k in _KINDS), FileKind.OTHER)
        content = Content(
            kind, documents=documents, secret=_PRIVATE_KEY in data or bool(_SECRET_KINDS.intersection(kinds))
        )
        if kind is FileKind.KUBECONFIG:
            self._kubeconfig(content, kubeconfig_document(content))
        elif kind is FileKind.KUBEADM_CONFIG:
            content.secret |= kubeadm.holds_secret(documents)
        return content

    def _kubeconfig(self, content: Content, document: Document) -> None:
        content.secret |= kubeconfig.holds_secret(document)
        content.problems += kubeconfig.problems(document)
        for embedded in kubeconfig.embedded(document):
            try:
                data = a2b_base64(embedded.base64.encode("latin-1").translate(None, _BLANKS), strict_mode=True)
            except (Error, UnicodeEncodeError):
                content.problems.append(_placed(embedded.pointer, Problem("base64", "This is no base64.")))
                continue
            blocks, problems = read_pem(data, self._budget.bounds.blocks)
            content.problems += [_placed(embedded.pointer, problem) for problem in problems]
            if not blocks and not problems:
                content.problems.append(_placed(embedded.pointer, Problem("pem", "No PEM block stands in it.")))
            self._blocks(content, embedded.pointer, blocks)


def kubeconfig_document(content: Content) -> Document:
    """The first document that is a kubeconfig."""
    return next(document for document in content.documents if text(document, "kind") == "Config")


def documents_of(content: Content, kind: str) -> Iterator[Document]:
    """The documents of a kind."""
    return (document for document in content.documents if text(document, "kind") == kind)


def _placed(pointer: str, problem: Problem) -> Problem:
    return Problem(problem.code, f"{pointer}: {problem.reason}") if pointer else problem


def _kind_of(blocks: list[Block]) -> FileKind:
    private = any(block.is_private_key for block in blocks)
    certificate = any(block.label.endswith("CERTIFICATE") for block in blocks)
    if private:
        return FileKind.CERTIFICATE_AND_KEY if certificate else FileKind.KEY
    if certificate:
        return FileKind.CERTIFICATE
    return FileKind.PUBLIC_KEY if any(block.is_public_key for block in blocks) else FileKind.OTHER
