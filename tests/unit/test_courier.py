"""What leaves the house: signed calls that are not led astray, letters by a mail server."""

from __future__ import annotations

import hashlib
import hmac
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from app.jobs.courier.hook import Call, post, signature
from app.jobs.courier.letter import write_letter
from app.jobs.courier.mail import send
from app.models import Carrier, Outgoing
from app.services.issues.notices import NOTICE_WORDS, RESIDENT_WORDS, NotDelivered
from app.services.issues.notices.circles import TOLD
from app.services.patrols.shifts.telling import MISSED, OPENS
from app.settings import ROOT, Settings


@contextmanager
def served(server: socketserver.BaseServer) -> Iterator[int]:
    """Serve in a thread; give the port."""
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_address[1]  # type: ignore[index]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Receiver(BaseHTTPRequestHandler):
    """A receiver of web hooks that keeps what it gets, and answers as it is told."""

    got: list[tuple[dict[str, str], bytes]]
    answer: int

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((dict(self.headers), body))
        self.send_response(self.answer)
        if self.answer == 302:
            self.send_header("Location", "http://169.254.169.254/secret")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        pass


def receiver(answer: int) -> ThreadingHTTPServer:
    kind = type("Told", (Receiver,), {"got": [], "answer": answer})
    return ThreadingHTTPServer(("127.0.0.1", 0), kind)


def call(port: int) -> Call:
    return Call(f"http://127.0.0.1:{port}/hook", "secret", 7, {"event": "file", "名": "网格"})


def test_a_call_is_signed_over_time_and_body() -> None:
    server = receiver(204)
    with served(server) as port:
        post(call(port))
    headers, body = server.RequestHandlerClass.got[0]
    assert json.loads(body) == {"event": "file", "名": "网格"}
    assert headers["X-Wangge-Delivery"] == "7"
    at, signed = (part.split("=")[1] for part in headers["X-Wangge-Signature"].split(","))
    wanted = hmac.new(b"secret", f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    assert signed == wanted


def test_the_signature_is_that_of_the_handbook() -> None:
    signed = signature("secret", 1795334400, b'{"event":"file"}')
    assert signed in (ROOT / "docs/notices.md").read_text(encoding="utf-8").replace("\n", "")


@pytest.mark.parametrize(("answer", "detail"), [(500, "500"), (302, "302"), (404, "404")])
def test_anything_but_success_is_a_failure_and_no_redirect_is_followed(
    answer: int, detail: str
) -> None:
    server = receiver(answer)
    with served(server) as port, pytest.raises(NotDelivered) as failed:
        post(call(port))
    assert failed.value.detail == detail
    assert len(server.RequestHandlerClass.got) == 1


def test_nobody_there_is_a_failure() -> None:
    with receiver(200) as closed:
        port = closed.server_address[1]
    with pytest.raises(NotDelivered, match="did not answer"):
        post(call(port))


class Postman(socketserver.StreamRequestHandler):
    """As much of a mail server as a client needs; it may refuse the recipient."""

    letters: list[bytes]
    refuses: bool

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"RCPT" and self.refuses:
                self.say("550 no such mailbox")
            elif word == b"DATA":
                self.say("354 go on")
                self.letters.append(self.read_letter())
                self.say("250 kept")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def read_letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


def postman(*, refuses: bool = False) -> socketserver.TCPServer:
    kind = type("Told", (Postman,), {"letters": [], "refuses": refuses})
    return socketserver.ThreadingTCPServer(("127.0.0.1", 0), kind)


def settings(port: int) -> Settings:
    return Settings(
        wangge_smtp_url=f"smtp://127.0.0.1:{port}",
        wangge_mail_from="wangge@example.cn",
        wangge_public_url="https://wangge.example.cn",
    )


def account_letter(**facts: Any) -> Outgoing:
    payload = {
        "to": "account",
        "kind": "to handle",
        "number": "202611-7",
        "category": "管道堵塞\n第二行",
        "language": "en",
        "path": "/c/x/issues/7",
    }
    return Outgoing(carrier=Carrier.EMAIL, target="a@example.cn", payload=payload | facts)


def test_a_letter_reaches_an_account_with_a_link() -> None:
    server = postman()
    with served(server) as port:
        send(write_letter(account_letter(), settings(port)), settings(port))
    letter = message_from_bytes(server.RequestHandlerClass.letters[0], policy=default)
    assert letter["To"] == "a@example.cn"
    assert letter["Subject"] == "202611-7 For you to handle"
    assert "https://wangge.example.cn/c/x/issues/7" in letter.get_content()


@pytest.mark.parametrize("kind", sorted(RESIDENT_WORDS))
def test_a_resident_gets_the_number_and_no_names(kind: str) -> None:
    facts = {"to": "resident", "kind": kind, "number": "202611-7", "language": "en"}
    letter = Outgoing(carrier=Carrier.EMAIL, target="r@example.cn", payload=facts)
    written = write_letter(letter, settings(1))
    assert "202611-7" in written["Subject"]
    assert "202611-7" in written.get_content()


@pytest.mark.parametrize("target", ["nobody", "a@b.cn\nBcc: all@b.cn"])
def test_what_is_no_address_gets_no_letter(target: str) -> None:
    with pytest.raises(NotDelivered):
        write_letter(Outgoing(target=target, payload={}), settings(1))


def test_a_refusal_names_no_address() -> None:
    server = postman(refuses=True)
    with served(server) as port, pytest.raises(NotDelivered) as failed:
        send(write_letter(account_letter(), settings(port)), settings(port))
    assert "example" not in failed.value.detail


def test_without_a_mail_server_nothing_is_sent() -> None:
    with pytest.raises(NotDelivered, match="no mail server"):
        send(write_letter(account_letter(), settings(1)), Settings(wangge_smtp_url=None))


def test_every_kind_of_notice_has_words() -> None:
    kinds = {kind for told in TOLD.values() for kind, _ in told}
    assert kinds | {OPENS, MISSED} == NOTICE_WORDS.keys()
    assert RESIDENT_WORDS.keys() <= NOTICE_WORDS.keys()
