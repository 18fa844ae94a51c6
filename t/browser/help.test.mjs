// The help page: its pictures are the pages as they are, and it can be read offline.
//
// `make help-pictures` takes the pictures anew, after a change of the pages that they show.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Chromium } from './chromium.mjs';
import { Mailbox } from './inbox.mjs';
import { PASSWORD, askSignUpCode, fillSignUp, says, saysNot, signIn, signUp, visitor }
  from './journey.mjs';
import { look } from './look.mjs';
import { stack } from './stack.mjs';

const FOLDER = new URL('../../templates/static/help/', import.meta.url).pathname;
const LOOKS = new URL('help-pictures.json', import.meta.url).pathname;  // of each picture's page
const TAKE_ANEW = process.env.HELP_PICTURES === 'anew';
const WIDTH = 400;
const PORTAL_WIDTH = 640;
const PORTAL_HEIGHT = 240;
const BYTES_MAX = 20 << 10;

let chromium;
before(async () => { chromium = await Chromium.launch(); });
after(() => chromium.close());

// Runs in the page: what is shown, in which looks. Codes, times and waits differ each time.
function appearance() {
  return [...document.querySelectorAll('header *, main *')].filter((element) => element.checkVisibility())
    .map((element) => {
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.data.trim()).join(' ').replace(/[0-9]+/g, '0');
      const { color, backgroundColor, borderColor, borderRadius, fontSize } = getComputedStyle(element);
      return [element.localName, own, color, backgroundColor, borderColor, borderRadius, fontSize].join();
    }).join('\n');
}

// Runs in the page: where header and card are.
function frame() {
  const boxes = [...document.querySelectorAll('header.site, main')].map((e) => e.getBoundingClientRect());
  const top = Math.max(0, Math.floor(boxes[0].top) - 8);
  return { x: 0, y: top, width: innerWidth, height: Math.ceil(boxes.at(-1).bottom) + 16 - top };
}

const looks = {};

async function picture(tab, name, { width = WIDTH, height = 0 } = {}) {
  await tab.show({ width });
  const shown = await tab.evaluate(`(${appearance})()`);
  looks[name] = createHash('sha256').update(shown).digest('hex').slice(0, 16);
  if (!TAKE_ANEW) return;
  const place = height ? { x: 0, y: 0, width, height } : await tab.evaluate(`(${frame})()`);
  await tab.screenshot(`${FOLDER}${name}.webp`, place);
}

test('pictures_show_the_pages_as_they_are', async () => {
  const address = 'mia.quist@example.com';
  const who = { name: 'Mia Quist', address, password: PASSWORD, mailbox: new Mailbox(address) };
  const tab = await (await chromium.person({ javascript: false })).tab();
  const handedOver = async () => {
    for (let tries = 0; tries < 100; ++tries) {
      await tab.reload();
      if ((await tab.text()).includes('Handed to the mail system')) return;
    }
    assert.fail('the letter was not handed over');
  };

  await tab.goto('/auth/sign-up');
  await tab.type('Email Address', address);
  await picture(tab, 'sign-up');
  await askSignUpCode(tab, who);
  const code = await who.mailbox.nextCode();
  await handedOver();
  await tab.type('Verification code', code);
  await picture(tab, 'code');
  await tab.press('Verify code');
  await fillSignUp(tab, who);
  await picture(tab, 'create');
  await tab.press('Create');
  await tab.goto('/auth/sign-in?rd=/members/');
  await tab.type('Email Address', address);
  await tab.type('Password', PASSWORD);
  await picture(tab, 'sign-in');
  await tab.press('Sign in');
  await tab.press('Continue');
  await picture(tab, 'verify');
  await signIn(tab, who);
  await picture(tab, 'portal', { width: PORTAL_WIDTH, height: PORTAL_HEIGHT });

  if (TAKE_ANEW) writeFileSync(LOOKS, `${JSON.stringify(looks, null, 2)}\n`);
  assert.deepEqual(looks, JSON.parse(readFileSync(LOOKS, 'utf8')),
    'a page no longer looks like its picture: make help-pictures');
});

test('pictures_are_there_small_and_as_large_as_said', async () => {
  const tab = await (await chromium.person()).tab();
  await tab.goto('/auth/help');
  const pictures = await tab.evaluate(`Promise.all([...document.querySelectorAll('main img')]
    .map(async (image) => {
      image.loading = 'eager';
      await image.decode();
      const said = [image.getAttribute('width'), image.getAttribute('height')].map(Number);
      return { name: image.src.replace(/.*\\/|[.]webp.*/g, ''), said, is: [image.naturalWidth, image.naturalHeight] };
    }))`);
  assert.deepEqual(pictures.map(({ name }) => name).sort(), Object.keys(looks).sort());
  for (const { name, said, is } of pictures) {
    assert.deepEqual(said, is, `${name}: no shift when it comes`);
    const { length } = readFileSync(`${FOLDER}${name}.webp`);
    assert.ok(length <= BYTES_MAX, `${name}: ${length} bytes`);
  }
  await look(tab, 'help');
});

test('help_is_read_offline_as_anybody_sees_it', async () => {
  const person = await chromium.person();
  const tab = await person.tab();
  const who = visitor('Rea Der');
  await signUp(tab, who);
  await signIn(tab, who);
  await tab.goto('/auth/help');
  await saysNot(tab, "You're offline.");
  await tab.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  assert.equal(await tab.evaluate('navigator.serviceWorker.ready.then(({ scope }) => scope)'),
    new URL('/auth/help', process.env.URL).href);
  const kept = await tab.evaluate(`caches.open('doorward-help').then((cache) => cache.keys())
    .then((all) => all.map(({ url, credentials }) => credentials + ' ' + new URL(url).pathname))`);
  assert.deepEqual(kept.filter((file) => !/^\w+ \/auth\/(help|static\/\S+)$/.test(file)), []);
  assert.deepEqual(kept.filter((file) => file.endsWith('.webp')).length, Object.keys(looks).length);

  stack('stop', 'nginx');
  try {
    await tab.goto('/auth/help');
    await says(tab, "You're offline. This is a read only version of the page.");
    await says(tab, 'Send verification code');
    await saysNot(tab, who.name);
    assert.equal(await tab.evaluate(`Promise.all([...document.images].map((image) => {
      image.loading = 'eager';
      return image.decode();
    })).then((all) => all.length)`), Object.keys(looks).length);
    assert.notEqual(await tab.evaluate('getComputedStyle(document.querySelector("main")).maxWidth'), 'none');
    await tab.click('Close');
    await saysNot(tab, "You're offline.");
    const away = await tab.evaluate("fetch('/auth/sign-in').then(() => 'there', () => 'away')");
    assert.equal(away, 'away', 'no other page is kept');
  } finally {
    stack('start', 'nginx');
  }
  await tab.goto('/auth/help');
  await saysNot(tab, "You're offline.");
});
