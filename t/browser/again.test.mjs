// What people do with a browser: back, reload, double click, and cookies gone in mid-flow.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Chromium } from './chromium.mjs';
import {
  askSignInCode, askSignUpCode, fillSignUp, givePassword, isAt, isSignedIn, says, saysNot, signIn,
  signUp, verifySignIn, verifySignUp, visitor,
} from './journey.mjs';
import { accounts, sessions } from './stack.mjs';

let chromium;
before(async () => { chromium = await Chromium.launch(); });
after(() => chromium.close());

const newTab = async () => (await chromium.person()).tab();

async function isFine(tab) {
  assert.equal(tab.status, 200);
  await saysNot(tab, 'out of date');
  await saysNot(tab, 'something went wrong');
  assert.deepEqual(tab.problems, []);
}

test('back after Create shows nothing wrong, and nothing is created twice', async () => {
  const tab = await newTab();
  const who = visitor();
  await signUp(tab, who);
  await tab.back();
  await isFine(tab);
  if ((await tab.buttons()).includes('Create')) {  // the page as it was
    await fillSignUp(tab, who);
    await tab.press('Create');
  }
  await isAt(tab, '/auth/sign-in');
  await isFine(tab);
  assert.equal(accounts(who.address), 1);
});

test('back after sign-in shows who is signed in, and the way on', async () => {
  const tab = await newTab();
  const who = visitor('Ba Ck');
  await signUp(tab, who);
  await signIn(tab, who);
  await tab.back();
  await isFine(tab);
  if ((await tab.buttons()).includes('Continue')) await tab.press('Continue');  // as it was
  await isFine(tab);
  await says(tab, who.name);
  assert.equal(sessions(who.address), 1);
  await tab.goto('/members/');
  await isSignedIn(tab, who);
});

test('back after sign-out shows nobody’s page', async () => {
  const tab = await newTab();
  const who = visitor('Gone Home');
  await signUp(tab, who);
  await signIn(tab, who);
  await tab.goto('/auth/account');
  await tab.goto('/auth/sign-out');
  await tab.press('Sign out');
  await tab.back();
  await saysNot(tab, who.address);
  await tab.goto('/members/');
  await isAt(tab, '/auth/sign-in');
});

test('a double click on Verify code goes one step', async () => {
  const tab = await newTab();
  const who = visitor();
  await askSignUpCode(tab, who);
  await tab.type('Verification code', await who.mailbox.nextCode());
  await tab.doublePress('Verify code');
  await says(tab, 'E-mail address verified');
  await isFine(tab);
});

test('a double click on Create makes one account', async () => {
  const tab = await newTab();
  const who = visitor();
  await verifySignUp(tab, who);
  await fillSignUp(tab, who);
  await tab.doublePress('Create');
  await isAt(tab, '/auth/sign-in');
  await says(tab, 'Your account is ready');
  assert.equal(accounts(who.address), 1);
});

test('a double click on Continue makes one session and a signed-in person', async () => {
  const who = visitor('Dou Ble');
  await signUp(await newTab(), who);
  for (let signedIn = 1; signedIn <= 4; ++signedIn) {
    const tab = await newTab();
    await verifySignIn(tab, who, '/members/');
    await tab.doublePress('Continue');
    assert.equal(sessions(who.address), signedIn);
    await isSignedIn(tab, who);
  }
});

test('a double click on Send Verification Code sends one letter', async () => {
  const tab = await newTab();
  const who = visitor();
  await signUp(tab, who);
  const before = who.mailbox.received;
  await givePassword(tab, who);
  await tab.doublePress('Send Verification Code');
  await tab.type('Verification code', await who.mailbox.nextCode());
  await tab.press('Verify code');
  await says(tab, 'E-mail address verified');
  assert.equal(who.mailbox.received, before + 1);
});

test('a reload on each step is the same step', async () => {
  const tab = await newTab();
  const who = visitor('Re Load');
  const stays = async (text) => {
    await says(tab, text);
    const path = await tab.path();
    await tab.reload();
    await says(tab, text);
    assert.equal(await tab.path(), path);
    await isFine(tab);
  };
  await askSignUpCode(tab, who);
  await stays('A verification code has been sent');
  await tab.type('Verification code', await who.mailbox.nextCode());
  await tab.press('Verify code');
  await stays('E-mail address verified');
  await fillSignUp(tab, who);
  await tab.press('Create');
  await stays('Your account is ready');
  await tab.type('Password', who.password);
  await tab.press('Sign in');
  await stays('Multifactor authentication');
  await tab.press('Continue');
  await stays('Enter your email associated');
  await tab.press('Send Verification Code');
  await stays('A verification code has been sent');
  await tab.type('Verification code', await who.mailbox.nextCode());
  await tab.press('Verify code');
  await stays('E-mail address verified');
  await tab.press('Continue');
  await tab.goto('/members/');
  await stays(who.name);
  assert.equal(who.mailbox.received, 2, 'no reload sent a letter');
});

test('the way back to the step before does not lose the flow', async () => {
  const tab = await newTab();
  const who = visitor();
  await signUp(tab, who);
  await askSignInCode(tab, who);
  const code = await who.mailbox.nextCode();
  await tab.back();
  await isFine(tab);
  await tab.reload();
  await tab.type('Verification code', code);  // the page of the current step
  await tab.press('Verify code');
  await says(tab, 'E-mail address verified');
});

test('cookies lost before the first form: a page that says so, and a way on', async () => {
  const browser = await chromium.person();
  const tab = await browser.tab();
  const who = visitor();
  await tab.goto('/auth/sign-up');
  await tab.type('Email Address', who.address);
  await browser.clearCookies();
  await tab.press('Send verification code');
  await says(tab, 'Your browser did not keep our cookie. Allow cookies for this site and try again.');
  assert.equal(await tab.value('Email Address'), who.address, 'what was typed is kept');
  await tab.press('Send verification code');
  await says(tab, 'A verification code has been sent');
  await tab.type('Verification code', await who.mailbox.nextCode());
  await tab.press('Verify code');
  await says(tab, 'E-mail address verified');
});

test('cookies lost in mid-flow: a page that says so, and a way on', async () => {
  const browser = await chromium.person();
  const tab = await browser.tab();
  const who = visitor('Cookie Less');
  await askSignUpCode(tab, who);
  await tab.type('Verification code', await who.mailbox.nextCode());
  await browser.clearCookies();
  await tab.press('Verify code');
  await says(tab, 'Your browser did not keep our cookie. Allow cookies for this site and try again.');
  assert.equal(await tab.has('Verification code'), false, 'that flow is nobody’s now');
  await signUp(tab, who);
  await givePassword(tab, who, '/members/');
  await browser.clearCookies();
  await tab.press('Send Verification Code');
  await says(tab, 'Your browser did not keep our cookie.');
  await signIn(tab, who);
});
