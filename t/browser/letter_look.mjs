// The HTML part of one letter of each kind that the stack has sent, as a mail program shows it.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const NARROW = 320;
const WIDE = 640;

// Of multipart/alternative without nested parts, as mail/letter writes it.
export function htmlPart(letter) {
  const [, boundary] = letter.match(/boundary="?([^"\s;]+)/i);
  const part = letter.split(`--${boundary}`).find((piece) => /content-type: *text\/html/i.test(piece));
  const [head, ...paragraphs] = part.split('\r\n\r\n');
  const body = paragraphs.join('\r\n\r\n');
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  const bytes = body.replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

// One of each subject, codes and names apart: { kind, html }.
export function kinds(folder) {
  const found = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.eml'))) {
    const letter = readFileSync(join(folder, file), 'latin1');
    const html = htmlPart(letter);
    // The first sentence tells a letter's kind, once what differs is out of it.
    const sentence = html.match(/<p[^>]*>[^<]*<\/p>\s*<p[^>]*>([^<]*)/)?.[1] ?? '';
    const kind = sentence.replace(/\S+@\S+|\d+/g, '').toLowerCase().replace(/[^a-z]+/g, '-').slice(0, 50);
    if (!found.has(kind)) found.set(kind, html);
  }
  return [...found].map(([kind, html]) => ({ kind, html }));
}

// Narrow and wide, light and dark: nothing is fetched, nothing is beyond the edge.
export async function look(tab, pictures = '') {
  // An empty place to lay them out in; a mail program doesn't know our policy.
  await tab.call('Page.setBypassCSP', { enabled: true });
  await tab.goto('/auth/static/none');
  const { frameTree } = await tab.call('Page.getFrameTree');
  const letters = kinds(process.env.INBOX);
  assert.ok(letters.length > 0, 'there are letters');
  tab.problems.length = 0;
  for (const { kind, html } of letters) {
    assert.doesNotMatch(html, /<(img|link|script|iframe)|url\(|\ssrc=/i, `${kind}: no remote parts`);
    await tab.call('Page.setDocumentContent', { frameId: frameTree.frame.id, html });
    for (const width of [NARROW, WIDE])
      for (const dark of [false, true]) {
        await tab.show({ width, dark });
        const beyond = await tab.evaluate('document.documentElement.scrollWidth - innerWidth');
        assert.ok(beyond <= 0, `${kind}: ${beyond} px are beyond the right edge at ${width} px`);
        const file = `letter-${kind}-${width}-${dark ? 'dark' : 'light'}.png`;
        if (pictures) await tab.screenshot(join(pictures, file));
      }
  }
  assert.deepEqual(tab.problems, []);
}
