"""Ask an address for its video: connection, login, redirects, and what is wrong in words.

The HTTP is that of Python's own library; nothing but ``http`` and ``https`` is spoken, with
nobody in between, and never with another computer than the one named.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import re
import socket
import ssl
import string
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from email.message import Message
from http.client import HTTPResponse
from typing import IO, Any, Final, TypeAlias
from urllib.parse import SplitResult, quote, unquote, urlsplit

from formcheck.errors import LoginError, StreamError
from formcheck.sources.address import split_address
from formcheck.sources.link import resolve

Request = urllib.request.Request

Offer: TypeAlias = tuple[str, dict[str, str]]
"""A kind of login (basic, digest …) and what the camera says of it."""

_HASHES: Final = {"MD5": "md5", "SHA": "sha1", "SHA-256": "sha256"}
"""Of digest logins (RFC 7616); cameras offer the first, newer ones also the last."""


def open_http(
    address: str, timeout_s: float, adopt: Callable[[socket.socket], None]
) -> HTTPResponse:
    """Return the answer of a camera, its head read and its body not.

    Parameters
    ----------
    address : str
        With ``user:password@`` before the host, where the camera wants them; they are sent when
        it asks, and only so that nobody on the way can read them if it leaves the choice.
    timeout_s : float
        Longest silence in seconds while connecting and while the head comes.
    adopt : callable
        Given each socket as soon as it is connected: whoever shuts it down ends the wait.

    Raises
    ------
    StreamError
        When the camera cannot be reached, refuses, or is no stream.
    """
    parts = split_address(address)
    opener = urllib.request.OpenerDirector()
    for handler in (
        _Handler(adopt),
        _Redirect(),
        _Login(parts),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", "FormCheck"), ("Accept", "*/*")]
    try:
        answer = opener.open(Request(_plain(parts)), timeout=timeout_s)
    except urllib.error.HTTPError as error:
        error.close()
        raise _refused(error.code, error.headers.get("Location", "")) from error
    except urllib.error.URLError as error:
        raise _unreachable(parts, error.reason) from error
    except TimeoutError as error:
        raise silent() from error
    except ConnectionError as error:
        raise lost() from error
    except (http.client.HTTPException, OSError, ValueError) as error:
        raise no_stream("no video stream") from error
    if not isinstance(answer, HTTPResponse):
        raise no_stream("no video stream")
    return answer


def lost() -> StreamError:
    """Return what to say when a connection that stood is gone."""
    return StreamError(
        "The connection to the camera was lost.", "Check its battery, its program and the network."
    )


def silent() -> StreamError:
    """Return what to say when the connection stands and the answer does not come."""
    return StreamError(
        "The camera accepts the connection but does not answer.",
        "Start the stream on the camera or phone again.",
    )


def no_stream(what: str) -> StreamError:
    """Return what to say when an address shows something else."""
    return StreamError(
        f"This address shows {what}.",
        "Use the address of the video itself; it often ends in /video or /mjpeg.",
    )


class _Handler(urllib.request.HTTPSHandler):
    """Connect where the address says, and tell of the socket."""

    def __init__(self, adopt: Callable[[socket.socket], None]) -> None:
        super().__init__()
        self._adopt = adopt

    def http_open(self, request: Request) -> HTTPResponse:
        return self._open(http.client.HTTPConnection, request)

    def https_open(self, request: Request) -> HTTPResponse:
        return self._open(http.client.HTTPSConnection, request)

    http_request = urllib.request.AbstractHTTPHandler.do_request_
    https_request = urllib.request.AbstractHTTPHandler.do_request_

    def _open(self, kind: type[http.client.HTTPConnection], request: Request) -> HTTPResponse:
        adopt = self._adopt

        class Told(kind):  # type: ignore[misc, valid-type]
            def connect(self) -> None:
                # The system's own look-up has no end.
                resolve(self.host, self.port, self.timeout)
                super().connect()
                adopt(self.sock)

        return self.do_open(Told, request)


class _Redirect(urllib.request.HTTPRedirectHandler):
    """Follow the camera to another page of its own."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        # What stands in a body that nobody reads may have no end.
        fp.close()
        parts = split_address(newurl)
        if parts.hostname != urlsplit(req.full_url).hostname:
            raise StreamError(
                f"This address leads on to another computer, {ascii(parts.hostname)[1:-1]}.",
                "If that is the camera, use its address.",
            )
        return super().redirect_request(req, fp, code, msg, headers, _plain(parts))


