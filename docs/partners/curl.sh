#!/bin/sh
# Ask for a redeem code, then commit it. Needs curl and openssl.
set -eu

post() {
    timestamp=$(date +%s)
    signature=$(printf '%s' "$CLIENT_CODE${timestamp}POST$1$2" |
        openssl dgst -sha1 -hmac "$SIGN_KEY" | sed 's/.* //')
    curl --silent --show-error --max-time 10 "$BASE_URL$1" --data "$2" \
        --header 'Content-Type: application/json' \
        --header "client_code: $CLIENT_CODE" \
        --header "timestamp: $timestamp" \
        --header "signature: $signature"
    echo
}

for endpoint in status commit; do
    post "/api/v1/integration/payment/redeem-code/$endpoint" "{\"redeem_code\":\"$REDEEM_CODE\"}"
done
