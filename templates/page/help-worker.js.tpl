{{%AUTOESCAPE context="JAVASCRIPT"}}
// Keeps a copy of the help page, as anybody sees it, and shows it to who is offline. Nothing else is
// kept, and nothing is asked for with a cookie.
'use strict';

const PAGE = '{{BASE}}/help';
const FILES = '{{BASE}}/static/';
const KEPT = 'doorward-help';

async function keep() {
  const answer = await fetch(PAGE, { credentials: 'omit' });
  if (!answer.ok) throw new Error(`the help page: ${answer.status}`);
  const page = await answer.text();
  const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)]
    .map((found) => found[1]).filter((file) => file.startsWith(FILES));
  const kept = await caches.open(KEPT);
  await kept.addAll(files.map((file) => new Request(file, { credentials: 'omit' })));
  await kept.put(PAGE, new Response(page, { headers: answer.headers }));
  for (const { url } of await kept.keys()) {
    const file = url.slice(self.location.origin.length);
    if (file !== PAGE && !files.includes(file)) await kept.delete(url);
  }
}

async function page(request) {
  try {
    return await fetch(request);
  } catch (offline) {
    const kept = await caches.match(PAGE);
    if (!kept) throw offline;
    const text = await kept.text();
    return new Response(text.replace('id="offline" hidden', 'id="offline"'), { headers: kept.headers });
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch (offline) {
    const kept = await caches.match(request);
    if (!kept) throw offline;
    return kept;
  }
}

self.addEventListener('install', (event) => event.waitUntil(keep()));

self.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.mode === 'navigate' && pathname === PAGE) {
    event.respondWith(page(event.request));
    event.waitUntil(keep().catch(() => {}));  // offline: the copy of before stays
  } else if (pathname.startsWith(FILES)) {
    event.respondWith(file(event.request));
  }
});
