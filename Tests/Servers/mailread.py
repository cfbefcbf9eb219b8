"""Reads a mail with Python's email package: what a reader's program would show of it."""
import email
import email.header
import email.policy


def read(content):
    mail = email.message_from_bytes(content, policy=email.policy.default)
    parts = {"plain": None, "html": None}
    kinds = []
    encodings = []
    for part in mail.walk():
        kinds.append(part.get_content_type())
        if part.get_content_maintype() == "text":
            parts[part.get_content_subtype()] = part.get_content()
            encodings.append(part["Content-Transfer-Encoding"])
    def boxes(name):
        if mail[name] is None:
            return []
        return [[a.display_name, a.addr_spec] for a in mail[name].addresses]

    # Python's parser of addresses leaves blanks between the words of a long name; its decoder of headers does not.
    raw = email.message_from_bytes(content)["To"] or ""
    defects = [repr(d) for part in mail.walk() for d in part.defects]
    defects += [name for name, value in mail.items() if getattr(value, "defects", ())]
    head = content.split(b"\r\n\r\n", 1)[0]
    return {
        "from": boxes("From"), "to": boxes("To"),
        "to_line": str(email.header.make_header(email.header.decode_header(raw.replace("\r\n", "")))),
        "reply_to": boxes("Reply-To"), "subject": mail["Subject"],
        "date": mail["Date"].datetime.isoformat() if mail["Date"] else None, "message_id": mail["Message-ID"],
        "text": parts["plain"], "html": parts["html"], "kinds": kinds, "encodings": encodings, "defects": defects,
        "names": mail.keys(), "headers": {name: str(value) for name, value in mail.items()},
        "longest": max(len(line) for line in content.split(b"\r\n")),
        "longest_head": max(len(line) for line in head.split(b"\r\n")),
        "bare_ends": content.replace(b"\r\n", b"").count(b"\n") + content.replace(b"\r\n", b"").count(b"\r"),
        "is_ascii": content.isascii(),
    }


if __name__ == "__main__":
    import json
    import sys
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            print(json.dumps(read(file.read())))
