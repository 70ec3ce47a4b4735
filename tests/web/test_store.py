"""The store of uploads: how long, how much, and that nobody is thrown out."""

import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.model.cluster import Cluster
from app.model.errors import LimitExceeded
from app.store import parcel as parcel_module
from app.store.limits import StoreLimits
from app.store.memory import MemoryStore, StoreFull
from app.store.parcel import pack, unpack
from app.web.services import load_samples
from tests.web.conftest import Clock


def store_of(clock: Callable[[], datetime], **limits: int) -> MemoryStore:
    return MemoryStore(clock, StoreLimits(**limits))  # type: ignore[arg-type]


def test_an_upload_is_found_under_its_id_and_under_no_other(clock: Clock) -> None:
    """What was kept is found by its id; another id of the same form finds nothing and was never here."""
    store = store_of(clock)
    kept = store.keep(b"parcel", "tree.tar.gz")
    found = store.find(kept.id)
    assert found is not None and (found.parcel, found.source) == (b"parcel", "tree.tar.gz")
    other = kept.id[::-1]
    assert store.find(other) is None and not store.was_here(other)


def test_ids_cannot_be_guessed(clock: Clock) -> None:
    """Each of many ids differs and holds 192 random bits."""
    store = store_of(clock)
    ids = {store.keep(b"", "").id for _ in range(200)}
    assert len(ids) == 200 and all(len(one) == 32 for one in ids)


def test_an_upload_lives_twelve_hours_after_the_last_look(clock: Clock) -> None:
    """Each look begins the twelve hours anew; without one the upload is gone after them, and was here."""
    store = store_of(clock)
    kept = store.keep(b"parcel", "")
    assert kept.expires_at == clock.time + timedelta(hours=12)
    for _ in range(3):
        clock.forward(hours=11, minutes=59)
        found = store.find(kept.id)
        assert found is not None and found.expires_at == clock.time + timedelta(hours=12)
    clock.forward(hours=12)
    assert store.find(kept.id) is None and store.was_here(kept.id)


def test_a_look_at_one_upload_does_not_keep_another(clock: Clock) -> None:
    """Uploads are forgotten in the order of the last look, not of their arrival."""
    store = store_of(clock)
    first, second = store.keep(b"1", ""), store.keep(b"2", "")
    clock.forward(hours=11)
    store.find(first.id)
    clock.forward(hours=2)
    store.sweep()
    assert len(store) == 1 and store.find(first.id) is not None and store.find(second.id) is None


def test_a_deleted_upload_is_gone_and_was_here(clock: Clock) -> None:
    """Deleting works once; a second time, and for what was never here, there is nothing to delete."""
    store = store_of(clock)
    kept = store.keep(b"parcel", "")
    assert store.delete(kept.id) and not store.delete(kept.id) and not store.delete("never")
    assert store.find(kept.id) is None and store.was_here(kept.id)


@pytest.mark.parametrize("limits", [{"uploads": 2}, {"total": 20}])
def test_a_full_store_refuses_and_throws_out_nobody(clock: Clock, limits: dict[str, int]) -> None:
    """With as many uploads, or bytes, as there is room for, the next is refused and the others stay."""
    store = store_of(clock, **limits)
    kept = [store.keep(b"0123456789", ""), store.keep(b"0123456789", "")]
    with pytest.raises(StoreFull):
        store.keep(b"0123456789", "")
    assert all(store.find(one.id) is not None for one in kept)


@pytest.mark.parametrize("limits", [{"uploads": 2}, {"total": 20}])
def test_room_comes_back(clock: Clock, limits: dict[str, int]) -> None:
    """A deleted or expired upload makes room for the next."""
    store = store_of(clock, **limits)
    first = store.keep(b"0123456789", "")
    store.keep(b"0123456789", "")
    store.delete(first.id)
    store.check_room(10)
    store.keep(b"0123456789", "")
    clock.forward(hours=12)
    store.check_room(20)
    assert len(store) == 0


