"""Decisions under review: what matters comes first, the file is whole after each of them, the last one can be taken back."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import threading

import pytest

from co2label.cli._review import ReviewServer
from co2label.errors import DocumentError
from co2label.factors import FactorLibrary
from co2label.matching import NO_FACTOR, Confirmed, Review, by_weight, match

LIBRARY = FactorLibrary.bundled()
COLUMNS = {
    "key": ["a", "b", "c"],
    "name": ["バナナ 500g", "牛乳 1L", "<b>x</b> 謎"],
    "販売数": ["1", "1000", "2"],
}


@pytest.fixture
def review(tmp_path):
    found = by_weight(match(COLUMNS, LIBRARY))
    return Review(found, LIBRARY, tmp_path / "match.csv", "A. Sato", dt.date(2026, 12, 1))


def kept(review):
    return {each.key: each.factor for each in Confirmed.read(review.path, LIBRARY)}


def test_what_is_sold_most_comes_first(review):
    assert review.rows()[0]["key"] == "b"


def test_what_was_decided_before_stands_behind_all_others(review):
    review.decide("b", "food.milk_semi")
    again = by_weight(match(COLUMNS, LIBRARY, confirmed=review.confirmed))
    assert [each.suggestion.key for each in again][-1] == "b"


def test_every_decision_is_in_the_file_with_who_and_when(review):
    review.decide("a", "food.banana")
    review.decide("b", NO_FACTOR)
    assert kept(review) == {"a": "food.banana", "b": "none"}
    one = Confirmed.read(review.path, LIBRARY).of("a")
    assert (one.by, one.on) == ("A. Sato", dt.date(2026, 12, 1))


def test_the_last_decisions_are_taken_back_one_by_one(review):
    review.decide("a", "food.banana")
    review.decide("a", "food.apple")
    assert review.undo() == "a"
    assert kept(review) == {"a": "food.banana"}
    assert review.undo() == "a"
    assert kept(review) == {}
    assert review.undo() is None


def test_where_none_fits_no_factor_is_suggested_again(review):
    review.decide("b", NO_FACTOR)
    again = {each.key: each for each in match(COLUMNS, LIBRARY, confirmed=review.confirmed)}
    assert (again["b"].status, again["b"].candidates) == ("none", ())


@pytest.mark.parametrize(("key", "factor"), [("zz", "food.banana"), ("a", "food.bananna"), ("a", "")])
def test_what_is_not_there_is_refused_and_nothing_is_written(review, key, factor):
    with pytest.raises(DocumentError):
        review.decide(key, factor)
    assert not review.path.exists()


@pytest.fixture
def server(review):
    with ReviewServer(review, language="en", port=0) as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made
        made.shutdown()


def ask(server, path, body=None, *, host=None, token=None, raw=None):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    headers = {
        "Host": host or f"127.0.0.1:{server.server_port}",
        "X-Token": server.token if token is None else token,
    }
    data = raw if raw is not None else None if body is None else json.dumps(body)
    connection.request("GET" if data is None else "POST", path, data, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_the_page_holds_the_products_as_data_and_nothing_of_them_as_markup(server):
    status, text = ask(server, "/")
    assert status == 200
    assert "<b>x" not in text
    assert "バナナ" in text


def test_a_decision_and_undo_by_http(server, review):
    assert ask(server, "/decide", {"key": "a", "factor": "food.banana"})[0] == 200
    assert kept(review) == {"a": "food.banana"}
    assert json.loads(ask(server, "/undo", {})[1]) == {"key": "a", "decided": None}


def test_search_by_http(server):
    status, text = ask(server, "/search?q=banana")
    assert (status, json.loads(text)[0]["factor"]) == (200, "food.banana")


@pytest.mark.parametrize(
    ("path", "options", "status"),
    [
        ("/", {"host": "evil.example"}, 403),
        ("/decide", {"body": {"key": "a", "factor": "food.banana"}, "host": "evil.example:80"}, 403),
        ("/decide", {"body": {"key": "a", "factor": "food.banana"}, "token": "guess"}, 403),
        ("/search?q=banana", {"token": ""}, 403),
        ("/decide", {"raw": "{"}, 400),
        ("/decide", {"raw": "[" * 9000}, 400),
        ("/decide", {"raw": "x" * 20000}, 400),
        ("/decide", {"body": [1]}, 400),
        ("/decide", {"body": {"key": 1, "factor": None}}, 400),
        ("/decide", {"body": {"key": "a", "factor": "nothing.there"}}, 400),
        ("/../../etc/passwd", {}, 404),
        ("/else", {"body": {}}, 404),
    ],
)
def test_strangers_and_broken_requests_are_refused_with_a_reason(server, review, path, options, status):
    found, text = ask(server, path, **options)
    assert found == status
    assert json.loads(text)["error"]
    assert not review.path.exists()
