// Defines <written-answer>.
import { WrittenAnswer } from './written-answer.ts';

if (!customElements.get('written-answer')) customElements.define('written-answer', WrittenAnswer);
