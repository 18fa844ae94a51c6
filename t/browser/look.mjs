// What holds on every page of ours, whatever it says.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { checkAccessible } from './axe.mjs';

const NARROW = 320;
const ZOOMED = 640;  // as wide as 1280 px are at 200 %
const WIDE = 1280;
const SCREENSHOTS = process.env.SCREENSHOTS;

// `name` is the step; its pictures are called after it.
export async function look(tab, name, { picture = true } = {}) {
  const facts = await tab.evaluate(`(${inspect})()`);
  assert.match(facts.title, /\S/, `${name}: the page has a title`);
  assert.equal(facts.language, 'en', `${name}: the page says its language`);
  assert.deepEqual(facts.headings.length, 1, `${name}: one h1, not ${facts.headings}`);
  assert.deepEqual(facts.unlabelled, [], `${name}: every field has a label`);
  assert.deepEqual(facts.primaries.filter((count) => count !== 1), [],
    `${name}: one primary button in each form`);
  await checkFocus(tab, name);
  await checkWidths(tab, name, picture);
  assert.deepEqual(tab.problems, [], `${name}: nothing is wrong on the console`);
}

// Runs in the page.
function inspect() {
  const shown = (selector, under = document) =>
    [...under.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  return {
    title: document.title,
    language: document.documentElement.lang,
    headings: shown('h1').map((heading) => heading.innerText),
    unlabelled: shown('input, select, textarea')
      .filter((field) => ![...field.labels].some((label) => label.innerText.trim()))
      .map((field) => field.outerHTML),
    primaries: shown('form').map((form) => shown('button.primary', form).length),
  };
}

// The ring must be there when the keyboard moves, and only then.
async function checkFocus(tab, name) {
  await tab.key('Tab');  // from here on focus is the keyboard's
  const bare = await tab.evaluate(`(${focusRings})()`);
  assert.deepEqual(bare, [], `${name}: what has the focus looks different`);
}

function focusRings() {
  const look = (element) => {
    const style = getComputedStyle(element);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join();
  };
  const before = document.activeElement;
  before.blur();
  const bare = [...document.querySelectorAll('a[href], button, input, summary')]
    .filter((element) => element.checkVisibility() && !element.matches(':disabled, [type=hidden]'))
    .filter((element) => {
      const unfocused = look(element);
      element.focus({ preventScroll: true });
      const same = document.activeElement !== element || look(element) === unfocused;
      element.blur();
      return same;
    })
    .map((element) => element.outerHTML);
  before.focus({ preventScroll: true });
  return bare;
}

async function checkWidths(tab, name, picture) {
  for (const width of [NARROW, ZOOMED, WIDE]) {
    await tab.show({ width });
    const beyond = await tab.evaluate('document.documentElement.scrollWidth - innerWidth');
    assert.ok(beyond <= 0, `${name}: ${beyond} px are beyond the right edge at ${width} px`);
    for (const dark of [false, true]) {
      await tab.show({ width, dark });
      const shown = `${name}-${width}-${dark ? 'dark' : 'light'}`;
      await checkAccessible(tab, shown);
      if (picture && SCREENSHOTS && width !== ZOOMED) await tab.screenshot(join(SCREENSHOTS, `${shown}.png`));
    }
  }
  await tab.show({ width: WIDE, forcedColours: true });
  await checkAccessible(tab, `${name} in forced colours`);
  await tab.show({ width: WIDE });
}
