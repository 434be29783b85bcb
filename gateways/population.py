"""The population register: are this NIK, KK and birth date one person's, and on which lists is it.

The real one is asked over HTTP at POPULATION_URL. Training rooms have a register of their
own, and it answers by the last four digits of the NIK alone:

    0001–8999  yes                      9400–9499  yes, and on the list of social aid
    9100–9199  unknown, for an officer  9500–9599  yes, and on the list of BSU
    9200–9299  no                       9600–9699  yes, and on the list of BPUM
    9300–9399  yes, and a student       9700–9799  yes, and an official

Every other number is a no. Over HTTP, whatever is not a clear yes or no in time is unknown.

It also says whether a face is that of a NIK, at POPULATION_URL + «/face». In training it is,
unless the trainer switched on the fault `fault_face`: «no» or «unknown».
"""

import base64
import json
import logging

from config import settings
from gateways.http import NoAnswer, call, read_json
from models import IdentityCheck, Setting
from rules.population import LISTS, Answer

log = logging.getLogger("population")

TIMEOUT = 5.0  # seconds for the whole answer
UNKNOWN = Answer("unknown")
FACE_FAULT = "fault_face"
_ON_LIST = {93: "student", 94: "social_aid", 95: "bsu", 96: "bpum", 97: "official"}


def check(row: IdentityCheck, selfie: bytes, id_card: bytes) -> Answer:
    """What the register says about one try; never raises because of what is at the other end."""
    if settings.population_url:
        return _over_http(settings.population_url, row, selfie, id_card)
    return in_training(row.nik) if settings.training else UNKNOWN


def compare(nik: str, picture: bytes) -> Answer:
    """Whether this is the face of that NIK; never raises because of what is at the other end."""
    if settings.population_url:
        asked = {"nik": nik, "selfie": base64.b64encode(picture).decode()}
        return Answer(_asked(settings.population_url.rstrip("/") + "/face", asked).verdict)
    if not settings.training:
        return UNKNOWN
    fault = Setting.get_or_none(Setting.key == FACE_FAULT)
    return Answer(fault.value) if fault and fault.value in ("no", "unknown") else Answer("yes")


def in_training(nik: str) -> Answer:
    """What the training register says, by the rule on top of this file."""
    serial = int(nik[-4:])
    if 1 <= serial <= 8999:
        return Answer("yes")
    if serial // 100 == 91:
        return UNKNOWN
    listed = _ON_LIST.get(serial // 100)
    return Answer("yes", (listed,)) if listed else Answer("no")


def _over_http(url: str, row: IdentityCheck, selfie: bytes, id_card: bytes) -> Answer:
    asked = {
        "nik": row.nik,
        "kk": row.kk,
        "birth_date": row.birth_date,
        "selfie": base64.b64encode(selfie).decode(),
        "id_card": base64.b64encode(id_card).decode(),
    }
    return _asked(url, asked)


def _asked(url: str, asked: dict[str, str]) -> Answer:
    headers = {"Content-Type": "application/json"}
    try:
        answer = call("POST", url, json.dumps(asked).encode(), headers, TIMEOUT)
        if answer.status != 200:
            raise ValueError("not a 200")
        return _read(answer.body)
    except NoAnswer as error:
        log.warning("the population register gave no answer: %s", error)
    except ValueError as error:
        # Its class alone: a message could repeat what was asked.
        log.warning("the population register gave no answer: %s", type(error).__name__)
    return UNKNOWN


def _read(content: bytes) -> Answer:
    """The answer in these bytes. Raises ValueError when there is none."""
    said = read_json(content)
    if not isinstance(said, dict) or said.get("verdict") not in ("yes", "no", "unknown"):
        raise ValueError("no verdict")
    if said["verdict"] != "yes":
        return Answer(said["verdict"])
    lists = said.get("lists", [])
    if not isinstance(lists, list):
        raise ValueError("no lists")
    return Answer("yes", tuple(name for name in LISTS if name in lists))
