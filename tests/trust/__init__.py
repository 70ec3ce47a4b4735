"""The decision ladder against what the real code of Go, Kubernetes and etcd said."""
