// Speed as felt: how much a first visit fetches, what the first paint waits for, what moves.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Chromium } from './chromium.mjs';
import { askSignUpCode, signIn, signUp, visitor } from './journey.mjs';

const BYTES_MAX = 20 << 10;  // in all: heads, page, style
const FOREVER = /max-age=31536000, immutable/;

let chromium;
before(async () => { chromium = await Chromium.launch(); });
after(() => chromium.close());

// What the browser fetches from now on: { url, bytes, cacheControl }, by their requests.
function fetches(tab) {
  const all = new Map();
  tab.hears = (method, { requestId, response, encodedDataLength }) => {
    if (method === 'Network.responseReceived')
      all.set(requestId, { url: response.url, bytes: 0, cacheControl: response.headers['Cache-Control'] });
    if (method === 'Network.loadingFinished' && all.has(requestId))
      all.get(requestId).bytes = encodedDataLength;
  };
  return all;
}

async function firstVisit(tab, path) {
  await tab.call('Network.clearBrowserCache');
  const fetched = fetches(tab);
  await tab.goto(path);
  const felt = await tab.evaluate(`new Promise((done) => {
    const shifts = [];
    new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value, sources }) =>
      \`\${value} \${sources.map(({ node, previousRect: a, currentRect: b }) =>
        [node?.nodeName, node?.className, a.x, a.y, a.width, b.x, b.y, b.width].join(' '))}\`)))
      .observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => setTimeout(() => done({
      shifted: shifts,
      blocking: performance.getEntriesByType('resource')
        .filter(({ renderBlockingStatus }) => renderBlockingStatus === 'blocking')
        .map(({ name }) => new URL(name).pathname),
    })));
  })`);
  return { fetched: [...fetched.values()], ...felt };
}

async function isQuick(tab, path) {
  const { fetched, shifted, blocking } = await firstVisit(tab, path);
  const listed = fetched.map(({ url, bytes }) => `${bytes} ${url}`).join('\n');
  const styles = fetched.filter(({ url }) => new URL(url).pathname.endsWith('.css'));
  assert.equal(styles.length, 1, `${path}: one request for style\n${listed}`);
  assert.match(styles[0].url, /[.]css[?]v=[0-9a-f]{12}$/, path);
  assert.match(styles[0].cacheControl, FOREVER, path);
  const asked = fetched.filter(({ url }) => !url.endsWith('/favicon.ico'));  // the browser's own wish
  assert.equal(asked.length, 2, `${path}: the page and its style\n${listed}`);
  const bytes = fetched.reduce((sum, one) => sum + one.bytes, 0);
  assert.ok(bytes > 0 && bytes <= BYTES_MAX, `${path}: ${bytes} bytes\n${listed}`);
  assert.deepEqual(shifted, [], `${path}: nothing moves`);
  assert.deepEqual(blocking, ['/auth/static/doorward.css'], `${path}: the first paint waits for style`);
}

test('a_first_visit_is_one_page_and_one_style_in_20_kib', async () => {
  const tab = await (await chromium.person()).tab();
  for (const path of ['/auth/', '/auth/sign-in', '/auth/sign-up', '/auth/reset',
    '/auth/reset?for=validate', '/auth/sign-out', '/auth/no-such-page'])
    await isQuick(tab, path);
  const who = visitor();
  await askSignUpCode(tab, who);
  await isQuick(tab, await tab.path());
});

test('so_are_the_pages_of_an_account', async () => {
  const tab = await (await chromium.person()).tab();
  const who = visitor();
  await signUp(tab, who);
  await signIn(tab, who);
  for (const page of ['', '/password', '/sessions', '/download', '/delete'])
    await isQuick(tab, `/auth/account${page}`);
});
