"""What kubeadm says about the files of a node, in its own words and columns."""
