#!/usr/bin/env python3
"""Bridge between a fault harness and `instruire consigner`. Standard library only, beside verifier_journal.py.

  banc.py travail PROGRAM DIR [N [LENGTH]]   a campaign in DIR, N facts recorded, their texts that long: the harness
                                             reads « ACK n »
  banc.py verif PROGRAM DIR ACK       reopens, records one fact, then checks the whole journal; exit 0 when nothing is lost

The work becomes the program (exec): what a harness kills or traces is the program itself.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

import verifier_journal

EXEMPLE = os.path.join(os.path.dirname(__file__), "..", "data", "o2r-ara-2024")
OUVERTURE = 'fait: seance_ouverte\ndate: "2024-10-02"\npresents: []\n---\n'
FAIT = 'fait: observation_notee\nprojet: "19483920"\ntexte: "fait {}"\n---\n'
TEXTE = re.compile(rb'^texte: "fait (\w+)"$', re.M)


def octets(folder):
    try:
        with open(os.path.join(folder, "seances", "63.journal.yaml"), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def campaign(folder):
    """The example around the folder of séances, which alone is under test: links, as few calls as can be."""
    ami, source = os.path.join(folder, "ami.yaml"), os.path.join(EXEMPLE, "ami.yaml")
    if not os.path.exists(ami) or os.path.getsize(ami) != os.path.getsize(source):
        if os.path.exists(ami):
            os.remove(ami)
        try:
            os.link(source, ami)
        except OSError:
            shutil.copyfile(source, ami)
    for name in ("priorites", "projets"):
        if not os.path.lexists(os.path.join(folder, name)):
            os.symlink(os.path.abspath(os.path.join(EXEMPLE, name)), os.path.join(folder, name))


def opened(data):
    records = (data[start:stop] for start, stop in verifier_journal.frames(data + b"\n" if data.endswith(b"...") else data))
    return any(b'\nfait: "seance_ouverte"\n' in record for record in records)


def facts(folder, names):
    data = octets(folder)
    return ("" if opened(data) else OUVERTURE) + "".join(FAIT.format(name) for name in names)


def arguments(program, folder):
    return [program, "--campagne", folder, "consigner", "63"]


def work(program, folder, number, length):
    campaign(folder)
    first = len(TEXTE.findall(octets(folder)))
    entry = tempfile.TemporaryFile()
    entry.write(facts(folder, (f"n{first + i}".ljust(length, "x") for i in range(number))).encode())
    entry.seek(0)
    os.dup2(entry.fileno(), 0)
    os.execv(program, arguments(program, folder))


def verify(program, folder, ack):
    campaign(folder)
    run = subprocess.run(arguments(program, folder), input=facts(folder, ["verif"]).encode(), capture_output=True)
    said = (run.stdout + run.stderr).decode(errors="replace")
    data = octets(folder)
    if run.returncode and "plus de place" in said:
        # The disk is still full: nothing can be added, what was said must be there before the cut.
        stops = [stop for _, stop in verifier_journal.frames(data)]
        if not stops:
            return None if ack == 0 else f"perte : 0 fait, {ack} acquittés"
        data = data[: stops[-1]]
    elif run.returncode:
        return f"reprise : code {run.returncode} {said}"
    answer = verifier_journal.check(data)
    if isinstance(answer, str):
        return answer
    if answer[0] <= ack:
        return f"perte : {answer[0]} faits, {ack} acquittés"
    said = []
    for start, stop in verifier_journal.frames(data):
        said += TEXTE.findall(data[start:stop])
    said = [name for name in said if name != b"verif"]
    if len(said) != len(set(said)):
        return "un fait est écrit deux fois"
    return None


def main():
    command, program, folder = sys.argv[1], os.path.abspath(sys.argv[2]), sys.argv[3]
    if command == "travail":
        number, length = (int(text) for text in (sys.argv[4:] + ["2000", "0"][len(sys.argv) - 4 :])[:2])
        work(program, folder, number, length)
    fault = verify(program, folder, int(sys.argv[4]))
    if fault:
        print(fault)
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
