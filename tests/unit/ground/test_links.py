"""GS1 Digital Links and https addresses, against biip as a second reader."""

import datetime as dt

import biip
import pytest
from hypothesis import given
from hypothesis import strategies as st

from co2label.errors import IdentifierError
from co2label.identifiers import check_digit, gtin14, in_one_company
from co2label.links import DigitalLink, digital_link, item_link, parse_link, web_link


@pytest.mark.parametrize(
    ("code", "resolver", "link"),
    [
        ("4569951110016", "https://id.gs1.org", "https://id.gs1.org/01/04569951110016"),
        ("4569951110016", "https://id.example.jp/", "https://id.example.jp/01/04569951110016"),
        ("49123456", "HTTPS://ID.Example.JP", "https://id.example.jp/01/00000049123456"),
        ("614141123452", "https://example.com:8443/a/b/", "https://example.com:8443/a/b/01/00614141123452"),
        (
            "614141123452",
            "https://example.com/品 目".replace(" ", "%20"),
            "https://example.com/%E5%93%81%20%E7%9B%AE/01/00614141123452",
        ),
        ("614141123452", "https://example.com/a;b", "https://example.com/a%3Bb/01/00614141123452"),
        ("614141123452", "https://xn--wgv71a.jp", "https://xn--wgv71a.jp/01/00614141123452"),
    ],
)
def test_digital_link(code, resolver, link):
    assert digital_link(code, resolver=resolver) == link
    assert parse_link(link) == gtin14(code)


def test_canonical_resolver_is_the_default():
    assert digital_link("4569951110016") == "https://id.gs1.org/01/04569951110016"


HTTPS = "expected a web address that begins with https://, got"
REFUSED = [
    ("http://id.example.jp", f"{HTTPS} 'http://id.example.jp'"),
    ("javascript:alert(1)", f"{HTTPS} 'javascript:alert(1)'"),
    ("id.example.jp", f"{HTTPS} 'id.example.jp'"),
    ("", f"{HTTPS} ''"),
    ("https://", "expected a host name after https://, got '' in 'https://'"),
    ("https:///x", "expected a host name after https://, got '' in 'https:///x'"),
    ("https://-a.jp", "expected a host name after https://, got '-a.jp' in 'https://-a.jp'"),
    ("https://a..jp", "expected a host name after https://, got 'a..jp' in 'https://a..jp'"),
    ("https://user:pw@a.jp", "user name or password in 'https://user:pw@a.jp'; remove it"),
    ("https://日本.jp", "host name '日本.jp' is not ASCII; write it in Punycode (xn--…)"),
    ("https://a.jp /x", "a space or control character in the web address 'https://a.jp /x'; remove it"),
    ("https://a.jp\n", "a space or control character in the web address 'https://a.jp\\n'; remove it"),
    (
        "https://a.jp/\u202e",
        "a space or control character in the web address 'https://a.jp/\\u202e'; remove it",
    ),
    (7, "expected a web address of at most 2000 characters, got 7"),
]
RESOLVER_ONLY = [
    (
        "https://a.jp?x=1",
        "expected a resolver without query and fragment, got 'https://a.jp?x=1'; cut it at ? or #",
    ),
    (
        "https://a.jp/#x",
        "expected a resolver without query and fragment, got 'https://a.jp/#x'; cut it at ? or #",
    ),
    (
        "https://a.jp/../x",
        "empty, . or .. part in the path of the resolver 'https://a.jp/../x'; write the path in full",
    ),
    (
        "https://a.jp/a//x",
        "empty, . or .. part in the path of the resolver 'https://a.jp/a//x'; write the path in full",
    ),
    (
        "https://a.jp/%zz",
        "a % without two hexadecimal digits in the resolver 'https://a.jp/%zz'; write it as %25",
    ),
]


@pytest.mark.parametrize(("address", "message"), REFUSED + RESOLVER_ONLY)
def test_resolver_is_refused_in_words(address, message):
    with pytest.raises(IdentifierError) as refusal:
        digital_link("4569951110016", resolver=address)
    assert str(refusal.value) == message


@pytest.mark.parametrize(("address", "message"), REFUSED)
def test_web_link_is_refused_in_words(address, message):
    with pytest.raises(IdentifierError) as refusal:
        web_link(address)
    assert str(refusal.value) == message


def test_over_long_address_has_a_short_message():
    with pytest.raises(IdentifierError, match="at most 2000 characters") as refusal:
        web_link("https://a.jp/" + "x" * 100_000)
    assert len(str(refusal.value)) < 120
    with pytest.raises(IdentifierError, match="253 of a name"):
        web_link("https://" + "a." * 200 + "jp")
    with pytest.raises(IdentifierError, match="63 characters of a label"):
        web_link("https://" + "a" * 64 + ".jp")


