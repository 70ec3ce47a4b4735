"""`python -m tools.trees [NAME…]`: makes the trees anew, with new keys."""

import sys
from pathlib import Path

from . import built_on_kubeadm, files, forms, hard_way, rancher

TARGET = Path(__file__).resolve().parents[2] / "tests" / "data" / "distributions"

TREES = {
    "generic": forms.generic,
    "k3s": rancher.k3s,
    "kind": built_on_kubeadm.kind,
    "kubeadm-custom": forms.custom,
    "kubeadm-dual-stack": forms.dual_stack,
    "kubeadm-external-ca": forms.external_ca,
    "kubeadm-external-etcd": forms.external_etcd,
    "kubeadm-wrong": forms.wrong,
    "kubernetes-the-hard-way": hard_way.hard_way,
    "kubespray": built_on_kubeadm.kubespray,
    "minikube": built_on_kubeadm.minikube,
    "rke2": rancher.rke2,
}


def main(names: list[str]) -> None:
    """Write the trees of these names, or all."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in names or TREES:
        files.write(TARGET / f"{name}.tar.gz", TREES[name]())


if __name__ == "__main__":
    main(sys.argv[1:])
