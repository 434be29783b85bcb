"""Online class: ask for a redeem code, get the address of the face check, ask again.

Python 3.9 or newer, nothing to install.
"""

import hashlib
import hmac
import json
import os
import time
import urllib.error
import urllib.request

BASE_URL = os.environ["BASE_URL"]
CLIENT_CODE = os.environ["CLIENT_CODE"]
SIGN_KEY = os.environ["SIGN_KEY"]
REDEEM_CODE = os.environ["REDEEM_CODE"]
REDIRECT_URI = os.environ["REDIRECT_URI"]  # as registered
EMAIL = os.environ["EMAIL"]  # the participant's, as you know it


def post(path, data):
    """Send one signed request; returns the answer, a refusal too."""
    body = json.dumps(data)
    timestamp = str(int(time.time()))
    text = CLIENT_CODE + timestamp + "POST" + path + body
    headers = {
        "Content-Type": "application/json",
        "client_code": CLIENT_CODE,
        "timestamp": timestamp,
        "signature": hmac.new(SIGN_KEY.encode(), text.encode(), hashlib.sha1).hexdigest(),
    }
    request = urllib.request.Request(BASE_URL + path, body.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.read().decode()


STATUS = "/api/v1/integration/payment/redeem-code/status"
GENERATE = "/api/v1/integration/oauth/url-generate"
session = {"redeem_code": REDEEM_CODE, "sequence": 1}
back = {"redirect_uri": REDIRECT_URI, "email": EMAIL}

print(post(STATUS, session))
print(post(GENERATE, {**session, **back}))  # keep «state», send the browser to «url»
print(post(STATUS, session))  # a test code was attended at once
