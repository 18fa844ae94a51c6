// The contact sheets: all pictures that the other browser tests took, and one letter of each kind.
//
//   t/browser/run t/browser/*.test.mjs t/browser/gallery.mjs      (`make gallery`)
//
// Writes index.html and sheet-*.png into GALLERY, for people to look at.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { after, before, test } from 'node:test';
import { Chromium } from './chromium.mjs';
import { look } from './letter_look.mjs';

const GALLERY = process.env.GALLERY;
const THUMBNAIL_WIDTH = { 320: 160, 640: 240, 1280: 320 };
const PER_SHEET = 60;
const SHEET_WIDTH = 2000;

let chromium;
before(async () => { chromium = await Chromium.launch(); });
after(() => chromium.close());

const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

function pictures(folder) {
  return readdirSync(folder).filter((file) => /-(320|640|1280)-(light|dark)[.]png$/.test(file)).sort()
    .map((file) => {
      const [, step, width, theme] = file.match(/^(.*)-(\d+)-(light|dark)[.]png$/);
      return { path: join(folder, file), step, width, theme };
    });
}

const figure = ({ step, width, theme }, source) =>
  `<figure><img width="${THUMBNAIL_WIDTH[width]}" loading="lazy" alt="" src="${source}">` +
  `<figcaption>${escaped(step)}, ${width} px, ${theme}</figcaption></figure>`;

const STYLE = '<style>body{font:13px sans-serif;margin:16px;background:#cdd3dc;color:#111}' +
  'div{display:flex;flex-wrap:wrap;gap:12px;align-items:flex-start}figure{margin:0}' +
  'figcaption{max-width:320px;overflow-wrap:anywhere}img{display:block;border:1px solid #889}</style>';

const sheet = (title, figures) => `<!doctype html><meta charset="utf-8"><title>${title}</title>${STYLE}` +
  `<h1>${title}</h1><div>${figures.join('')}</div>`;

test('the contact sheets', async () => {
  mkdirSync(GALLERY, { recursive: true });
  const tab = await (await chromium.person()).tab();
  await look(tab, join(GALLERY, 'letters'));
  const all = [...pictures(process.env.SCREENSHOTS), ...pictures(join(GALLERY, 'letters'))];
  writeFileSync(join(GALLERY, 'index.html'), sheet('All pages and letters',
    all.map((one) => figure(one, escaped(relative(GALLERY, one.path))))));

  const { frameTree } = await tab.call('Page.getFrameTree');
  for (const [width, theme] of [[320, 'light'], [320, 'dark'], [640, 'light'], [640, 'dark'],
    [1280, 'light'], [1280, 'dark']]) {
    const these = all.filter((one) => one.width === String(width) && one.theme === theme);
    for (let first = 0; first < these.length; first += PER_SHEET) {
      const figures = these.slice(first, first + PER_SHEET).map((one) =>
        figure(one, `data:image/png;base64,${readFileSync(one.path, 'base64')}`).replace(' loading="lazy"', ''));
      await tab.call('Page.setDocumentContent',
        { frameId: frameTree.frame.id, html: sheet(`${width} px, ${theme}`, figures) });
      await tab.evaluate('Promise.all([...document.images].map((i) => i.decode())).then(() => undefined)');
      await tab.show({ width: SHEET_WIDTH });
      await tab.screenshot(join(GALLERY, `sheet-${width}-${theme}-${first / PER_SHEET + 1}.png`));
    }
  }
});
