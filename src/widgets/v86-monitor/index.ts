// Defines <v86-monitor>.
import { V86Monitor } from './v86-monitor.ts';

if (!customElements.get('v86-monitor')) customElements.define('v86-monitor', V86Monitor);
