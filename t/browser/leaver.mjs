// Whoever loses access has lost all of it: the open tab, the password, and what was begun before.

import assert from 'node:assert/strict';
import { askSignInCode, givePassword, isAt, says, saysNot } from './journey.mjs';

const OUT_SECONDS_MAX = 1;

// What a person has under way: a sign-in and a reset, in two more browsers, each with its code.
export async function beginEverything(chromium, who) {
  const [signIn, reset] = [await newTab(chromium), await newTab(chromium)];
  await askSignInCode(signIn, who);
  const signInCode = await who.mailbox.nextCode();
  await reset.goto('/auth/reset');
  await reset.type('Email Address', who.address);
  await reset.press('Send verification code');
  const resetCode = await who.mailbox.nextCode();
  who.begun = [{ tab: signIn, code: signInCode }, { tab: reset, code: resetCode }];
}

// `reason`: what the last step of her sign-in tells her; without one the password is worth nothing.
// Without her mailbox she does not come so far.
export async function nothingWorksAnyMore(chromium, who, { reason, readsMail = true } = {}) {
  await isOut(who.tab, Date.now());
  for (const { tab, code } of who.begun) {
    await tab.type('Verification code', code);
    await tab.press('Verify code');
    await saysNot(tab, 'E-mail address verified');
    assert.equal(await tab.has('New Password'), false, `${who.address} can set no password`);
    await tab.goto('/members/');
    await isAt(tab, '/auth/sign-in');
  }
  const fresh = await newTab(chromium);
  if (!readsMail) await askSignInCode(fresh, who);
  else if (reason) await isTold(fresh, who, reason);
  else await knowsNobody(fresh, who);
  await fresh.goto('/members/');
  await isAt(fresh, '/auth/sign-in');
}

// A tab, or a visitor without a screen.
export async function isIn(tab) {
  await tab.goto('/members/');
  return tab.status === 200 && await tab.path() === '/members/';
}

export async function isOut(tab, left) {
  while (await isIn(tab))
    assert.ok(Date.now() < left + OUT_SECONDS_MAX * 1000, 'still in after a second');
}

export async function saysWithinASecond(tab, path, text, changed) {
  do await tab.goto(path);
  while (!(await tab.text()).includes(text) && Date.now() < changed + OUT_SECONDS_MAX * 1000);
  await says(tab, text);
}

export async function isTold(tab, who, reason) {
  await askSignInCode(tab, who, '/members/');
  await tab.type('Verification code', await who.mailbox.nextCode());
  await tab.press('Verify code');
  await tab.press('Continue');
  await says(tab, reason);
}

export async function knowsNobody(tab, who) {
  await givePassword(tab, who);
  await says(tab, "We can't find an account with that email and password.");
}

const newTab = async (chromium) => (await chromium.person()).tab();