NOT_FOR_EVERYBODY = {
    "is known in your own network only": [
        *(
            "localhost",
            "LocalHost",
            "api.localhost",
            "printer.local",
            "shop.test",
            "x.invalid",
            "co2.internal",
        ),
        *("nas.lan", "nas.home.arpa", "wiki.corp", "a.intranet", "x.onion", "router.home", "x.localdomain"),
    ],
    "is one word": ["shop", "jp", "xn--wgv71a"],
    "is an address in numbers": [
        *("127.0.0.1", "10.0.0.7", "192.168.1.1", "169.254.1.1", "8.8.8.8", "127.1", "2130706433", "0x7f.1"),
        *("0x7f000001", "1.2.3.4.5", "a.jp.0x"),
    ],
    "which is no top-level domain": ["shop.j", "shop.a1", "shop.j-p"],
    "no Punycode": ["xn--0.jp", "xn--a.jp", "xn--a-ecp.jp", "shop.xn--99999"],
}


@pytest.mark.parametrize(
    ("host", "reason"), [(host, reason) for reason, hosts in NOT_FOR_EVERYBODY.items() for host in hosts]
)
@pytest.mark.parametrize("port", ["", ":8443"])
def test_a_host_that_not_everybody_reaches_is_refused(host, reason, port):
    for make in (web_link, lambda address: digital_link("4569951110016", resolver=address)):
        with pytest.raises(IdentifierError, match=reason):
            make(f"https://{host}{port}/x")
    with pytest.raises(IdentifierError, match=reason):
        parse_link(f"https://{host}{port}/01/04569951110016")


@pytest.mark.parametrize(
    "host", ["[::1]", "[fe80::1]", "a.jp.", "a_b.jp", "", ".jp", "a..jp", "-a.jp", "a-.jp"]
)
def test_what_is_no_host_name_is_refused(host):
    with pytest.raises(IdentifierError, match="expected a host name after https://"):
        web_link(f"https://{host}/x")


@pytest.mark.parametrize(
    "port", ["99999", "65536", "0", "00", "080", "", "1234567", "8o", "-1", "+80", "８０"]
)
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(IdentifierError, match="expected a port from 1 to 65535"):
        web_link(f"https://a.jp:{port}/x")
    with pytest.raises(IdentifierError, match="expected a port from 1 to 65535"):
        digital_link("4569951110016", resolver=f"https://a.jp:{port}")


@pytest.mark.parametrize(
    "url",
    [
        "https://a.jp",
        "https://a.jp/x?y=1&z=%20#f",
        "https://a.jp:8443/~x/(y)",
        "HTTPS://A.JP/x",
        "https://a.jp:1/x",
        "https://a.jp:65535",
        "https://id.example.com/x",
        "https://shop.example/x",
        "https://xn--fiqs8s.xn--p1ai/x",
        "https://0x7f.jp",
        "https://127.0.0.1.jp/x",
        "https://localhost.jp/x",
        "https://test.local.jp/x",
        "https://" + ".".join(["a" * 60] * 4) + ".jp",
    ],
)
def test_web_link_is_kept_as_given(url):
    assert web_link(url) == url


@pytest.mark.parametrize("rest", ['"x', "<x>", "品", "%2", "{x}", "a\\b", "a^b", "`"])
def test_web_link_with_a_forbidden_character(rest):
    with pytest.raises(IdentifierError, match="a character that no web address may hold"):
        web_link(f"https://a.jp/{rest}")


@pytest.mark.parametrize(
    "link",
    [
        "https://a.jp/01/04569951110016/22/2A/10/LOT/21/1",
        "https://a.jp/x/01/04569951110016?17=271122",
        "https://a.jp/01/04569951110016#top",
    ],
)
def test_link_with_more_than_the_key_is_read(link):
    assert parse_link(link) == "04569951110016"


NO_LINK = "expected a GS1 Digital Link such as https://id.gs1.org/01/04569951110016, got "
FOURTEEN = "(01) GTIN: expected 14 digits (zeros in front), got "


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("https://a.jp/01/045699511100160", FOURTEEN + "'045699511100160'"),
        ("https://a.jp/GTIN/04569951110016", NO_LINK + "'https://a.jp/GTIN/04569951110016'"),
        (
            "https://a.jp/gtin/04569951110017",
            "(01) GTIN '04569951110017': check digit 6 expected, got 7; correct it",
        ),
        ("https://a.jp/?x=/01/x", NO_LINK + "'https://a.jp/?x=/01/x'"),
        ("https://a.jp", NO_LINK + "'https://a.jp'"),
        ("https://a.jp/01", NO_LINK + "'https://a.jp/01'"),
        (
            "https://a.jp/01/04569951110016/99/x",
            "qualifiers of (01): expected 22, 10, 21 or 235, each at most once and in this order, got '99'",
        ),
        (
            "https://a.jp/00/106141412345678908",
            "expected the link of a GTIN (01), got one of a SSCC (00): 'https://a.jp/00/106141412345678908'",
        ),
    ],
)
def test_other_links_are_refused(link, message):
    with pytest.raises(IdentifierError) as refusal:
        parse_link(link)
    assert str(refusal.value) == message


