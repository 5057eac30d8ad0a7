'use strict';
(() => {
  const board = document.getElementById('board');
  const tally = document.getElementById('tally');
  const lost = document.getElementById('lost');
  const live = document.getElementById('live');
  const search = document.getElementById('search');
  const root = document.documentElement;

  // The largest letters with which what counts is seen at once, and no word is broken.
  const fit = () => {
    const first = board.querySelector(':scope > .board > [lang=' + root.lang + '] > .first');
    if (!first) return;
    const words = first.querySelector('.words');
    const bottom = (part) => part.getBoundingClientRect().bottom + scrollY;
    const largest = (fits) => {
      let small = Math.min(72, innerWidth / 9);
      let large = innerHeight / 2.2;
      while (large - small > 1) {
        const size = (small + large) / 2;
        words.style.fontSize = size + 'px';
        if (words.scrollWidth <= words.clientWidth && fits()) small = size; else large = size;
      }
      words.style.fontSize = small + 'px';
    };
    words.classList.add('whole');
    if (!words.closest('.idle')) largest(() => bottom(first) <= innerHeight);
    // Where that is too much for the screen, the rest is scrolled to.
    if (bottom(first) > innerHeight) largest(() => bottom(words) <= innerHeight * .4);
    words.classList.remove('whole');
    live.textContent = Array.from(first.querySelectorAll('.words, .days, .simulated, .title, .next'), (part) => part.textContent).join(' ');
  };
  addEventListener('resize', fit);
  document.fonts.ready.then(fit);

  // What the program says is markup that it has written itself; the policy runs nothing in it.
  const show = (html) => {
    const parsed = new DOMParser().parseFromString(html, 'text/html').body;
    const table = parsed.querySelector('.tally');
    const unfolded = tally.querySelector('details[open]') !== null;
    if (table) { table.remove(); table.open = unfolded; }
    tally.replaceChildren(...(table ? [table] : []));
    board.replaceChildren(...parsed.childNodes);
    fit();
    // Somebody who types is not led away.
    if (!board.querySelector('.idle') && document.activeElement !== search) scrollTo(0, 0);
  };
  const isLost = () => board.querySelector('.lost') !== null;
  const lose = () => {
    if (isLost()) return;
    board.replaceChildren(lost.content.cloneNode(true));
    fit();
  };

  // An old verdict must not outlive the program: it is heard twice a second.
  let heard = performance.now();
  let source;
  const listen = () => {
    source = new EventSource('/board');
    source.onmessage = (event) => { heard = performance.now(); show(event.data); };
    source.addEventListener('beat', () => { heard = performance.now(); });
    source.onerror = () => {
      lose();
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
    };
  };
  setInterval(() => {
    if (performance.now() - heard < 1400) return;
    lose();
    if (source.readyState !== EventSource.OPEN) return;
    source.close();
    listen();
    heard = performance.now();
  }, 100);
  addEventListener('pagehide', () => source.close());
  addEventListener('pageshow', (event) => { if (event.persisted) listen(); });

  const language = (lang) => {
    root.lang = lang;
    fit();
    document.title = document.querySelector('h1 [lang=' + lang + ']').textContent;
    try { history.replaceState(null, '', lang === first ? '/' : '/#' + lang); } catch { /* no matter */ }
  };
  const first = root.lang;
  if (location.hash === '#ja' || location.hash === '#en') language(location.hash.slice(1));
  const swap = () => language(root.lang === 'ja' ? 'en' : 'ja');
  document.getElementById('language').addEventListener('click', swap);

  const plain = (text) => text.normalize('NFKC').toLowerCase();
  search.addEventListener('input', () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const situation of document.querySelectorAll('.situation')) {
      const text = plain(situation.textContent + ' ' + situation.dataset.words);
      situation.hidden = !words.every((word) => text.includes(word));
      found += situation.hidden ? 0 : 1;
    }
    document.getElementById('none').hidden = found > 0;
  });

  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === 'Escape') { search.blur(); scrollTo(0, 0); return; }
    if (event.target === search) return;
    const key = event.key.toLowerCase();
    if (key === 'l') swap();
    else if (key === 'g' || key === '/') {
      event.preventDefault();
      document.getElementById('guide').scrollIntoView();
      search.focus({ preventScroll: true });
    }
  });

  listen();
})();
