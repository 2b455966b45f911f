"""Logins of network cameras: what is asked for, what is sent, and how no password is shown."""

from __future__ import annotations

import urllib.request

import pytest

from formcheck.errors import LoginError, StreamError
from formcheck.sources.address import split_address
from formcheck.sources.http_opening import _Login, _offers
from formcheck.sources.link import StreamLimits
from formcheck.sources.stream import StreamSource
from support.clipmaker import numbered
from support.mjpeg_server import MjpegServer

PICTURES = [numbered(number, 256, 128) for number in range(4)]
QUICK = StreamLimits(connect_s=10, first_frame_s=20, lost_s=20, give_up_s=20)
DIGEST = 'Digest realm="cam", nonce="n1", qop="auth,auth-int", algorithm='
LOGINS = {
    # "me:p@ss" in base 64.
    "basic": ('Basic realm="x"', b"Authorization: Basic bWU6cEBzcw=="),
    "digest": (DIGEST + "MD5", b"algorithm="),
    "a newer digest": (DIGEST + "SHA-256", b'algorithm="SHA-256"'),
    "both": (DIGEST + 'MD5\r\nWWW-Authenticate: Basic realm="x"', b"Authorization: Digest"),
    "one not known, and basic": (
        DIGEST + 'X-1\r\nWWW-Authenticate: Basic realm="x"',
        b"Authorization: Basic",
    ),
    "both in one line": (f'Basic realm="a, b", {DIGEST}MD5', b"Authorization: Digest"),
    "one not known, and basic, in one line": (
        f'{DIGEST}X-1, stale , Basic realm="x"',
        b"Authorization: Basic",
    ),
    "the second of three": (
        f'Negotiate, {DIGEST}"SHA-512-256", {DIGEST} sha-256 , NTLM',
        b'algorithm="sha-256"',
    ),
    "a digest with spaces": (
        'digest Realm = "cam",nonce ="n1" , qop="auth-int, auth"',
        b"Authorization: Digest",
    ),
    "a digest of a realm without a name": ('Digest realm="", nonce="n1"', b'realm=""'),
    "a digest of 1999": ('Digest realm="cam", nonce="n1"', b"Authorization: Digest"),
}


@pytest.mark.parametrize(("challenge", "answer"), LOGINS.values(), ids=LOGINS.keys())
def test_name_and_password_are_sent_when_asked_for_and_not_shown(
    challenge: str, answer: bytes
) -> None:
    with MjpegServer(PICTURES, fps=200, challenge=challenge) as server:
        url = server.url.replace("://", "://me:p%40ss@")
        with StreamSource(url, limits=QUICK) as source:
            assert source.info.path == server.url
    assert b"Authorization" not in server.requests[0]
    assert answer in server.requests[1]


def test_a_digest_is_that_of_the_standard() -> None:
    """The example of RFC 2617, 3.5, whose answer no password can be read from."""
    login = _Login(split_address("http://Mufasa:Circle%20Of%20Life@h/"))
    login.get_cnonce = lambda _nonce: "0a4f113b"
    offered = _offers(
        [
            'Digest realm="testrealm@host.com", qop="auth,auth-int", '
            'nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
        ]
    )
    answer = login._answer(urllib.request.Request("http://h/dir/index.html"), offered)
    assert answer is not None
    assert 'response="6629fae49393a05397450978507c4ef1"' in answer


@pytest.mark.parametrize("challenge", [DIGEST + "MD5", 'Basic realm="x"', "Basic", ""])
@pytest.mark.parametrize("login", ["", "me:wrong@"])
def test_a_login_that_is_missing_or_wrong_is_asked_for(challenge: str, login: str) -> None:
    refusal = f"HTTP/1.1 401 No\r\nWWW-Authenticate: {challenge}\r\n\r\n".encode()
    with MjpegServer(PICTURES, answer=refusal) as server, pytest.raises(LoginError):
        StreamSource(server.url.replace("://", f"://{login}"), limits=QUICK)


@pytest.mark.parametrize(
    ("challenge", "named"),
    [
        (DIGEST + "X-1", "Digest X-1 auth,auth-int"),
        ('Digest realm="cam", nonce="n1", qop="auth-int"', "Digest auth-int"),
        ("Digest a=", "Digest"),
        ("Digest a", "Digest"),
        ("Negotiate, NTLM", "Negotiate"),
        ('Bearer realm="x", error="y"', "Bearer"),
        ("\x80" * 5000, r"\x80"),
    ],
)
@pytest.mark.parametrize("login", ["", "me:xyzzy@"])
def test_a_login_of_a_kind_that_is_not_known_is_told(
    challenge: str, named: str, login: str
) -> None:
    """It is not asked for, as no password would do; and it is not sent in any other way."""
    refusal = f"HTTP/1.1 401 No\r\nWWW-Authenticate: {challenge}\r\n\r\n".encode("latin-1")
    with MjpegServer(PICTURES, answer=refusal) as server:
        with pytest.raises(StreamError, match="kind of login") as caught:
            StreamSource(server.url.replace("://", f"://{login}"), limits=QUICK)
        assert len(server.requests) == 1
    assert not isinstance(caught.value, LoginError)
    assert named in caught.value.message
    assert len(caught.value.message) < 320


def test_a_login_goes_along_to_another_page_of_the_same_camera() -> None:
    with MjpegServer(PICTURES, fps=200, challenge='Basic realm="x"') as video:
        to = f"HTTP/1.1 302 Go\r\nLocation: {video.url}\r\n\r\n".encode()
        with (
            MjpegServer(PICTURES[:1], answer=to) as front,
            StreamSource(front.url.replace("://", "://me:p%40ss@"), limits=QUICK),
        ):
            pass
    assert b"Authorization: Basic" in video.requests[-1]
