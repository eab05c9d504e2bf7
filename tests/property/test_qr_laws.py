"""Laws of QR symbols: any payload gives the bits of `qrcode`."""

from hypothesis import given
from hypothesis import strategies as st
from qrcode.main import QRCode

from co2label.draw._qr import LEVELS, _symbol_from_layout, segments, smallest_version

TEXTS = (
    st.text("abcdefghij/:.", min_size=1, max_size=90)
    | st.text("0123456789", min_size=1, max_size=90)
    | st.text("ABCDEFGHIJ0123456789 $%*+-./:", min_size=1, max_size=90)
    | st.text("aB3/", min_size=1, max_size=120)
    | st.lists(
        st.sampled_from(["0123456789" * 2, "https://", "ABCDEFGHIJ" * 2, "x", "品"]), min_size=1, max_size=5
    ).map("".join)
)


@given(TEXTS, st.sampled_from(sorted(LEVELS)), st.none() | st.integers(0, 7))
def test_any_payload_as_qrcode_draws_it(payload, level, mask):
    parts = segments(payload)
    found = smallest_version(parts, level)
    code = QRCode(error_correction=LEVELS[level], border=0, mask_pattern=mask)
    code.add_data(payload.encode())
    code.make()
    if found is None:
        assert code.version > 10
    else:
        assert code.version == found
        assert _symbol_from_layout(parts, found, level, mask).modules == tuple(map(tuple, code.get_matrix()))
