"""From an inventory to components and connections: who dials whom, with which files, and what says so.

Flags, kubeconfig fields and the kubelet's configuration are the evidence; a distribution's convention is the fallback
and is marked `convention`. What nobody says is unknown, never guessed.
"""
