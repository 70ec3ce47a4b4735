"""What one upload may still cost: the bounds that hold for all of its files together."""

from .bounds import Bounds, exceeded


class Budget:
    """Counts down while a tree is read. Every method raises LimitExceeded when the upload has had its share."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.yaml_events = bounds.yaml_events
        self._yaml_bytes = bounds.yaml_bytes
        self._certificates = bounds.certificates
        self._certificate_units = bounds.certificate_units
        self._keys = bounds.keys

    def take_yaml_events(self, count: int) -> None:
        self.yaml_events -= count
        if self.yaml_events < 0:
            raise exceeded("YAML_EVENTS", f"The YAML files have more than {self.bounds.yaml_events} values in all.")

    def take_yaml_bytes(self, count: int) -> None:
        self._yaml_bytes -= count
        if self._yaml_bytes < 0:
            raise exceeded("YAML_BYTES", f"The YAML files have more than {self.bounds.yaml_bytes >> 20} MiB in all.")

    def take_certificate_units(self, count: int) -> None:
        self._certificate_units -= count
        if self._certificate_units < 0:
            raise exceeded("CERTIFICATE_UNITS", "The certificates have more names and extensions than any cluster's.")

    def take_certificates(self, count: int) -> None:
        self._certificates -= count
        if self._certificates < 0:
            raise exceeded("CERTIFICATES", f"There are more than {self.bounds.certificates} certificates.")

    def take_keys(self, count: int) -> None:
        self._keys -= count
        if self._keys < 0:
            raise exceeded("KEYS", f"There are more than {self.bounds.keys} keys.")
