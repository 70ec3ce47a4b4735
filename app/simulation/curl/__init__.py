"""The simulated curl 7.88: a request to a simulated server, judged by OpenSSL as curl is built with it."""
