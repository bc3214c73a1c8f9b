/** What I see is in the address bar, and is remembered: view, layers, selection. */
import { parseThing } from './selection.js';

const DIGITS = 6;

/**
 * @typedef {{zoom: number, lat: number, lon: number}|null} Place
 * @typedef {{place: Place, layers: string[]|null, thing: import('./selection.js').Thing|null}} State
 */

/** Read a state from the query part of an address. @param {string} query @returns {State} */
export function parseState(query) {
  const params = new URLSearchParams(query);
  const [zoom, lat, lon] = ['z', 'lat', 'lon'].map((key) => (params.has(key) ? Number(params.get(key)) : NaN));
  const known = zoom >= 1 && zoom <= 22 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  return {
    place: known ? { zoom, lat, lon } : null,
    layers: params.has('layers') ? params.get('layers').split(',').filter(Boolean) : null,
    thing: parseThing(params.get('sel')),
  };
}

/** Write a state as the query part of an address. @param {State} state */
export function formatState({ place, layers, thing }) {
  const parts = [];
  if (place) parts.push(`z=${place.zoom}`, `lat=${place.lat.toFixed(DIGITS)}`, `lon=${place.lon.toFixed(DIGITS)}`);
  if (layers) parts.push(`layers=${layers.join(',')}`);
  if (thing) parts.push(`sel=${thing.kind}:${thing.id}`);
  return parts.join('&');
}

/** The state of this visit: from the address, else as it was left. @returns {State} */
export function readState(key) {
  const here = parseState(location.search);
  const left = parseState(recall(key));
  return { place: here.place || (here.thing ? null : left.place), layers: here.layers || left.layers, thing: here.thing };
}

/** Keep the state in the address bar and in the browser. */
export function writeState(key, state) {
  const query = formatState(state);
  if (location.protocol !== 'file:') history.replaceState(history.state, '', `?${query}${location.hash}`);
  try {
    localStorage.setItem(`wangge.map.${key}`, formatState({ ...state, thing: null }));
  } catch {
    // Storage is full or forbidden: the address bar still has the state.
  }
}

/** What was stored for a map. */
function recall(key) {
  try {
    return localStorage.getItem(`wangge.map.${key}`) || '';
  } catch {
    return '';
  }
}
