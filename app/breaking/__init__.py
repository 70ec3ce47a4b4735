"""Break it, mend it: a judged cluster and faults → the same cluster with the faults in it, judged again; what differs.

No key is made here. A fault changes what was read: a certificate's to-be-signed bytes, which key stands in a file, what
a flag or field names. Who signed what is told along with it, so that no signature is checked. The twin of a broken
cluster is the broken twin, and a handshake on it shakes with the faults.
"""
