// <offline-copy>: a copy of the whole course on this device, for reading without a network. Only when it is asked for.
import { baseStyles } from '../shared/base-styles.ts';
import { sitePath } from '../shared/base-path.ts';
import { h, setText, sheet } from '../shared/dom.ts';

/** What the copy stays below, in MB; a test of the built site compares it. */
export const COPY_MEGABYTES = 5;

const styles = sheet(`
.copy { display: grid; gap: 0.75rem; justify-items: start; padding: 1rem; }
progress { width: min(100%, 24rem); accent-color: var(--correct); }
`);

export class OfflineCopy extends HTMLElement {
  #built = false;
  readonly #state = h('p', { role: 'status' });
  readonly #bar = h('progress', { 'aria-label': 'Arquivos guardados', hidden: true });
  readonly #keep = h('button', { type: 'button', class: 'primary' }, 'Guardar o curso neste aparelho');
  readonly #remove = h('button', { type: 'button' }, 'Apagar a cópia');

  connectedCallback(): void {
    if (this.#built) return;
    this.#built = true;
    this.#keep.addEventListener('click', () => void this.#start());
    this.#remove.addEventListener('click', () => void this.#forget());
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [baseStyles, styles];
    root.append(h('div', { class: 'copy card' }, this.#state, this.#bar, this.#keep, this.#remove));
    void this.#show();
  }

  async #show(): Promise<void> {
    const possible = 'serviceWorker' in navigator && isSecureContext;
    const kept = possible && (await this.#registration())?.active != null;
    this.#keep.hidden = !possible || kept;
    this.#remove.hidden = !kept;
    this.#bar.hidden = true;
    setText(
      this.#state,
      !possible
        ? 'Este navegador não guarda cópias de um site (precisa de uma conexão segura, https).'
        : kept
          ? 'O curso está neste aparelho e abre sem internet, com a máquina, os corretores e a busca.'
          : `O curso inteiro ocupa menos de ${COPY_MEGABYTES} MB. Guardado, abre sem internet, com tudo o que roda nas páginas.`,
    );
  }

  async #start(): Promise<void> {
    const told = (event: MessageEvent): void => {
      const { done, all } = event.data as { done: number; all: number };
      this.#bar.max = all;
      this.#bar.value = done;
    };
    navigator.serviceWorker.addEventListener('message', told);
    navigator.serviceWorker.startMessages();
    this.#keep.hidden = true;
    this.#bar.hidden = false;
    setText(this.#state, 'Guardando o curso…');
    try {
      const registration = await navigator.serviceWorker.register(sitePath('/sw.js') ?? '/sw.js');
      await settled(registration);
      await this.#show();
      this.#remove.focus();
    } catch {
      await (await this.#registration())?.unregister();
      await this.#show();
      setText(
        this.#state,
        'A cópia não ficou pronta: faltou rede ou espaço no aparelho. O que você escreveu não muda. Tente de novo.',
      );
    } finally {
      navigator.serviceWorker.removeEventListener('message', told);
    }
  }

  async #forget(): Promise<void> {
    await (await this.#registration())?.unregister();
    const names = (await caches.keys()).filter((name) => name.startsWith('vanderpool-copia:'));
    await Promise.all(names.map((name) => caches.delete(name)));
    await this.#show();
    this.#keep.focus();
  }

  #registration(): Promise<ServiceWorkerRegistration | undefined> {
    return navigator.serviceWorker.getRegistration(sitePath('/') ?? '/');
  }
}

/** Waits until the worker is active. Rejects when it could not be installed. */
function settled(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (worker === null || worker.state === 'redundant') reject(new Error('not installed'));
      else if (worker.state === 'activated') resolve();
    };
    worker?.addEventListener('statechange', look);
    look();
  });
}

customElements.define('offline-copy', OfflineCopy);
