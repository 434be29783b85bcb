<?php
// Ask for a redeem code, then commit it. PHP 7.4 or newer, no extension needed.

function post(string $path, array $data): string
{
    $client = getenv('CLIENT_CODE');
    $timestamp = (string) time();
    $body = json_encode($data);
    $signature = hash_hmac('sha1', $client . $timestamp . 'POST' . $path . $body, getenv('SIGN_KEY'));
    $context = stream_context_create(['http' => [
        'method' => 'POST',
        'content' => $body,
        'timeout' => 10,
        'ignore_errors' => true, // a refusal has a body too
        'header' => implode("\r\n", [
            'Content-Type: application/json',
            'client_code: ' . $client,
            'timestamp: ' . $timestamp,
            'signature: ' . $signature,
        ]),
    ]]);
    return file_get_contents(getenv('BASE_URL') . $path, false, $context);
}

foreach (['status', 'commit'] as $endpoint) {
    $path = '/api/v1/integration/payment/redeem-code/' . $endpoint;
    echo post($path, ['redeem_code' => getenv('REDEEM_CODE')]), "\n";
}
