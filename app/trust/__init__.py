"""Judges every connection of a cluster at its clock, as Go and the programs of a cluster judge it (docs/verdicts.md).

How to use it::

    cluster = judged(build(inventory, clock, signatures), signatures)   # app.analysis does it for everybody
    verdict = cluster.verdicts["kubectl:admin.conf@cp1->kube-apiserver@cp1"]
    verdict.outcome, verdict.phase, verdict.fault                       # app.model.verdicts

A cluster is judged once, when it is analysed: pages, command and API read `cluster.verdicts`. What decides is written
here after crypto/x509, crypto/tls, client-go, k8s.io/apiserver and etcd's transport, in pure Python over the model;
only the arithmetic of a signature is cryptography's (app.topology.signatures, within its budget and remembered).

A single connection that no tree shows (another credential, another address, request headers) is judged with a `Judge`
and its `Circumstances`::

    Judge(cluster, signatures).verdict(connection, Circumstances(source_address="192.0.2.7", names={}))
"""

from .circumstances import Circumstances
from .judge import Judge, judged

__all__ = ["Circumstances", "Judge", "judged"]