def test_one_upload_that_is_too_large_is_refused_by_that_limit(clock: Clock) -> None:
    """The refusal names the limit, and at the limit itself there is none."""
    store = store_of(clock, each=10)
    with pytest.raises(LimitExceeded) as refusal:
        store.keep(b"01234567890", "")
    assert refusal.value.code == "EACH" and "kubepki open" in refusal.value.remedy
    store.keep(b"0123456789", "")


def test_the_list_of_vanished_uploads_is_bounded(clock: Clock) -> None:
    """Of more vanished uploads than are remembered, the oldest are forgotten."""
    store = store_of(clock, graves=2)
    ids = [store.keep(b"", "").id for _ in range(3)]
    for one in ids:
        store.delete(one)
    assert [store.was_here(one) for one in ids] == [False, True, True]


def test_the_list_of_vanished_uploads_names_none(clock: Clock) -> None:
    """After an upload is deleted its id stands nowhere in the store."""
    store = store_of(clock)
    kept = store.keep(b"", "")
    store.delete(kept.id)
    assert kept.id not in repr(vars(store))


def test_a_cluster_is_unpacked_once_while_it_is_looked_at(clock: Clock) -> None:
    """The same object serves the next page; a deleted one is not kept ready."""
    store = store_of(clock)
    kept = store.keep(pack(sample()), "")
    again = store.find(kept.id)
    assert again is not None and store.cluster(kept) is store.cluster(again)
    store.delete(kept.id)
    assert not store._unpacked and store._unpacked_bytes == 0  # noqa: SLF001 - what must not be there has no public name


def test_few_clusters_are_kept_unpacked(clock: Clock) -> None:
    """Beyond the bound the one not looked at for longest is packed away, and unpacked again when asked for."""
    parcel = pack(sample())
    store = store_of(clock, unpacked=2 * len(parcel))
    kept = [store.keep(parcel, "") for _ in range(3)]
    first, second = store.cluster(kept[0]), store.cluster(kept[1])
    store.cluster(kept[0])
    store.cluster(kept[2])
    assert store.cluster(kept[0]) is first
    assert store.cluster(kept[1]) is not second


def test_a_parcel_holds_the_whole_cluster() -> None:
    """Every sample comes out of its parcel equal to what went in."""
    for opened in load_samples().values():
        assert unpack(pack(opened.cluster)) == opened.cluster


class Evil:
    """What a process that was taken over would like its server to run."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return eval, ("__import__('os').getpid()",)


@pytest.mark.parametrize(
    "content",
    [Evil(), datetime(2027, 1, 31, tzinfo=UTC), {"a": 1}, pytest],
    ids=["code", "no cluster", "dict", "module"],
)
def test_a_parcel_of_anything_else_is_refused(content: object) -> None:
    """Nothing but the model's own classes is made of a parcel: no function is called, no other object comes out."""
    try:
        parcel = pickle.dumps(content)
    except TypeError:
        parcel = b"cpytest\nmain\n."
    with pytest.raises(pickle.UnpicklingError):
        unpack(parcel)


@pytest.mark.parametrize("name", ["StrEnum", "Mapping", "datetime.now", "dataclass"])
def test_what_the_model_merely_imports_is_not_the_model(name: str) -> None:
    """A name that a module of the model has imported from elsewhere is refused too."""
    with pytest.raises(pickle.UnpicklingError):
        unpack(f"capp.model.cluster\n{name}\n.".encode())


def sample() -> Cluster:
    return load_samples()["one"].cluster


def test_packing_does_not_list_the_fields_of_each_object(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each class is looked at once, however many objects there are, and what was packed is what comes back."""
    asked: list[type] = []
    listed = parcel_module.fields
    monkeypatch.setattr(parcel_module, "_BY_FIELDS", parcel_module._ByFields())  # noqa: SLF001 - empty, as at first
    monkeypatch.setattr(parcel_module, "fields", lambda cls: asked.append(cls) or listed(cls))
    cluster = sample()
    assert unpack(pack(cluster)) == cluster
    assert len(asked) == len(set(asked)) > 10
    assert unpack(pickle.dumps(cluster, protocol=5)) == cluster
