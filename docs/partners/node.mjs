// Ask for a redeem code, then commit it. Node 18 or newer, nothing to install.
import { createHmac } from "node:crypto";

const { BASE_URL, CLIENT_CODE, SIGN_KEY, REDEEM_CODE } = process.env;

async function post(path, data) {
  const body = JSON.stringify(data);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const text = CLIENT_CODE + timestamp + "POST" + path + body;
  const answer = await fetch(BASE_URL + path, {
    method: "POST",
    body,
    headers: {
      "Content-Type": "application/json",
      client_code: CLIENT_CODE,
      timestamp,
      signature: createHmac("sha1", SIGN_KEY).update(text).digest("hex"),
    },
  });
  return answer.text();
}

for (const endpoint of ["status", "commit"]) {
  const path = "/api/v1/integration/payment/redeem-code/" + endpoint;
  console.log(await post(path, { redeem_code: REDEEM_CODE }));
}
