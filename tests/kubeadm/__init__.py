"""kubeadm, as its own output was recorded."""
