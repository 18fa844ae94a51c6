// Makes docs/pictures/journey.png, the README's picture: four real pages of a running stack.
//
//   t/support/stack up DIR && (set -a; . DIR/stack.env; node t/browser/pictures.mjs); t/support/stack down DIR

import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chromium } from './chromium.mjs';
import { askSignUpCode, fillSignUp, signIn } from './journey.mjs';
import { Mailbox } from './inbox.mjs';

const PICTURE = new URL('../../docs/pictures/journey.png', import.meta.url).pathname;
const PAGE_WIDTH = 400;
const address = `mia.quist${process.pid}@example.com`;
const who = {
  name: 'Mia Quist', address, password: 'seven plum lanterns drift', mailbox: new Mailbox(address),
};

const chromium = await Chromium.launch();
const tab = await (await chromium.person({ javascript: false })).tab();
const files = [];
async function picture(width = PAGE_WIDTH) {
  const file = join(tmpdir(), `doorward-picture-${process.pid}-${files.length}.png`);
  await tab.show({ width });
  await tab.screenshot(file);
  files.push(file);
}

await askSignUpCode(tab, who);
const code = await who.mailbox.nextCode();
await tab.reload();
await tab.type('Verification code', code);
await picture();
await tab.press('Verify code');
await fillSignUp(tab, who);
await picture();
await tab.press('Create');
await picture();
await signIn(tab, who);
await picture(2 * PAGE_WIDTH);

const images = files.map((file, i) =>
  `<img width="${i < 3 ? PAGE_WIDTH : 2 * PAGE_WIDTH}" src="data:image/png;base64,` +
  `${readFileSync(file).toString('base64')}">`);
const sheet = `<body style="margin:0;display:flex;gap:16px;padding:16px;background:#dfe4ec;` +
  `align-items:flex-start;width:max-content">${images.join('')}</body>`;
await tab.goto('/auth/static/none');  // an empty place to lay them out in
const { frameTree } = await tab.call('Page.getFrameTree');
await tab.call('Page.setDocumentContent', { frameId: frameTree.frame.id, html: sheet });
await tab.show({ width: 5 * PAGE_WIDTH + 5 * 16 });
await tab.screenshot(PICTURE);
for (const file of files) rmSync(file);
await chromium.close();
