"""What runs on the simulated hosts by itself: the kubelet, the container runtime, and the programs in the static pods."""
