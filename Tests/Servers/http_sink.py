"""A server that answers as its path says, and keeps what it was sent.

    http_sink.py FOLDER [CERTIFICATE KEY]

Ends with its standard input. Writes its port to FOLDER/port, and a line of JSON a request to FOLDER/log. Paths:
    /status/N          answers N; the query gives headers (h=Name:value) and a body (b=…)
    /slow/SECONDS      answers 200 after so long
    /half              the head of an answer and half of its body, then hangs up
    /headless          a part of the status line, then hangs up
    /nothing           hangs up when the request has come
    /early             hangs up in the middle of the request
    /second            the second request of a connection gets no answer
"""
import http.server
import hashlib
import hmac
import itertools
import json
import os
import ssl
import sys
import threading
import time
import urllib.parse

folder = sys.argv[1]
numbers = itertools.count(1)
lock = threading.Lock()


class Sink(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.number = next(numbers)
        self.requests = 0

    def do_POST(self):
        self.requests += 1
        path = urllib.parse.urlsplit(self.path)
        parts = path.path.strip("/").split("/")
        if parts[0] == "early":
            return self.hang_up()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.keep(body)
        query = urllib.parse.parse_qs(path.query)
        if parts[0] == "status":
            headers = [h.split(":", 1) for h in query.get("h", [])]
            self.answer(int(parts[1]), query.get("b", [""])[0].encode(), headers)
        elif parts[0] == "slow":
            time.sleep(float(parts[1]))
            self.answer(200, b"{}", [])
        elif parts[0] == "half":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"sid\":")
            self.hang_up()
        elif parts[0] == "headless":
            self.wfile.write(b"HTT")
            self.hang_up()
        elif parts[0] == "second" and self.requests < 2:
            self.answer(200, b"{}", [])
        else:
            self.hang_up()

    do_PUT = do_PATCH = do_POST

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self):
        self.close_connection = True
        self.wfile.flush()

    def keep(self, body):
        entry = {
            "connection": self.number, "method": self.command, "path": self.path, "body": body.decode("utf-8"),
            "headers": {name.lower(): value for name, value in self.headers.items()}, "signed": self.is_signed(body),
        }
        with lock, open(os.path.join(folder, "log"), "a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")

    def is_signed(self, body):
        """Whether the signature is right, by the key that the tests use."""
        fields = dict(part.split("=", 1) for part in self.headers.get("X-Herald-Signature", "").split(",") if part)
        if not fields:
            return None
        text = fields["t"].encode() + b"." + body
        right = hmac.new(b"the tests' own key", text, hashlib.sha256).hexdigest()
        return hmac.compare_digest(right, fields["v1"]) and abs(int(fields["t"]) - time.time()) < 300

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sink)
server.daemon_threads = True
if len(sys.argv) == 4:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
open(os.path.join(folder, "log"), "w").close()
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
with open(os.path.join(folder, "port.new"), "w") as port:
    port.write(str(server.server_port))
os.rename(os.path.join(folder, "port.new"), os.path.join(folder, "port"))
server.serve_forever()
