// Defines <scheduling-figure>.
import { SchedulingFigure } from './scheduling-figure.ts';

if (!customElements.get('scheduling-figure')) customElements.define('scheduling-figure', SchedulingFigure);
