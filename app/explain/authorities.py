"""The CAs as sentences name them. The rule itself stands in the topology, where the picture can use it too."""

from ..topology.authorities import Authorities, Authority, authorities, ca_name

__all__ = ["Authorities", "Authority", "authorities", "ca_name"]
