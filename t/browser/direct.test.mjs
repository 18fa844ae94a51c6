// verify_steps = direct: the code goes out right after the password, and a right one ends it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Chromium } from './chromium.mjs';
import { isSignedIn, says, signUp, visitor } from './journey.mjs';
import { look } from './look.mjs';
import { otherStack, sessions } from './stack.mjs';

let stack;
let chromium;
before(async () => {
  stack = otherStack('verify_steps = direct\n');
  chromium = await Chromium.launch();
});
after(async () => {
  await chromium?.close();
  stack?.down();
});

test('direct: password, code, portal', async () => {
  const tab = await (await chromium.person({ javascript: false })).tab();
  const who = visitor('Di Rect');
  await signUp(tab, who);
  await tab.goto('/members/downloads/');
  await tab.type('Email Address', who.address);
  await tab.type('Password', who.password);
  await tab.press('Sign in');
  await says(tab, `A verification code has been sent to ${who.address}`);
  await look(tab, 'direct-code');
  await tab.type('Verification code', await who.mailbox.nextCode());
  await tab.press('Verify code');
  await isSignedIn(tab, who);
  assert.equal(await tab.path(), '/members/downloads/');
  assert.equal(sessions(who.address), 1);
});

test('direct: a double click on Verify code makes one session and a signed-in person', async () => {
  const tab = await (await chromium.person()).tab();
  const who = visitor('Di Double');
  await signUp(tab, who);
  await tab.goto('/members/');
  await tab.type('Email Address', who.address);
  await tab.type('Password', who.password);
  await tab.press('Sign in');
  await tab.type('Verification code', await who.mailbox.nextCode());
  await tab.doublePress('Verify code');
  assert.equal(sessions(who.address), 1);
  await isSignedIn(tab, who);
});
