"""IP addresses in certificates, as Go prints them."""

import ipaddress


def ip_text(address: bytes) -> str:
    """An address's bytes as `net.IP.String()`: an IPv4 address in IPv6 form as IPv4, other lengths as `?` and hex."""
    if len(address) == 16:
        six = ipaddress.IPv6Address(address)
        return str(six.ipv4_mapped or six)
    if len(address) == 4:
        return "{}.{}.{}.{}".format(*address)
    return f"?{address.hex()}"