class _Login(urllib.request.HTTPDigestAuthHandler):
    """Answer once with the login of the address, hashed where the camera takes that."""

    def __init__(self, parts: SplitResult) -> None:
        self._known = _Known(parts)
        super().__init__(self._known)

    def http_error_401(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message
    ) -> HTTPResponse | None:
        fp.close()
        offered = _offers(headers.get_all("WWW-Authenticate", []))
        if offered and not any(_spoken(*each) for each in offered):
            raise _not_spoken(offered)
        answer = self._answer(req, offered)
        if answer is None or req.has_header("Authorization"):
            return None
        req.add_unredirected_header("Authorization", answer)
        again: HTTPResponse = self.parent.open(req, timeout=req.timeout)
        return again

    def get_algorithm_impls(self, algorithm: str) -> tuple[Any, Any]:
        name = _HASHES[algorithm.upper()]

        def hashed(text: str) -> str:
            return hashlib.new(name, text.encode(), usedforsecurity=False).hexdigest()

        return hashed, lambda secret, data: hashed(f"{secret}:{data}")

    def _answer(self, request: Request, offered: list[Offer]) -> str | None:
        user, password = self._known.find_user_password("", request.full_url)
        if user is None:
            return None
        for scheme, asked in offered:
            if scheme == "digest" and _spoken(scheme, asked):
                return f"Digest {self.get_authorization(request, asked)}"
        if any(scheme == "basic" for scheme, _ in offered):
            return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        return None


def _offers(lines: list[str]) -> list[Offer]:
    """Return the kinds of login in the lines of an answer; one line may offer several."""
    offered: list[Offer] = []
    for item in urllib.request.parse_http_list(", ".join(lines)):
        # A word alone, or one before what is said of a kind, begins the next one.
        begun = re.fullmatch(r"([^\s=\",]+)(?:\s+(?!=)(.*))?", item, re.DOTALL)
        if begun:
            offered.append((begun[1].lower(), {}))
        name, _, value = ((begun[2] or "") if begun else item).partition("=")
        key, said = name.strip().lower(), value.strip().strip('"')
        # A realm may be empty; of a qop that is, the library makes a kind of its own.
        if offered and key and (said or key != "qop"):
            offered[-1][1][key] = said
    for _, asked in offered:
        if "qop" in asked:
            # The library stumbles over a space.
            asked["qop"] = ",".join(each.strip().lower() for each in asked["qop"].split(","))
    return offered


def _spoken(scheme: str, asked: Mapping[str, str]) -> bool:
    """Whether there is an answer to a kind of login."""
    if scheme != "digest":
        return scheme == "basic"
    return (
        {"realm", "nonce"} <= asked.keys()
        and asked.get("algorithm", "MD5").upper() in _HASHES
        and "auth" in asked.get("qop", "auth").split(",")
    )


def _not_spoken(offered: list[Offer]) -> StreamError:
    scheme, asked = offered[0]
    said = [scheme.capitalize(), *(asked[key] for key in ("algorithm", "qop") if key in asked)]
    told = ascii(" ".join(said)[:60])[1:-1]
    return StreamError(
        f"The camera asks for a kind of login that is not known here: {told}.",
        "Choose Basic, or Digest with MD5 or SHA-256, in the camera's own settings.",
    )


class _Known(urllib.request.HTTPPasswordMgr):
    """The one login there is."""

    def __init__(self, parts: SplitResult) -> None:
        super().__init__()
        self._login = (
            (None, None)
            if parts.username is None
            else (unquote(parts.username), unquote(parts.password or ""))
        )

    def find_user_password(self, realm: str, authuri: str) -> tuple[str | None, str | None]:
        return self._login


def _plain(parts: SplitResult) -> str:
    """Return an address without a login and with nothing in it that HTTP cannot say."""
    host = parts.netloc.rpartition("@")[2]
    url = parts._replace(netloc="", scheme="", fragment="").geturl()
    return f"{parts.scheme}://{host}{quote(url, safe=string.punctuation)}"


def _refused(code: int, location: str) -> StreamError:
    if code == 401:
        return LoginError(
            "The camera asks for a name and a password.",
            "Write them into the address: http://name:password@host/…",
        )
    scheme, separator, _ = location.partition("://")
    if 300 <= code < 400 and separator and scheme.lower() not in ("http", "https"):
        return StreamError(
            f"The address is redirected to one that begins with {ascii(scheme)[1:-1]}://.",
            "Use the address of the video itself.",
        )
    if 300 <= code < 400:
        return StreamError("The address is redirected in a circle.", "Check the address.")
    return StreamError(
        f"The camera answers with error {code} at this address.",
        "Open the address in a browser and check it.",
    )


def _unreachable(parts: SplitResult, reason: object) -> StreamError:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return StreamError(
            f"{parts.hostname} cannot prove who it is (its certificate is not trusted).",
            "Use its http:// address if it is a device of your own.",
        )
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return StreamError(
        f"Nothing answers at {parts.hostname}, port {port}.",
        "Start the stream on the camera or phone, and check the address and the network.",
    )
