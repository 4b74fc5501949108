/** The script of the page: opens what a link leads to, and filters the tests. Without it everything can be read as well. */

/** Runs in the reader's browser; touches nothing but what is shown. */
export const script = `'use strict';
(() => {
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    target.scrollIntoView({ block: 'start' });
    const focused = target.tagName === 'DETAILS' ? target.querySelector('summary') : target;
    if (focused) focused.focus({ preventScroll: true });
  };
  addEventListener('hashchange', reveal);
  document.addEventListener('click', (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#"]');
    if (link && link.getAttribute('href') === location.hash) reveal();
  });
  reveal();
  const form = document.getElementById('filter');
  const field = document.getElementById('filter-text');
  const count = document.getElementById('filter-count');
  if (!form || !field || !count) return;
  form.hidden = false;
  const groups = [...document.querySelectorAll('.group')].map((group) => ({
    group,
    tests: [...group.querySelectorAll('.test')].map((test) => ({
      test,
      text: test.dataset.find.toLowerCase(),
    })),
  }));
  const filter = () => {
    const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const { group, tests } of groups) {
      let here = 0;
      for (const { test, text } of tests) {
        test.hidden = !words.every((word) => text.includes(word));
        if (!test.hidden) here++;
      }
      group.hidden = here === 0;
      if (words.length > 0 && here > 0) group.open = true;
      shown += here;
    }
    count.textContent = words.length === 0 ? '' : shown === 1 ? '1 test' : shown + ' tests';
  };
  field.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
})();
`;
