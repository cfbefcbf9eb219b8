"""Mail servers on loopback that misbehave on demand, for Herald's tests (aiosmtpd).

    mailserver.py FOLDER

Writes certificates and FOLDER/ports.json, and each mail as FOLDER/mail/N.eml and N.json. Ends when its standard input
does. What goes wrong is in the addresses: the local part `STAGE-ACTION` of the sender (mail) or of the recipient (rcpt,
data, body, end), such as end-550 or body-drop. ACTION: a code, drop, reset, stall, or odd.
"""
import asyncio
import json
import os
import ssl
import subprocess
import sys
import threading

from aiosmtpd.smtp import AuthResult, SMTP

import mailread

FOLDER = sys.argv[1]
REPLIES = {
    "421": "421 4.3.2 closing, too many messages", "450": "450 4.2.0 <{0}>: try again later",
    "451": "451 4.3.0 local trouble with {0}", "452": "452-4.3.1 no space\r\n452 4.3.1 come back later",
    "530": "530 5.7.0 Must issue a STARTTLS command first", "550": "550 5.1.1 <{0}>: no such user",
    "551": "550-5.1.1 The account {0} does not exist.\r\n550-5.1.1 Check it for typos,\r\n550 5.1.1 or for blanks.",
    "552": "552 5.3.4 message too big", "553": "553 5.1.8 <{0}>: sender rejected: domain not found",
    "554": "554 5.7.1 <{0}>: Relay access denied", "557": "550 5.7.1 you are on our list of spammers",
    "odd": "252 queued as AB12CD34", "long": "250 2.0.0 Ok: queued as 4F1C23A0B7",
}


class Server(SMTP):
    """One connection. `limit`: messages after which MAIL is answered with 421; `dies`: closes after each message."""

    def __init__(self, handler, limit=None, dies=False, **options):
        super().__init__(handler, **options)
        self.limit = limit
        self.dies = dies
        self.count = 0

    async def misbehave(self, stage, address):
        local = (address or "").strip("<>").split("@")[0]
        if not local.startswith(stage + "-"):
            return False
        action = local[len(stage) + 1:].split("+")[0]
        if action == "drop":
            self.transport.close()
        elif action == "reset":
            self.transport.abort()
        elif action == "stall":
            await asyncio.sleep(3600)
        elif action == "half":
            self._writer.write(b"250-2.0.0 Ok: queued\r\n250 2.0")
            await self._writer.drain()
            self.transport.close()
        else:
            await self.push(REPLIES[action].format(address))
        return True

    async def smtp_MAIL(self, arg):
        if self.limit is not None and self.count >= self.limit:
            await self.push(REPLIES["421"])
            self.transport.close()
            return
        if not await self.misbehave("mail", arg.split(":", 1)[1].split(" ")[0]):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg):
        if not await self.misbehave("rcpt", arg.split(":", 1)[1].split(" ")[0].strip("<>")):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg):
        to = self.envelope.rcpt_tos[0] if self.envelope.rcpt_tos else ""
        if await self.misbehave("data", to):
            return
        if to.startswith("body-"):
            await self.push("354 go on")
            if "+big" in to:
                await self._reader.readuntil(b"\r\n")
            await self.misbehave("body", to)
            return
        if to.startswith("end-"):
            await self.push("354 go on")
            while await self._reader.readuntil(b"\r\n") != b".\r\n":
                pass
            with open(FOLDER + "/attempts", "a") as file:
                file.write(to + "\n")
            await self.misbehave("end", to)
            self._set_rset_state()
            return
        await super().smtp_DATA(arg)
        self.count += 1
        if self.dies:
            self.transport.close()


class Store:
    """Keeps what was accepted."""
    lock = threading.Lock()
    number = 0

    async def handle_DATA(self, server, session, envelope):
        with Store.lock:
            Store.number += 1
            path = os.path.join(FOLDER, "mail", str(Store.number))
        record = mailread.read(envelope.content)
        record.update(
            mail_from=envelope.mail_from, rcpt_tos=envelope.rcpt_tos, is_tls=server.transport.get_extra_info("sslcontext") is not None,
            login=session.auth_data, port=session.peer[1], hello=session.host_name)
        with open(path + ".eml", "wb") as file:
            file.write(envelope.content)
        with open(path + ".tmp", "w") as file:
            json.dump(record, file)
        os.rename(path + ".tmp", path + ".json")
        return REPLIES["long"]


def login(server, session, envelope, mechanism, data):
    password = getattr(data, "password", b"")
    user = getattr(data, "login", b"").decode()
    if user == "later":
        return AuthResult(success=False, handled=False, message="454 4.7.0 Temporary authentication failure")
    if user == "shop@shop.example" and password == "pässword ❤".encode():
        return AuthResult(success=True, auth_data=user)
    return AuthResult(success=False, handled=False, message="535 5.7.8 Authentication credentials invalid")


def certificate():
    config = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", FOLDER + "/key.pem", "-out", FOLDER + "/ca.pem"] + config, check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(FOLDER + "/ca.pem", FOLDER + "/key.pem")
    return context


def raw(script):
    """A server that says the lines of a script, one at the start and one for each line that it gets."""
    async def serve(reader, writer):
        for line in script:
            if line == "stall":
                await asyncio.sleep(3600)
            elif line == "drop":
                break
            else:
                writer.write(line.encode() + b"\r\n")
                await writer.drain()
            if not await reader.readline():
                break
        writer.close()
    return serve


async def main():
    os.makedirs(FOLDER + "/mail")
    context = certificate()
    loop = asyncio.get_running_loop()
    ports = {}

    async def listen(name, tls=None, **options):
        options.setdefault("hostname", "mail.test")
        server = await loop.create_server(
            lambda: Server(Store(), enable_SMTPUTF8=True, loop=loop, **options), "127.0.0.1", 0, ssl=tls)
        ports[name] = server.sockets[0].getsockname()[1]

    async def play(name, *script):
        server = await asyncio.start_server(raw(script), "127.0.0.1", 0)
        ports[name] = server.sockets[0].getsockname()[1]

    await listen("plain")
    await listen("starttls", tls_context=context, authenticator=login)
    await listen("submission", tls_context=context, require_starttls=True, auth_required=True, authenticator=login)
    await listen("smtps", tls=context, auth_require_tls=False, auth_required=True, authenticator=login)
    await listen("login", auth_require_tls=False, auth_required=True, authenticator=login)
    await listen("limited", limit=2)
    await listen("dying", dies=True)
    await play("greeting-554", "554 5.3.2 no mail here")
    await play("greeting-421", "421 4.3.2 too busy")
    await play("greeting-drop", "drop")
    await play("greeting-stall", "stall")
    await play("hello-550", "220 hi", "550 go away", "550 go away")
    await play("hello-drop", "220 hi", "drop")
    await play("hello-stall", "220 hi", "stall")
    await play("tls-454", "220 hi", "250-mail.test\r\n250 STARTTLS", "454 4.7.0 TLS not available")
    await play("tls-drop", "220 hi", "250-mail.test\r\n250 STARTTLS", "220 go ahead", "drop")
    with open(FOLDER + "/ports.tmp", "w") as file:
        json.dump(ports, file)
    os.rename(FOLDER + "/ports.tmp", FOLDER + "/ports.json")
    await asyncio.sleep(86400)


def end():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end, daemon=True).start()
asyncio.run(main())
