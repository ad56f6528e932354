// Defines <evidence-form>.
import { EvidenceForm } from './evidence-form.ts';

if (!customElements.get('evidence-form')) customElements.define('evidence-form', EvidenceForm);
