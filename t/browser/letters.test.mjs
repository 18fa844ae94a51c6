// The letters' HTML, as a mail program shows it: from 320 px up, light and dark, nothing fetched.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Chromium } from './chromium.mjs';
import { signIn, signUp, visitor } from './journey.mjs';
import { kinds, look } from './letter_look.mjs';

let chromium;
before(async () => { chromium = await Chromium.launch(); });
after(() => chromium.close());

test('letters_read_well_narrow_and_dark_and_fetch_nothing', async () => {
  const tab = await (await chromium.person()).tab();
  const who = visitor();
  await signUp(tab, who);
  await signIn(tab, who);
  await tab.goto('/auth/account/password');
  await tab.type('Current Password', who.password);
  await tab.type('New Password', 'nine copper whales hum');
  await tab.type('Confirm New Password', 'nine copper whales hum');
  await tab.press('Change password');
  await who.mailbox.nextLetter();
  const all = kinds(process.env.INBOX).map(({ kind }) => kind);
  assert.ok(all.length >= 3, `codes of two kinds, a new password: ${all}`);
  await look(tab);
});
