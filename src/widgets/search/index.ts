// <site-search>: a form over the index that the build leaves in `pagefind/`. The index is loaded when it is first used.
import { queryVariants } from './plurals.ts';

/** What is used of Pagefind's interface. */
interface Pagefind {
  options(options: { baseUrl: string; excerptLength: number }): Promise<void>;
  search(query: string): Promise<{ results: readonly Match[] }>;
}

interface Match {
  readonly id: string;
  readonly score: number;
  data(): Promise<Found>;
}

interface Found {
  readonly url: string;
  /** HTML with nothing but <mark> in it; the rest is escaped by Pagefind. */
  readonly excerpt: string;
  readonly meta: { readonly title?: string };
  readonly sub_results: readonly Part[];
}

/** A heading of the page with an address, and what under it matches. */
interface Part {
  readonly title: string;
  readonly url: string;
  readonly excerpt: string;
  readonly locations: readonly number[];
}

/** More than these help nobody; the reader is told to add a word. */
const MOST = 20;

let loading: Promise<Pagefind> | undefined;

function pagefind(): Promise<Pagefind> {
  loading ??= (async () => {
    const base = document.documentElement.dataset['base'] ?? '/';
    const address = `${base.replace(/\/?$/, '/')}pagefind/pagefind.js`;
    const loaded = (await import(/* @vite-ignore */ address)) as Pagefind;
    await loaded.options({ baseUrl: base, excerptLength: 24 });
    return loaded;
  })();
  // A failed attempt is not kept: the next search tries again.
  loading.catch(() => (loading = undefined));
  return loading;
}

/** Matches of the query and of its words in the other number, the best first. */
async function find(query: string): Promise<Match[]> {
  const engine = await pagefind();
  const best = new Map<string, Match>();
  for (const variant of queryVariants(query)) {
    for (const match of (await engine.search(variant)).results) {
      const known = best.get(match.id);
      if (!known || known.score < match.score) best.set(match.id, match);
    }
  }
  return [...best.values()].sort((a, b) => b.score - a.score);
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** False for what Pagefind offers when a word is nowhere: pages with some other word of the same initial. */
function isAbout({ excerpt, sub_results: parts }: Found, query: string): boolean {
  const beginnings = queryVariants(query)
    .flatMap((variant) => plain(variant).split(/[^\p{L}\p{N}]+/u))
    .filter(Boolean)
    .map((word) => word.slice(0, 3));
  const marked = [excerpt, ...parts.map((part) => part.excerpt)]
    .flatMap((html) => [...html.matchAll(/<mark>(.*?)<\/mark>/g)])
    .flatMap(([, words = '']) => plain(words).split(/[^\p{L}\p{N}]+/u));
  return marked.some((word) => beginnings.some((beginning) => word.startsWith(beginning)));
}

/** The part of a page to lead to: the one headed by the query, or else the one that has most of it. */
function bestPart({ sub_results: parts }: Found, query: string): Part | undefined {
  const wanted = queryVariants(query).map(plain);
  const headed = parts.find(({ title }) => wanted.includes(plain(title.trim())));
  return headed ?? parts.toSorted((a, b) => b.locations.length - a.locations.length)[0];
}

/** Copies an excerpt's words and marks, and nothing else that might be in it. */
function excerptInto(target: HTMLElement, html: string): void {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  for (const node of parsed.body.childNodes) {
    const text = node.textContent ?? '';
    if (node instanceof HTMLElement && node.localName === 'mark') {
      target.append(Object.assign(document.createElement('mark'), { textContent: text }));
    } else target.append(text);
  }
}

class SiteSearch extends HTMLElement {
  private turn = 0;

  connectedCallback(): void {
    const form = this.querySelector('form');
    const input = this.querySelector('input');
    if (!form || !input) return;
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.show(input.value);
    });
    const asked = new URLSearchParams(location.search).get('q');
    if (asked) {
      input.value = asked;
      void this.show(asked);
    }
  }

  private async show(query: string): Promise<void> {
    const turn = (this.turn += 1);
    const list = this.querySelector('ol');
    if (!list) return;
    const wanted = query.trim();
    list.replaceChildren();
    if (wanted === '') return this.say('Escreva uma palavra para buscar.');
    history.replaceState(null, '', `?q=${encodeURIComponent(wanted)}`);
    this.say('Buscando…');
    try {
      const matches = await find(wanted);
      const offered = await Promise.all(matches.slice(0, MOST).map((match) => match.data()));
      const found = offered.filter((page) => isAbout(page, wanted));
      // A later search has taken this one's place.
      if (turn !== this.turn) return;
      list.append(...found.map((page) => this.item(page, wanted)));
      this.say(this.summary(wanted, matches.length - offered.length + found.length));
    } catch {
      if (turn === this.turn)
        this.say('A busca não pôde ser carregada. Tente outra vez, ou use o glossário e os índices abaixo.');
    }
  }

  private summary(query: string, count: number): string {
    if (count === 0)
      return `Nada encontrado para “${query}”. Tente outra palavra, ou veja o glossário e os índices abaixo.`;
    const pages = count === 1 ? 'Uma página fala' : `${count} páginas falam`;
    const more =
      count > MOST ? ` As ${MOST} primeiras estão abaixo; acrescente uma palavra para ver menos.` : '';
    return `${pages} de “${query}”.${more}`;
  }

  private item(found: Found, query: string): HTMLLIElement {
    const { url, meta, excerpt } = found;
    const item = document.createElement('li');
    const title = document.createElement('h3');
    // The place inside the page, where the words are under a heading of their own.
    const part = bestPart(found, query);
    const place = part && part.url !== url ? part : undefined;
    const link = Object.assign(document.createElement('a'), {
      href: place?.url ?? url,
      textContent: place && meta.title ? `${meta.title}: ${place.title}` : (meta.title ?? url),
    });
    title.append(link);
    const text = document.createElement('p');
    excerptInto(text, place?.excerpt ?? excerpt);
    item.append(title, text);
    return item;
  }

  private say(message: string): void {
    const status = this.querySelector('[role="status"]');
    if (status) status.textContent = message;
  }
}

customElements.define('site-search', SiteSearch);
