// The site: static, strict about what a page may load, and the same under any sub-path.
import process from 'node:process';
import mdx from '@astrojs/mdx';
import sitemap from '@astrojs/sitemap';
import { defineConfig } from 'astro/config';
import { codeHighlighting } from './scripts/code-highlighting.ts';
import { offlineCopy } from './scripts/offline/offline-copy.ts';
import { searchIndex } from './scripts/search-index.ts';
import { sizeBudget } from './scripts/size-budget.ts';

// The course calls no other server, and neither does its build.
process.env.ASTRO_TELEMETRY_DISABLED ??= '1';

/** Where the site will live, e.g. `SITE_URL=https://exemplo.org BASE_PATH=/curso npm run build`. */
const site = process.env.SITE_URL || undefined;
const base = `/${(process.env.BASE_PATH ?? '').replace(/^\/+|\/+$/g, '')}`;

export default defineConfig({
  ...(site ? { site } : {}),
  base,
  trailingSlash: 'ignore',
  // Not the default 'jsx', which eats the space between a word at the end of a line and the link after it.
  compressHTML: true,
  integrations: [mdx(), ...(site ? [sitemap()] : []), sizeBudget(), searchIndex(), offlineCopy()],
  // Styles stay in files: an inline <style> would need a hash of its own in the policy.
  build: { inlineStylesheets: 'never', format: 'directory' },
  devToolbar: { enabled: false },
  markdown: { syntaxHighlight: 'shiki', shikiConfig: codeHighlighting },
  security: {
    csp: {
      directives: [
        "default-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'none'",
      ],
      // Search and other compiled modules need to compile WebAssembly; it grants no eval.
      scriptDirective: { resources: ["'self'", "'wasm-unsafe-eval'"] },
      styleDirective: { resources: ["'self'"] },
    },
  },
  vite: {
    build: {
      // Small scripts and fonts stay files too, so that `script-src 'self'` is enough.
      assetsInlineLimit: 0,
      rolldownOptions: { checks: { moduleLevelDirective: false } },
    },
  },
});
