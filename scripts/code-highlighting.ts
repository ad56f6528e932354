// How code is coloured at build time: Shiki's tokens become classes, because the policy blocks `style` attributes.
import { createCssVariablesTheme, type ShikiTransformer, type ThemeRegistration } from 'shiki';

/** Shiki then names its variables `--token-comment`, `--token-keyword`, ... */
const prefix = '--';

/** Shiki's theme of CSS variables, and one more variable for the VMX instructions, the subject of the course. */
function theme(): ThemeRegistration {
  const base = createCssVariablesTheme({ name: 'vanderpool', variablePrefix: prefix, fontStyle: false });
  const vmx = {
    scope: ['keyword.operator.word.mnemonic.vmx'],
    settings: { foreground: `var(${prefix}token-vmx)` },
  };
  return { ...base, tokenColors: [...(base.tokenColors ?? []), vmx] };
}

/** `style="color:var(--token-keyword)"` becomes `class="token-keyword"`; every other `style` is dropped. */
const classesInsteadOfStyles: ShikiTransformer = {
  name: 'classes-instead-of-styles',
  pre(node) {
    delete node.properties['style'];
    node.properties['tabindex'] = '0';
  },
  span(node) {
    const style = node.properties['style'];
    delete node.properties['style'];
    const token = typeof style === 'string' ? /var\(--token-([a-z-]+)\)/.exec(style)?.[1] : undefined;
    if (token) node.properties['class'] = `token-${token}`;
  },
};

/** The same settings for Markdown fences and for the `Code` component. `vmx` is the course's short notation. */
export const codeHighlighting = {
  theme: theme(),
  langAlias: { vmx: 'asm' },
  transformers: [classesInsteadOfStyles],
};
