// Applies the theme the reader chose before the page is painted, and runs the button that changes it.
// Without this file, or without a choice, the page follows the system.
(() => {
  const key = 'vanderpool:tema';
  const root = document.documentElement;
  const read = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const apply = (theme) => {
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  apply(read());

  document.addEventListener('DOMContentLoaded', () => {
    const button = document.querySelector('[data-theme-toggle]');
    if (!button) return;
    const systemDark = matchMedia('(prefers-color-scheme: dark)');
    const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : systemDark.matches);
    const describe = () => {
      button.setAttribute('aria-label', isDark() ? 'Usar tema claro' : 'Usar tema escuro');
    };
    button.addEventListener('click', () => {
      const theme = isDark() ? 'light' : 'dark';
      apply(theme);
      try {
        localStorage.setItem(key, theme);
      } catch {
        // Storage is off: the choice lasts for this page.
      }
      describe();
    });
    systemDark.addEventListener('change', describe);
    describe();
    button.hidden = false;
  });
})();
