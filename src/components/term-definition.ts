// The definition of a term beyond what style sheets can do: on a touch screen the first touch shows it and the second
// follows the link to the glossary; Escape, or a touch elsewhere, puts it away.
const OPEN = 'data-aberto';
const DISMISSED = 'data-fechado';

const termAt = (target: EventTarget | null): Element | null =>
  target instanceof Element ? target.closest('.termo') : null;

function closeAll(but: Element | null = null): void {
  for (const term of document.querySelectorAll(`.termo[${OPEN}]`))
    if (term !== but) term.removeAttribute(OPEN);
}

/** Listens for the whole page, once. */
export function termDefinitions(): void {
  let touch = false;
  document.addEventListener('pointerdown', (event) => {
    touch = event.pointerType === 'touch';
    closeAll(termAt(event.target));
  });
  document.addEventListener('click', (event) => {
    const term = termAt(event.target);
    // A touch inside the open definition is for reading it, not for going away.
    if (!term || !touch || (term.hasAttribute(OPEN) && event.target instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    term.removeAttribute(DISMISSED);
    term.setAttribute(OPEN, '');
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    closeAll();
    for (const term of document.querySelectorAll('.termo:is(:hover, :focus-within)'))
      term.setAttribute(DISMISSED, '');
  });
  for (const leaves of ['focusout', 'mouseout'] as const) {
    document.addEventListener(leaves, (event) => {
      const term = termAt(event.target);
      if (term && termAt(event.relatedTarget) !== term) term.removeAttribute(DISMISSED);
    });
  }
}
