"""The one form of JSON that is hashed: the quick way of many objects gives what the long one gives."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.changes import canonical, canonical_each

_WORDS = st.one_of(st.text(max_size=6), st.sampled_from(["", '"', "\\", "\n", "\u2028", "\u3000", "%s", "%(a)s", "𠮷"]))
_VALUES = st.recursive(
    st.one_of(_WORDS, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=4,
)


@given(st.lists(st.dictionaries(_WORDS, st.one_of(_WORDS, _VALUES), max_size=5), max_size=4))
@example([{"b": "100%", "a": "柳桥村", "%": "%d"}, {"a": "b", "c": '"'}, {"a": ["", {}], "c": "d"}, {}, {"a": "b"}])
def test_many_objects_are_written_as_each_alone(objects: list[dict[str, Any]]) -> None:
    assert canonical_each(objects) == [canonical(one) for one in objects]
