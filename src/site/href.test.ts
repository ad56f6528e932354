import { describe, expect, it } from 'vitest';
import { href } from './href.ts';

describe('href', () => {
  it('puts the base before a path from the root, with or without a slash at the end of the base', () => {
    expect(href('/licoes/x/', '/')).toBe('/licoes/x/');
    expect(href('/licoes/x/', '/curso')).toBe('/curso/licoes/x/');
    expect(href('/licoes/x/', '/curso/')).toBe('/curso/licoes/x/');
    expect(href('/', '/curso')).toBe('/curso/');
  });

  it('leaves fragments, relative and foreign addresses alone', () => {
    for (const address of ['#fontes', 'x/', 'https://exemplo.org/', '//exemplo.org/x']) {
      expect(href(address, '/curso')).toBe(address);
    }
  });
});
