// Writes the generated part of vmx.inc (field encodings) and the module that carries its text into the browser.
// Run after changing the field table or vmx.inc: node scripts/vmx-inc.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withFields, asModule } from './vmx-inc-text.ts';

const include = fileURLToPath(new URL('../src/vmx/assembler/vmx.inc', import.meta.url));
const module = fileURLToPath(new URL('../src/vmx/assembler/vmx-inc.ts', import.meta.url));
const text = withFields(readFileSync(include, 'utf8'));
writeFileSync(include, text);
writeFileSync(module, asModule(text));
