<?php
// A portal in PHP behind the door: it shows what it is sent. GET and uploads are answered as JSON, a
// form by a page with the person's name in the top right. Without a person it shows nothing.

declare(strict_types=1);

if (($_SERVER['REMOTE_USER'] ?? '') === '') {
    http_response_code(500);
    exit("no REMOTE_USER\n");
}

function is_form(): bool
{
    return ($_SERVER['CONTENT_TYPE'] ?? '') === 'application/x-www-form-urlencoded';
}

if ($_SERVER['REQUEST_METHOD'] === 'POST' && is_form()) {
    $name = htmlspecialchars($_SERVER['HTTP_REMOTE_NAME']);
    $fields = htmlspecialchars(json_encode($_POST, JSON_UNESCAPED_UNICODE), ENT_QUOTES);
    exit("<header><nav class=\"doorward-badge\">$name</nav></header><p>$fields</p>\n");
}

$headers = [];
foreach (getallheaders() as $name => $value) {
    $headers[] = [strtolower($name), $value];
}
header('Content-Type: application/json');
echo json_encode([
    'headers' => $headers,
    'path' => $_SERVER['REQUEST_URI'],
    'server' => $_SERVER,
    'sha256' => hash_file('sha256', $_FILES['file']['tmp_name'] ?? 'php://input'),
]);
