"""Postfix from a configuration of its own, on loopback, for Herald's tests; needs root.

    postfixserver.py FOLDER

Writes FOLDER/ports.json when it listens, and delivers shop.example into Maildirs: FOLDER/mail/USER/new. Ends when its
standard input does. Logins are checked by this script, which speaks Dovecot's protocol to Postfix.
"""
import base64
import json
import os
import socket
import socketserver
import subprocess
import sys
import threading
import time

FOLDER = sys.argv[1]
ETC = FOLDER + "/etc"
LOGIN = b"\0shop@shop.example\0" + "pässword ❤".encode()


class Auth(socketserver.StreamRequestHandler):
    """Dovecot's authentication protocol, as far as Postfix asks for it."""

    def handle(self):
        self.wfile.write(b"VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nSPID\t1\nCUID\t1\nCOOKIE\t0123456789abcdef\nDONE\n")
        for line in self.rfile:
            parts = line.decode().rstrip("\n").split("\t")
            if parts[0] == "AUTH" and not any(part.startswith("resp=") for part in parts):
                self.wfile.write(f"CONT\t{parts[1]}\t\n".encode())
            elif parts[0] in ("AUTH", "CONT"):
                answer = parts[2] if parts[0] == "CONT" else next(p for p in parts if p.startswith("resp="))[5:]
                good = base64.b64decode(answer) == LOGIN
                self.wfile.write(f"OK\t{parts[1]}\tuser=shop\n".encode() if good else f"FAIL\t{parts[1]}\n".encode())


class AuthServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def configure(plain, submission):
    for name in ("etc", "queue", "data", "mail"):
        os.makedirs(f"{FOLDER}/{name}")
    os.chmod(FOLDER, 0o755)
    subprocess.run(["chown", "postfix", FOLDER + "/data"], check=True)
    subprocess.run(["chown", "nobody", FOLDER + "/mail"], check=True)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", ETC + "/key.pem", "-out", FOLDER + "/ca.pem", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, stderr=subprocess.DEVNULL)
    with open(ETC + "/main.cf", "w") as file:
        file.write(f"""compatibility_level = 3.6
queue_directory = {FOLDER}/queue
data_directory = {FOLDER}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {FOLDER}/log
maillog_file_prefixes = {FOLDER}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.test
mydestination =
mynetworks =
alias_maps =
local_recipient_maps =
default_transport = error:nothing leaves this machine
virtual_mailbox_domains = shop.example
virtual_mailbox_base = {FOLDER}/mail
virtual_mailbox_maps = inline:{{ anna@shop.example=anna/, hard@shop.example=hard/, secure@shop.example=secure/,
  program@shop.example=program/, many@shop.example=many/ }}
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 1
virtual_mailbox_limit = 0
message_size_limit = 2000000
smtpd_tls_cert_file = {FOLDER}/ca.pem
smtpd_tls_key_file = {ETC}/key.pem
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = {FOLDER}/auth
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_sender_restrictions = check_sender_access inline:{{ {{ mailbox@refused.example = 550 5.1.8 not here }} }}
""")
    public = {"pickup", "cleanup", "qmgr", "showq", "flush", "postlog"}
    services = {"postlog": "postlogd", "pickup": "pickup", "cleanup": "cleanup", "qmgr": "qmgr", "tlsmgr": "tlsmgr",
                "rewrite": "trivial-rewrite", "bounce": "bounce", "defer": "bounce", "trace": "bounce",
                "verify": "verify", "flush": "flush", "proxymap": "proxymap", "showq": "showq", "error": "error",
                "retry": "error", "virtual": "virtual", "anvil": "anvil"}
    limits = {"pickup": 1, "qmgr": 1, "tlsmgr": "1", "postlogd": 1, "anvil": 1, "verify": 1, "bounce": 0, "cleanup": 0}
    with open(ETC + "/master.cf", "w") as file:
        file.write(f"127.0.0.1:{plain} inet n - n - - smtpd\n")
        file.write(f"127.0.0.1:{submission} inet n - n - - smtpd -o smtpd_sasl_auth_enable=yes"
                   " -o smtpd_tls_security_level=encrypt -o smtpd_client_restrictions=permit_sasl_authenticated,reject\n")
        for name, program in services.items():
            kind = "unix-dgram" if name == "postlog" else "unix"
            wakeup = {"pickup": "60", "qmgr": "300"}.get(name, "-")
            root = "n" if name == "virtual" else "-"
            file.write(f"{name} {kind} {'n' if name in public else '-'} {root} n {wakeup} {limits.get(program, '-')} "
                       f"{program}\n")
    with open(FOLDER + "/sendmail", "w") as file:
        file.write(f'#!/bin/sh\nexec /usr/sbin/sendmail -C {ETC} "$@"\n')
    os.chmod(FOLDER + "/sendmail", 0o755)


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main():
    ports = {"plain": free_port(), "submission": free_port()}
    configure(ports["plain"], ports["submission"])
    server = AuthServer(FOLDER + "/auth", Auth)
    os.chmod(FOLDER + "/auth", 0o666)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        subprocess.run(["postfix", "-c", ETC, "start"], check=True, **quiet)
        for _ in range(200):
            if all(map(listens, ports.values())):
                break
            time.sleep(0.05)
        with open(FOLDER + "/ports.tmp", "w") as file:
            json.dump(ports, file)
        os.rename(FOLDER + "/ports.tmp", FOLDER + "/ports.json")
        sys.stdin.read()
    finally:
        subprocess.run(["postfix", "-c", ETC, "stop"], **quiet)


main()
