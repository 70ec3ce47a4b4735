"""kubepki: who presents which certificate to whom in a Kubernetes cluster, and who believes it."""

__version__ = "0.1.0"
