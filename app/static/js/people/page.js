/** What pages of people and duties do while one types and ticks; all of it works without. */
import { startChoices } from './choices.js';
import { startTicks } from './ticks.js';

startChoices(document);
startTicks(document);
