"""Bytes → Inventory: archives and folders, PEM, keys, certificates, kubeconfigs, manifests, places and node names."""
