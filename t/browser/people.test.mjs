// Several people, several tabs, several flows: nothing of one shows in another.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Chromium } from './chromium.mjs';
import {
  askSignInCode, askSignUpCode, fillSignUp, isAt, isSignedIn, says, saysNot, signIn, signUp,
  verifySignIn, visitor,
} from './journey.mjs';
import { accounts, sessions } from './stack.mjs';

let chromium;
before(async () => { chromium = await Chromium.launch(); });
after(() => chromium.close());

test('two people at the same time do not mix', async () => {
  const people = [visitor('Ann Able'), visitor('Bob Baker')];
  const browsers = await Promise.all(people.map(() => chromium.person()));
  const tabs = await Promise.all(browsers.map((browser) => browser.tab()));
  await Promise.all(people.map(async (who, i) => {
    await signUp(tabs[i], who);
    await signIn(tabs[i], who);
  }));

  const [ann, bob] = await Promise.all(browsers.map((browser) => browser.cookies()));
  assert.deepEqual(Object.keys(ann).sort(), Object.keys(bob).sort());
  assert.equal(Object.keys(ann).length, 3, 'session, flow and browser');
  for (const name of Object.keys(ann)) assert.notEqual(ann[name], bob[name], name);
  for (const page of ['/members/knowledge/', '/auth/account', '/']) {
    await Promise.all(tabs.map((tab) => tab.goto(page)));
    for (const i of [0, 1]) {
      await says(tabs[i], people[i].name);
      await saysNot(tabs[i], people[1 - i].name);
    }
  }

  await tabs[0].goto('/auth/sign-out');
  await tabs[0].press('Sign out');
  await tabs[1].goto('/members/');
  await isSignedIn(tabs[1], people[1]);
});

test('two tabs of one person are two flows, each with its own code', async () => {
  const browser = await chromium.person();
  const tabs = [await browser.tab(), await browser.tab()];
  const people = [visitor('Tab One'), visitor('Tab Two')];
  for (const i of [0, 1]) await askSignUpCode(tabs[i], people[i]);
  for (const i of [1, 0]) {
    await says(tabs[i], people[i].address);
    await tabs[i].type('Verification code', await people[i].mailbox.nextCode());
    await tabs[i].press('Verify code');
  }
  for (const i of [0, 1]) {
    await fillSignUp(tabs[i], people[i]);
    await tabs[i].press('Create');
    await says(tabs[i], 'Your account is ready');
    assert.equal(await tabs[i].value('Email Address'), people[i].address);
    assert.equal(accounts(people[i].address), 1);
  }
});

test('a code of one flow is worth nothing in another, even for the same address', async () => {
  const who = visitor();
  const [first, second] = [await (await chromium.person()).tab(), await (await chromium.person()).tab()];
  await askSignUpCode(first, who);
  const codeOfFirst = await who.mailbox.nextCode();
  await askSignUpCode(second, who);
  const codeOfSecond = await who.mailbox.nextCode();
  assert.notEqual(codeOfFirst, codeOfSecond);

  await second.type('Verification code', codeOfFirst);
  await second.press('Verify code');
  await says(second, 'That code is incorrect. Please try again. 4 tries are left.');
  await first.type('Verification code', codeOfFirst);
  await first.press('Verify code');
  await says(first, 'E-mail address verified');
});

test('a sign-up code is worth nothing at a sign-in', async () => {
  const browser = await chromium.person();
  const who = visitor();
  await signUp(await browser.tab(), who);
  const [signUpTab, signInTab] = [await browser.tab(), await browser.tab()];
  const other = visitor();
  await askSignUpCode(signUpTab, other);
  await askSignInCode(signInTab, who);
  await signInTab.type('Verification code', await other.mailbox.nextCode());
  await signInTab.press('Verify code');
  await says(signInTab, 'That code is incorrect');
});

test("a flow's address opens nothing in another browser", async () => {
  const who = visitor();
  const mine = await (await chromium.person()).tab();
  await askSignUpCode(mine, who);
  const stranger = await (await chromium.person()).tab();
  await stranger.goto(await mine.path());
  await saysNot(stranger, who.address);
  assert.equal(await stranger.has('Verification code'), false);
});

test('signed in twice, one browser signing out leaves the other', async () => {
  const who = visitor('Two Places');
  const tabs = [await (await chromium.person()).tab(), await (await chromium.person()).tab()];
  await signUp(tabs[0], who);
  await signIn(tabs[0], who);
  await verifySignIn(tabs[1], who, '/members/');
  await tabs[1].press('Continue');
  assert.equal(sessions(who.address), 2);
  await tabs[0].goto('/auth/sign-out');
  await tabs[0].press('Sign out');
  assert.equal(sessions(who.address), 1);
  await tabs[1].goto('/members/');
  await isSignedIn(tabs[1], who);
  await tabs[0].goto('/members/');
  await isAt(tabs[0], '/auth/sign-in');
});
