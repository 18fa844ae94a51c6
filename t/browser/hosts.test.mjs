// Several hosts, one sign-in: the pages on one, what they guard on another.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Chromium } from './chromium.mjs';
import { NAMES, twoHosts } from './hosts.mjs';
import { isAt, isSignedIn, says, signUp, verifySignIn, visitor } from './journey.mjs';
import { doorwardctl, sessions } from './stack.mjs';

const OUT_WITHIN_MILLISECONDS = 1000;

let hosts;
let chromium;
before(async () => {
  hosts = await twoHosts();
  chromium = await Chromium.launch({ hosts: NAMES, trustedKey: hosts.trustedKey });
});
after(async () => {
  await chromium?.close();
  hosts?.down();
});

for (const javascript of [true, false]) {
  const how = javascript ? 'with JavaScript' : 'without JavaScript';

  test(`hosts: to the page that was asked for, and out of both again, ${how}`, async () => {
    const person = await chromium.person({ javascript });
    const tab = await person.tab();
    const who = visitor('Zoë "Two" Hosts');
    await signUp(tab, who);

    const wanted = `${hosts.files}/reports/2026/?year=2026&q=a%2Bb%20c&next=/x%3Fy`;
    await verifySignIn(tab, who, wanted);
    assert.equal(new URL(await tab.url()).origin, hosts.portal, 'the pages are on the first host');
    await tab.press('Continue');
    assert.equal(await tab.url(), wanted);
    await isSignedIn(tab, who);
    assert.equal(await tab.evaluate("document.querySelector('#cookie').innerText"), '',
      "the portal behind gets none of the door's cookies");

    await tab.goto(`${hosts.portal}/auth/account`);
    await says(tab, who.address);
    const second = await person.tab();
    await second.goto(`${hosts.files}/`);
    await second.click(who.name);
    await second.press('Sign out');
    assert.equal(await second.url(), `${hosts.portal}/auth/sign-out`);
    await second.press('Sign out');
    await says(second, 'Signed out');

    await setTimeout(OUT_WITHIN_MILLISECONDS);
    assert.equal(sessions(who.address), 0);
    for (const page of [wanted, `${hosts.files}/`, `${hosts.portal}/auth/account`]) {
      await tab.goto(page);
      await isAt(tab, '/auth/sign-in');
      assert.equal(new URL(await tab.url()).origin, hosts.portal);
    }
    assert.deepEqual([...tab.problems, ...second.problems], []);
    await person.leave();
  });

  test(`hosts: who signs in without a wish comes to the second host, signed in, ${how}`, async () => {
    const tab = await (await chromium.person({ javascript })).tab();
    const who = visitor();
    await signUp(tab, who);
    await verifySignIn(tab, who);
    await tab.press('Continue');
    assert.equal(await tab.url(), `${hosts.files}/`);
    await isSignedIn(tab, who);
    assert.deepEqual(tab.problems, []);
  });
}

test('hosts: only the session is for both, and each cookie has its prefix', async () => {
  const person = await chromium.person();
  const tab = await person.tab();
  const who = visitor();
  await signUp(tab, who);
  await verifySignIn(tab, who, `${hosts.files}/`);
  await tab.press('Continue');
  const { cookies } = await tab.call('Network.getCookies',
    { urls: [hosts.portal, hosts.files] });
  const domains = Object.fromEntries(cookies.map(({ name, domain }) => [name, domain]));
  assert.deepEqual(domains, {
    '__Secure-doorward': '.example.test',
    '__Host-doorward-flow': 'portal.example.test',
    '__Host-doorward-browser': 'portal.example.test',
  });
  assert.ok(cookies.every(({ secure, httpOnly, sameSite }) => secure && httpOnly && sameSite === 'Lax'));
});

test('hosts: who may no longer come is told why on the second host, in our looks', async () => {
  const tab = await (await chromium.person()).tab();
  const who = visitor();
  await signUp(tab, who);
  await verifySignIn(tab, who, `${hosts.files}/`);
  await tab.press('Continue');
  doorwardctl('company', 'suspend', 'example');
  try {
    await setTimeout(OUT_WITHIN_MILLISECONDS);
    await tab.goto(`${hosts.files}/`);
    assert.equal(tab.status, 403);
    await says(tab, 'suspended');
    assert.equal(await tab.evaluate('document.styleSheets.length'), 1);
    await tab.press('Sign out');
    assert.equal(await tab.url(), `${hosts.portal}/auth/sign-out`);
    assert.deepEqual(tab.problems, []);
  } finally {
    doorwardctl('company', 'resume', 'example');
  }
});
