// The ways through Doorward that most tests take on their way to what they are about.

import assert from 'node:assert/strict';
import { Mailbox } from './inbox.mjs';

export const PASSWORD = 'seven plum lanterns drift';

let visitors = 0;

// Somebody new at the licensed company.
export function visitor(name = 'Mia Quist') {
  const address = `visitor-${process.pid}-${++visitors}@example.com`;
  return { name, address, password: PASSWORD, mailbox: new Mailbox(address) };
}

export async function says(tab, text) {
  const all = (await tab.text()).replace(/\s+/g, ' ');
  assert.ok(all.toLowerCase().includes(text.toLowerCase()), `the page says "${text}":\n${all}`);
}

export async function saysNot(tab, text) {
  const all = (await tab.text()).replace(/\s+/g, ' ');
  assert.ok(!all.toLowerCase().includes(text.toLowerCase()), `the page doesn't say "${text}":\n${all}`);
}

export async function isAt(tab, path) {
  assert.equal((await tab.path()).split('?')[0], path, `the page is ${path}:\n${await tab.text()}`);
}

// C1: from the sign-up page, or the one that an invitation leads to, to the code page.
export async function askSignUpCode(tab, who) {
  await tab.goto(who.invitation ?? '/auth/sign-up');
  await tab.type('Email Address', who.address);
  await tab.press('Send verification code');
}

// C2: to the page with the password fields.
export async function verifySignUp(tab, who) {
  await askSignUpCode(tab, who);
  await tab.type('Verification code', await who.mailbox.nextCode());
  await tab.press('Verify code');
}

export async function fillSignUp(tab, who) {
  await tab.type('Your name', who.name);
  await tab.type('New Password', who.password);
  await tab.type('Confirm New Password', who.password);
}

// C1 to C3: to the sign-in page, with an account.
export async function signUp(tab, who) {
  await verifySignUp(tab, who);
  await fillSignUp(tab, who);
  await tab.press('Create');
  await says(tab, 'Your account is ready');
}

export async function givePassword(tab, who, path = '/auth/sign-in') {
  await tab.goto(path);
  await tab.type('Email Address', who.address);
  await tab.type('Password', who.password);
  await tab.press('Sign in');
  if ((await tab.buttons()).includes('Continue')) await tab.press('Continue');  // M1, M2
}

// M3: to the code page.
export async function askSignInCode(tab, who, path) {
  await givePassword(tab, who, path);
  await tab.press('Send Verification Code');
}

// M4: to the last Continue.
export async function verifySignIn(tab, who, path) {
  await askSignInCode(tab, who, path);
  await tab.type('Verification code', await who.mailbox.nextCode());
  await tab.press('Verify code');
}

// M5: into the portal.
export async function signIn(tab, who, path = '/members/') {
  await verifySignIn(tab, who, path);
  await tab.press('Continue');
  await isSignedIn(tab, who);
}

// M6: the name in the top right.
export async function isSignedIn(tab, who) {
  const name = await tab.evaluate(
    "document.querySelector('header .doorward-menu > summary')?.innerText.trim()");
  assert.equal(name, who.name, `the portal shows the name at ${await tab.path()}`);
}
