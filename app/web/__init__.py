"""The web server: pages, the JSON API, and everything that stands between a stranger's bytes and the core."""