def test_wrong_check_digit_in_a_link():
    with pytest.raises(IdentifierError, match="check digit 6 expected, got 7"):
        parse_link("https://a.jp/01/04569951110017")


BODIES = st.text("0123456789", min_size=13, max_size=13).filter(
    lambda body: body.strip("0") and not in_one_company(f"{body}{check_digit(body)}")
)
SEGMENTS = st.lists(st.text(min_size=1, max_size=8).filter(lambda s: s not in {".", ".."}), max_size=3)


@given(BODIES, SEGMENTS)
def test_build_and_read_are_inverse(body, segments):
    code = f"{body}{check_digit(body)}"
    try:
        link = digital_link(code, resolver="/".join(["https://id.example.jp", *segments]))
    except IdentifierError:
        return
    assert parse_link(link) == code
    assert web_link(link) == link


@given(BODIES)
def test_biip_reads_the_same_gtin(body):
    code = f"{body}{check_digit(body)}"
    parsed = biip.gs1_digital_link_uris.GS1DigitalLinkURI.parse(digital_link(code))
    assert [(element.ai.ai, element.value) for element in parsed.element_strings] == [("01", code)]


@given(st.text(max_size=60) | st.text(max_size=40).map("https://{}".format))
def test_only_identifier_errors_leave(text):
    for call in (
        web_link,
        parse_link,
        lambda t: digital_link("49123456", resolver=t),
        digital_link,
    ):
        try:
            assert call(text).isascii()
        except IdentifierError as refusal:
            assert str(refusal)  # noqa: PT017 - either way is right


@pytest.mark.parametrize(
    "number",
    [
        "2100000109869",
        "0210000005985",
        "0400000000017",
        "20000004",
        "00000017",
        "210000012346",
        "12912345678906",
    ],
)
def test_a_number_of_one_company_is_in_no_link(number):
    body = number[:-1]
    number = f"{body}{check_digit(body)}"
    with pytest.raises(IdentifierError, match="is a restricted circulation number"):
        digital_link(number)
    with pytest.raises(IdentifierError, match="is a restricted circulation number"):
        DigitalLink("01", number.zfill(14))
    with pytest.raises(IdentifierError, match="is a restricted circulation number"):
        DigitalLink.parse(f"https://id.gs1.org/01/{number.zfill(14)}")


@pytest.mark.parametrize(
    "link",
    [
        "https://a.jp/01/4569951110016/10/L1/21/S1",
        "https://a.jp/gtin/04569951110016/lot/L1/ser/S1",
        "https://a.jp/gtin/4569951110016/10/L1/ser/S1",
    ],
)
def test_other_spellings_of_a_gtin_are_read_and_written_in_one_way(link):
    assert DigitalLink.parse(link).uri() == "https://a.jp/01/04569951110016/10/L1/21/S1"
    assert parse_link(link) == "04569951110016"


def test_a_lot_a_serial_number_and_an_expiry_date_come_into_a_link():
    link = "https://a.jp/01/04569951110016"
    assert (
        item_link(link, serial="7", lot="A 1".replace(" ", "-"), expiry=dt.date(2027, 3, 1))
        == f"{link}/10/A-1/21/7?17=270301"
    )
    assert item_link(f"{link}/10/L1", serial="7", lot="L1") == f"{link}/10/L1/21/7"
    for wrong, message in (
        ({"lot": "鮭"}, r"\(10\) batch or lot: expected 1 to 20 characters"),
        ({"lot": "x" * 21}, r"\(10\) batch or lot: expected 1 to 20 characters"),
        ({"serial": ""}, r"\(21\) serial number: expected 1 to 20 characters"),
    ):
        with pytest.raises(IdentifierError, match=message):
            item_link(link, **wrong)
    with pytest.raises(IdentifierError, match=r"\(10\) is 'L1' in the link already, got 'L2'"):
        item_link(f"{link}/10/L1", lot="L2")
    with pytest.raises(IdentifierError, match=r"no link of one|expected a GS1 Digital Link"):
        item_link("https://example.jp/tea", lot="L1")
