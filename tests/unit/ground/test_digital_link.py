"""GS1 Digital Links: every key, the order of qualifiers, what stands in the query, check digits, encoding."""

import pytest

from co2label.errors import IdentifierError
from co2label.links import KEYS, QUALIFIERS, DigitalLink, check_pair, check_value, upper_case_host

GTIN = "04569951110016"
ITEM = f"https://a.jp/01/{GTIN}"


@pytest.mark.parametrize(
    ("link", "qualifiers", "attributes"),
    [
        (ITEM, (), ()),
        (f"{ITEM}/22/2A/10/LOT/21/1", (("22", "2A"), ("10", "LOT"), ("21", "1")), ()),
        (f"{ITEM}/22/2A/21/1", (("22", "2A"), ("21", "1")), ()),
        (f"{ITEM}/235/T%2F1", (("235", "T/1"),), ()),
        (f"{ITEM}?17=271122&3103=000110", (), (("17", "271122"), ("3103", "000110"))),
        (f"{ITEM}/10/%21%25%2F%3F?99=A%2BB", (("10", "!%/?"),), (("99", "A+B"),)),
        (f"{ITEM}/10/21", (("10", "21"),), ()),
        (f"{ITEM}/10/01/21/00", (("10", "01"), ("21", "00")), ()),
    ],
)
def test_read_and_write(link, qualifiers, attributes):
    read = DigitalLink.parse(link)
    assert read == DigitalLink("01", GTIN, qualifiers, attributes, "https://a.jp")
    assert read.uri() == link


def test_what_reading_passes_over():
    read = DigitalLink.parse(f"HTTPS://A.JP/shop/01/x/01/{GTIN}?linkType=gs1:pip&17=271122&x#top")
    assert read == DigitalLink("01", GTIN, (), (("17", "271122"),), "https://a.jp/shop/01/x")


@pytest.mark.parametrize(
    "value", ["!", "#", "$", "%", "&", "'", "(", "*", "+", ",", "/", ":", "<", "=", ">", "?", '"']
)
def test_everything_but_the_unreserved_is_encoded(value):
    if value in "#$":
        with pytest.raises(IdentifierError, match="expected 1 to 20 characters of GS1 set 82"):
            DigitalLink("01", GTIN, (("10", value),))
    else:
        link = DigitalLink("01", GTIN, (("10", f"a{value}"),), resolver="https://a.jp").uri()
        assert link == f"{ITEM}/10/a%{ord(value):02X}"


GLN, SSCC, GSRN = "4569951110016", "106141412345678908", "061414100000000028"


@pytest.mark.parametrize(
    ("key", "value", "qualifier"),
    [
        ("00", SSCC, None),
        ("253", f"{GLN}DOC-1", None),
        ("255", f"{GLN}12", None),
        ("401", "0614141x", None),
        ("402", "06141411234567890", None),
        ("414", GLN, ("254", "32a/b")),
        ("414", GLN, ("7040", "1ABC")),
        ("415", GLN, ("8020", "INVOICE-1")),
        ("417", GLN, ("7040", "1ABC")),
        ("8003", f"0{GLN}s1", None),
        ("8004", "0614141ASSET", ("7040", "1ABC")),
        ("8006", f"{GTIN}0102", ("10", "LOT")),
        ("8010", "0614141-A/1", ("8011", "12")),
        ("8013", "1987654Ad4X4bL5ttr2310c2K", None),
        ("8017", SSCC, ("8019", "0001")),
        ("8018", SSCC, ("8019", "1")),
    ],
)
def test_every_other_key(key, value, qualifier):
    made = DigitalLink(key, value, (qualifier,) if qualifier else ())
    assert DigitalLink.parse(made.uri()) == made


def test_the_tables_agree_with_each_other():
    named = {one for key in KEYS.values() for sequence in key.qualifiers for one in sequence}
    assert named == set(QUALIFIERS)
    assert len(KEYS) == 16


ORDER = "expected 22, 10, 21 or 235, each at most once and in this order, got"


@pytest.mark.parametrize(
    ("link", "message"),
    [
        (f"{ITEM}/21/1/10/L", f"qualifiers of (01): {ORDER} '21, 10'"),
        (f"{ITEM}/10/L/22/A", f"qualifiers of (01): {ORDER} '10, 22'"),
        (f"{ITEM}/10/L/10/M", f"qualifiers of (01): {ORDER} '10, 10'"),
        (f"{ITEM}/22/A/235/B", f"qualifiers of (01): {ORDER} '22, 235'"),
        (f"{ITEM}/254/L", f"qualifiers of (01): {ORDER} '254'"),
        (
            f"https://a.jp/00/{SSCC}/10/L",
            "qualifiers of (00): expected none, each at most once and in this order, got '10'",
        ),
        (f"{ITEM}?10=L", "(10) in the query; with (01) it belongs in the path: /10/…"),
        (f"{ITEM}?01={GTIN}", "(01) in the query; with (01) it belongs in the path: /01/…"),
        (f"{ITEM}?17=271122&17=271122", "(17) more than once in the query; give it once"),
        (f"{ITEM}?1=2", "expected an application identifier of 2 to 4 digits in the query, got '1'"),
        (f"{ITEM}?17", f"('17') has no value in the query of '{ITEM}?17'; write 17=…"),
        (f"{ITEM}?99=%C3%A9", "(99) data attribute: expected 1 to 90 characters of GS1 set 82, got 'é'"),
        (f"{ITEM};x", f"a ; or a % without two hexadecimal digits in '{ITEM};x'; percent-encode it"),
        (f"{ITEM}/10/%Z", f"a ; or a % without two hexadecimal digits in '{ITEM}/10/%Z'; percent-encode it"),
        (f"{ITEM}/10/%2E%2E", "(10) is '..', which web addresses drop; give another value"),
        (f"{ITEM}/10/", "(10) batch or lot: expected 1 to 20 characters of GS1 set 82, got ''"),
        (
            f"{ITEM}/10/{'x' * 21}",
            f"(10) batch or lot: expected 1 to 20 characters of GS1 set 82, got '{'x' * 21}'",
        ),
        (
            "https://a.jp/00/106141412345678907",
            "(00) SSCC '106141412345678907': check digit 8 expected, got 7; correct it",
        ),
        ("https://a.jp/8013/19ABC22", "(8013) GMN '19ABC22': check characters LX expected; correct it"),
    ],
)
def test_refusals(link, message):
    with pytest.raises(IdentifierError) as refusal:
        DigitalLink.parse(link)
    assert str(refusal.value) == message


def test_no_such_key():
    with pytest.raises(IdentifierError, match=r"expected a primary key of 00, 01, .*, got '10'"):
        DigitalLink("10", "LOT")


@pytest.mark.parametrize(
    "gmn",
    [
        "12345_ABCDEFGHIJKLMCP",
        "12345_!\"%&'()*+,-./LC",
        "7907665Bm8v2AB",
        "00000!HV",
        "99999zzzzzzzzzzzzzzzzzzT2",
    ],
)
def test_published_check_pairs(gmn):
    """The test values of the GS1 Syntax Dictionary."""
    assert check_pair(gmn[:-2]) == gmn[-2:]
    check_value("8013", gmn)


def test_capitals():
    assert upper_case_host(f"https://id.gs1.org/01/{GTIN}") == f"HTTPS://ID.GS1.ORG/01/{GTIN}"
    assert upper_case_host("https://a.jp:8443/b?c=d#e") == "HTTPS://A.JP:8443/b?c=d#e"
    assert DigitalLink.parse(upper_case_host(ITEM)) == DigitalLink.parse(ITEM)
