#!/usr/bin/env python3
"""Independent check of a journal: frames, sha-256, numbers, chain, declared fragments. Standard library only.

Prints « number-of-records hash-of-the-last », exit 0; else what is wrong and where, exit 1.
"""
import hashlib
import re
import sys

LINE_H = re.compile(rb'h: "([0-9a-f]{64})"\n')
NUMBER = re.compile(rb'^"n": (\d+)$', re.M)
PREC = re.compile(rb'^prec: "([0-9a-f]{64})"$', re.M)
REPRISE = re.compile(rb'^fait: "reprise"\noctets: (\d+)\nsha256: "([0-9a-f]{64})"$', re.M)


def sha(data):
    return hashlib.sha256(data).hexdigest().encode()


def frames(data):
    """Spans of what stands between a line `---` and the first line `...` after it, the last `---` being the one."""
    start, place = None, 0
    for line in re.findall(rb"[^\n]*\n|[^\n]+", data):
        if line == b"---\n":
            start = place
        place += len(line)
        if line == b"...\n" and start is not None:
            yield start, place
            start = None


def check(data):
    end, head, expected = 0, b"0" * 64, 0
    for start, stop in frames(data):
        body = data[start : stop - len(b"...\n")]
        line = body[-70:]
        match = LINE_H.fullmatch(line)
        if not match or sha(body[:-70]) != match.group(1):
            continue  # Not a record that proves itself: part of a fragment, or altered, as what follows will tell.
        number = int(NUMBER.search(body).group(1))
        prec = PREC.search(body).group(1)
        fragment = data[end:start]
        if fragment:
            if not fragment.endswith(b"#\n") or len(fragment) == 2:
                return f"octet {end} : octets sans déclaration"
            fragment = fragment[:-2]
            if expected == 0:
                head = sha(fragment)
            else:
                declared = REPRISE.search(body)
                if not declared or (int(declared.group(1)), declared.group(2)) != (len(fragment), sha(fragment)):
                    return f"octet {end} : fragment mal déclaré"
        if number != expected:
            return f"octet {start} : fait {number} au lieu de {expected}"
        if prec != head:
            return f"octet {start} : chaîne rompue"
        end, head, expected = stop, match.group(1), expected + 1
    if end != len(data):
        return f"octet {end} : fin non confirmée ou altérée"
    return expected, head.decode()


def main():
    with open(sys.argv[1], "rb") as file:
        answer = check(file.read())
    if isinstance(answer, str):
        print(answer)
        return 1
    print(*answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
